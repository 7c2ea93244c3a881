cclass Branches(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  _is_full_backward_hook : Optional[bool]
  def forward(self: __torch__.corpus.Branches,
    x: Tensor) -> Tensor:
    parts = annotate(List[Tensor], [])
    for i in range(torch.size(x, 0)):
      _0 = torch.eq(torch.remainder(i, 2), 0)
      if _0:
        _1 = torch.mul(torch.select(x, 0, i), i)
        _2 = torch.append(parts, _1)
      else:
        _3 = __torch__.torch.nn.functional.relu(torch.select(x, 0, i), False, )
        _4 = torch.append(parts, _3)
    names = {"a": 1.5}
    _5 = torch.div(torch.sum(torch.stack(parts), [0]), names["a"])
    return _5
