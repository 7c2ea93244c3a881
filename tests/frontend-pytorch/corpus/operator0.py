cclass M(Module):
  def forward(self: __torch__.M,
    x: Tensor) -> Tensor:
    return torch.conv2d(torch.view(x, [1, 1, 2, 3]), torch.view(self.w, [1, 1, 2, 3]), None, [1, 1], [1, 1], [1, 1], 1)
