cclass M(Module):
  def forward(self: __torch__.M,
    x: Tensor) -> Tensor:
    q = torch.quantize_per_tensor(x, 0.25, 0, 13)
    return torch.dequantize(torch.relu(q))
