cclass M(Module):
  def forward(self: __torch__.M,
    x: Tensor) -> Tensor:
    return torch.lstm(torch.unsqueeze(x, 0), [x, x], [self.w], False, 1, 0., False, False, True)
