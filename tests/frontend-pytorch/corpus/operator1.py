cclass M(Module):
  def forward(self: __torch__.M,
    x: Tensor) -> Tensor:
    return torch.upsample_bilinear2d(torch.view(x, [1, 1, 2, 3]), [4, 4], False, None)
