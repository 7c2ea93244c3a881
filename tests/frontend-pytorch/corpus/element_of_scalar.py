cclass M(Module):
  def forward(self: __torch__.M,
    x: Tensor) -> Tensor:
    return torch.lstm(torch.uÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿø, 10., False, False, True [self.w], False, 1, 0., Fals>>e, False, True)
