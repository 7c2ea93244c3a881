#!/usr/bin/python3
"""Writes the operator fixtures of the PyTorch frontend: tests/frontend-pytorch/fixtures/*.pt and *.npz.

Needs python3-torch (1.13 wrote the committed files). Many cases share one archive: each case is one method of a
scripted or traced module, called like the case. The .npz of the same name holds the inputs ("CASE/in/NAME") and
what PyTorch computes for them ("CASE/out/NAME").
"""
import os
import sys

import numpy as np
import torch
import torch.nn as nn

from activation import activation
from arithmetic import arithmetic
from cases import CASES
from convolution import convolution
from corpus import write_corpus
from indexing import indexing
from interpolation import interpolation
from mobile import mobile
from normalisation import normalisation
from pooling import pooling
from products import products
from quantised import quantised
from recurrent import recurrent
from reductions import reductions
from scripted import scripted
from shapes import shapes
from unary import unary

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "..", "fixtures")
GROUPS = [unary, activation, arithmetic, convolution, pooling, normalisation, products, recurrent, shapes, reductions,
          indexing, interpolation, scripted, mobile, quantised]


class Wrapped(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, *inputs):
        return self.function(*inputs)


def flat(value, name="out"):
    """Names of outputs as the frontend gives them."""
    if isinstance(value, torch.Tensor):
        return {name: value}
    if isinstance(value, dict):
        return {k: v for key, item in value.items() for k, v in flat(item, key if name == "out" else f"{name}_{key}").items()}
    if isinstance(value, (list, tuple)):
        separator = "" if name == "out" else "_"
        return {k: v for i, item in enumerate(value) for k, v in flat(item, f"{name}{separator}{i}").items()}
    return {}


def array(tensor):
    tensor = tensor.detach()
    return tensor.float().numpy() if tensor.is_floating_point() else tensor.numpy()


class Holder(nn.Module):
    def __init__(self, children):
        super().__init__()
        for name, child in children.named_children():
            setattr(self, name, child)

    def forward(self, x: torch.Tensor):
        return x


def record(name, function, inputs, arrays):
    """Traces a case, adds its inputs and outputs to `arrays`, returns the module."""
    if isinstance(function, torch.jit.ScriptModule):
        traced, outputs = function, function(*inputs)
    else:
        module = (function if isinstance(function, nn.Module) else Wrapped(function)).eval()
        with torch.no_grad():
            traced = torch.jit.trace(module, inputs, check_trace=False, strict=False)
            outputs = module(*inputs)
    names = [p.debugName().split(".")[0] for p in list(traced.graph.inputs())[1:]]
    # What has no name is called after its place when the code is printed.
    parameters = [f"argument_{i + 1}" if n.isdigit() else n for i, n in enumerate(names)]
    for parameter, tensor in zip(parameters, inputs):
        arrays[f"{name}/in/{parameter}"] = array(tensor)
    for key, tensor in flat(outputs).items():
        arrays[f"{name}/out/{key}"] = array(tensor)
    return traced


def main():
    write_corpus(os.path.join(HERE, "..", "corpus"))
    torch.manual_seed(4)
    for group in GROUPS:
        group()
    os.makedirs(FOLDER, exist_ok=True)
    for group, cases in CASES.items():
        arrays = {}
        children = nn.Module()
        for name, function, inputs in cases:
            traced = record(name, function, inputs, arrays)
            if name != "model":
                setattr(children, name, traced)
        # A module whose forward does nothing holds them all; a case is converted as one of its children.
        holder = cases[0][1] if cases[0][0] == "model" else torch.jit.script(Holder(children))
        torch.jit.save(holder, os.path.join(FOLDER, group + ".pt"))
        np.savez_compressed(os.path.join(FOLDER, group + ".npz"), **arrays)
    print(sum(map(len, CASES.values())), "cases")


if __name__ == "__main__":
    sys.exit(main())
