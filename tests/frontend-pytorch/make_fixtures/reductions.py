"""Reductions, sorting and cumulative operators."""
import torch
import torch.nn.functional as F

from cases import case, ints, rand


def reductions():
    x = rand(2, 3, 4)
    for name, f in {
            "sum": lambda x: x.sum(), "sum_dim": lambda x: x.sum(1), "sum_dims": lambda x: x.sum((0, 2), keepdim=True), "mean": lambda x: x.mean(-1),
            "mean_all": lambda x: x.mean(), "prod": lambda x: x.prod(), "prod_dim": lambda x: x.prod(1), "max": lambda x: x.max(), "max_dim": lambda x: x.max(1),
            "min_dim": lambda x: x.min(2, keepdim=True), "amax": lambda x: x.amax((1, 2)), "amin": lambda x: x.amin(0), "var": lambda x: x.var(1),
            "var_biased": lambda x: x.var(1, unbiased=False), "std": lambda x: x.std((1, 2), keepdim=True), "std_all": lambda x: x.std(), "var_mean": lambda x: torch.var_mean(x, 1),
            "std_mean": lambda x: torch.std_mean(x, (0, 1)), "norm": lambda x: x.norm(), "norm_dim": lambda x: x.norm(dim=1), "norm_one": lambda x: x.norm(p=1, dim=2),
            "norm_three": lambda x: torch.norm(x, 3, dim=1), "norm_inf": lambda x: torch.linalg.vector_norm(x, float("inf"), dim=1), "logsumexp": lambda x: x.logsumexp(1),
            "all": lambda x: (x > -2).all(), "any": lambda x: (x > 0.9).any(1), "argmax": lambda x: x.argmax(1), "argmax_all": lambda x: x.argmax(), "argmin": lambda x: x.argmin(-1, keepdim=True),
            "topk": lambda x: x.topk(2, 1), "topk_smallest": lambda x: x.topk(3, largest=False), "sort": lambda x: x.sort(1, descending=True), "argsort": lambda x: x.argsort(2),
            "kthvalue": lambda x: x.kthvalue(2, 1), "median": lambda x: x.median(), "median_dim": lambda x: x.median(2), "cumsum": lambda x: x.cumsum(1), "cumprod": lambda x: x.cumprod(2),
            "aminmax": lambda x: torch.aminmax(x, dim=1), "count_nonzero": lambda x: torch.count_nonzero(x > 0, dim=1), "cosine_similarity": lambda x: F.cosine_similarity(x, x * 2 + 1, dim=1),
            "pairwise_distance": lambda x: F.pairwise_distance(x[0], x[1])}.items():
        case("reductions", name, f, x)
    case("reductions", "sum_int", lambda x: x.sum(1), ints(2, 3))
    case("reductions", "sum_bool", lambda x: (x > 1).sum(), ints(2, 3))
    case("reductions", "max_int", lambda x: x.max(1)[0], ints(2, 3))
    case("reductions", "cumsum_int", lambda x: x.cumsum(0), ints(2, 3))
    case("reductions", "mean_dtype", lambda x: x.mean(1, dtype=torch.float32), ints(2, 3))
