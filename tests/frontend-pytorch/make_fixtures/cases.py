"""The list of cases, and random tensors for them."""
import torch

CASES = {}  # group -> list of (name, module or function, inputs)


def case(group, name, function, *inputs):
    CASES.setdefault(group, []).append((name, function, inputs))


def rand(*shape):
    return torch.rand(*shape) * 2 - 1


def ints(*shape, high=5):
    return torch.randint(0, high, shape)
