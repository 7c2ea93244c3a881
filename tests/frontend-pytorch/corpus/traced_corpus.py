cclass Small(Module):
  __parameters__ = ["w", ]
  __buffers__ = []
  w : Tensor
  training : bool
  _is_full_backward_hook : Optional[bool]
  norm : __torch__.torch.nn.modules.normalization.LayerNorm
  def forward(self: __torch__.corpus.Small,
    x: Tensor) -> Tuple[Tensor, Tensor]:
    w = self.w
    norm = self.norm
    y = torch.matmul((norm).forward(x, ), torch.t(w))
    _0 = torch.slice(y, 0, 0, 9223372036854775807)
    _1 = torch.add_(torch.select(_0, 1, 0), CONSTANTS.c0)
    _2 = torch.slice(y, 0, 0, 9223372036854775807)
    _3 = torch.copy_(torch.select(_2, 1, 0), _1)
    _4 = torch.slice(x, 0, 0, 9223372036854775807)
    input = torch.cat([y, torch.slice(_4, 1, 0, 1)], 1)
    _5 = torch.softmax(input, 1)
    _6, _7 = torch.topk(y, 1)
    return (_5, _7)
