cclass M(Module):
  def forward(self: __torch__.M,
    x: Tensor) -> Tensor:
    return torch.index(x, [None, torch.tensor([0, 2])])
