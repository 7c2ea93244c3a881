"""Functions of one tensor, element by element."""
import torch

from cases import case, ints, rand


def unary():
    x = rand(2, 3)
    for name in ["sigmoid", "tanh", "exp", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "asinh", "atanh",
                 "erf", "erfc", "expm1", "exp2", "floor", "ceil", "round", "trunc", "frac", "neg", "abs", "sign", "square",
                 "relu", "selu", "celu", "sinc", "isnan", "isinf", "isfinite", "logical_not"]:
        case("unary", name, lambda x, f=getattr(torch, name): f(x), x)
    positive = torch.rand(2, 3) + 1.1
    for name in ["log", "log2", "log10", "log1p", "sqrt", "rsqrt", "reciprocal", "acosh"]:
        case("unary", name, lambda x, f=getattr(torch, name): f(x), positive)
    case("unary", "logit", lambda x: torch.logit(x, eps=0.1), torch.rand(2, 3))
    case("unary", "exp_int", lambda x: torch.exp(x), ints(2, 3))
    case("unary", "abs_int", lambda x: torch.abs(x - 3), ints(2, 3))
    case("unary", "floor_scalar_tensor", lambda x: torch.floor(x), torch.tensor(1.7))
    case("unary", "bitwise_not_bool", lambda x: ~(x > 0), x)
    case("unary", "bitwise_not_int", lambda x: ~x, ints(4))
    case("unary", "round_decimals", lambda x: torch.round(x * 10, decimals=1), x)
    case("unary", "nan_to_num", lambda x: torch.nan_to_num(x / (x > 0), nan=7.0, posinf=9.0, neginf=-9.0),
         torch.tensor([1.0, 0.0, -1.0]))
