cclass M(Module):
  n : int
  factor : Final[float] = 2.5
  def forward(self: __torch__.M,
    x: Tensor) -> Tensor:
    total = x
    items = annotate(List[int], [])
    for i in range(self.n):
      _0 = torch.append(items, torch.mul(i, 2))
    while torch.lt(torch.len(items), 9):
      items = torch.add(items, [1, -2])
    if torch.__contains__({"a": items}, "a"):
      a, b, = (torch.size(x, 0), torch.format("{}", items))
      total = torch.mul(x, self.factor if a == 2 else 1e-3)
    else:
      ops.prim.RaiseException("no")
    _1 = torch.index_put_(total, [torch.gt(total, 0)], torch.tensor(0.5, dtype=6))
    return __torch__.helper(total, k=3, )
def helper(x: Tensor,
    k: int=1) -> Tensor:
  return torch.permute(torch.reshape(x, [k, -1]), [1, 0])
