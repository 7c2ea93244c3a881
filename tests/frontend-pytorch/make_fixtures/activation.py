"""Activations."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from cases import case, rand


def activation():
    x = rand(2, 4, 3) * 4
    for name, f in {
            "leaky_relu": lambda x: F.leaky_relu(x, 0.2), "leaky_relu_inplace": lambda x: F.leaky_relu(x * 1, 0.2, inplace=True),
            "elu": lambda x: F.elu(x, 0.7), "elu_": lambda x: F.elu_(x * 1), "relu6": F.relu6, "hardtanh": lambda x: F.hardtanh(x, -0.5, 2.0),
            "silu": F.silu, "mish": F.mish, "gelu": F.gelu, "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"), "hardswish": F.hardswish,
            "hardsigmoid": F.hardsigmoid, "softplus": F.softplus, "softplus_beta": lambda x: F.softplus(x, beta=2.0),
            "softsign": F.softsign, "logsigmoid": F.logsigmoid, "tanhshrink": F.tanhshrink, "softshrink": lambda x: F.softshrink(x, 0.3),
            "hardshrink": lambda x: F.hardshrink(x, 0.3), "threshold": lambda x: F.threshold(x, 0.1, -2.0),
            "glu": lambda x: F.glu(x, dim=1), "softmax": lambda x: F.softmax(x, dim=1), "softmax_last": lambda x: F.softmax(x, -1),
            "log_softmax": lambda x: F.log_softmax(x, dim=2), "softmin": lambda x: F.softmin(x, dim=1),
            "relu_in_place": lambda x: F.relu(x * 1, inplace=True), "dropout": lambda x: F.dropout(x, training=False),
            "rrelu": lambda x: F.rrelu(x, training=False), "softmax_dtype": lambda x: F.softmax(x, 1, dtype=torch.float64),
            "alpha_dropout": lambda x: F.alpha_dropout(x, training=False), "celu": lambda x: F.celu(x, 0.5)}.items():
        case("activation", name, f, x)
    case("activation", "prelu", nn.PReLU(4), x)
    case("activation", "prelu_one", nn.PReLU(), x)
    case("activation", "softmax2d", nn.Softmax2d(), rand(1, 3, 2, 2))
