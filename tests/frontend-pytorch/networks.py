#!/usr/bin/python3
"""Whole networks: traces or scripts torchvision's architectures and some others with random weights, converts
them with `quern convert`, executes them with `quern exec` and compares with PyTorch. Prints a table in Markdown.

    networks.py build/release/bin/quern [NAME...] [--scripted] [--largest MEGABYTES]

Needs python3-torch and python3-torchvision; not part of ctest, because it takes long.
"""
import argparse
import os
import subprocess
import sys
import tempfile

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
import torchvision


class Outputs(nn.Module):
    """The tensors of a dictionary, in its order."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x):
        return tuple(self.model(x).values())


class Bert(nn.Module):
    """A BERT-like encoder written by hand: embeddings, attention with a mask, pooled output."""

    def __init__(self, layers=3, width=96, heads=4, words=1000, length=64):
        super().__init__()
        self.heads, self.words, self.positions = heads, nn.Embedding(words, width), nn.Embedding(length, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(nn.ModuleDict({
            "query": nn.Linear(width, width), "key": nn.Linear(width, width), "value": nn.Linear(width, width), "out": nn.Linear(width, width),
            "norm1": nn.LayerNorm(width), "up": nn.Linear(width, 4 * width), "down": nn.Linear(4 * width, width), "norm2": nn.LayerNorm(width)}) for _ in range(layers))
        self.pooler = nn.Linear(width, width)

    def split(self, x):
        return x.view(x.size(0), x.size(1), self.heads, -1).permute(0, 2, 1, 3)

    def forward(self, input_ids, attention_mask):
        positions = torch.arange(input_ids.size(1), device=input_ids.device).unsqueeze(0).expand_as(input_ids)
        x = self.norm(self.words(input_ids) + self.positions(positions))
        mask = (1.0 - attention_mask[:, None, None, :].to(dtype=x.dtype)) * torch.finfo(x.dtype).min
        for layer in self.layers:
            q, k, v = (self.split(layer[name](x)) for name in ["query", "key", "value"])
            scores = torch.matmul(q, k.transpose(-1, -2)) / (q.size(-1) ** 0.5) + mask
            context = torch.matmul(F.softmax(scores, dim=-1), v).permute(0, 2, 1, 3).contiguous()
            x = layer["norm1"](x + layer["out"](context.view(x.shape)))
            x = layer["norm2"](x + layer["down"](F.gelu(layer["up"](x))))
        return x, torch.tanh(self.pooler(x[:, 0]))


class Recurrent(nn.Module):
    def __init__(self, kind):
        super().__init__()
        self.embedding = nn.Embedding(50, 16)
        self.recurrent = kind(16, 24, 2, bidirectional=True, batch_first=True)
        self.head = nn.Linear(48, 5)

    def forward(self, words):
        sequence, _ = self.recurrent(self.embedding(words))
        return self.head(sequence[:, -1])


def networks(largest):
    """Name -> (function that makes the module, inputs)."""
    image = lambda size=224: (torch.rand(1, 3, size, size),)  # noqa: E731
    made = {}
    encoder = nn.TransformerEncoderLayer(64, 4, 128, batch_first=True)
    made["transformer_encoder"] = (lambda: nn.TransformerEncoder(encoder, 3), (torch.rand(2, 10, 64),))
    made["transformer"] = (lambda: nn.Transformer(32, 4, 2, 2, 64), (torch.rand(7, 1, 32), torch.rand(5, 1, 32)))
    made["bert_like"] = (Bert, (torch.randint(0, 1000, (2, 16)), (torch.rand(2, 16) > 0.2).long()))
    made["lstm"] = (lambda: Recurrent(nn.LSTM), (torch.randint(0, 50, (2, 9)),))
    made["gru"] = (lambda: Recurrent(nn.GRU), (torch.randint(0, 50, (2, 9)),))
    segmentation = torchvision.models.segmentation
    for name in ["deeplabv3_resnet50", "fcn_resnet50", "lraspp_mobilenet_v3_large"]:
        made[name] = (lambda n=name: Outputs(getattr(segmentation, n)(weights=None, weights_backbone=None)), image(128))
    video = (torch.rand(1, 3, 16, 224, 224),)
    for name in ["r3d_18", "mc3_18", "r2plus1d_18", "s3d", "mvit_v1_b", "mvit_v2_s"]:
        made[name] = (lambda n=name: getattr(torchvision.models.video, n)(weights=None), video)
    parameters = lambda n: torchvision.models.get_model_weights(n).DEFAULT.meta["num_params"]  # noqa: E731
    for name in sorted(torchvision.models.list_models(module=torchvision.models), key=parameters):
        if parameters(name) * 4e-6 > largest:
            break
        size = 299 if name == "inception_v3" else 224
        made[name] = (lambda n=name: torchvision.models.get_model(n, weights=None), image(size))
    return made


def outputs_of(value):
    if value is None:  # what only training has
        return []
    if isinstance(value, dict):
        value = value.values()
    return [value] if isinstance(value, torch.Tensor) else [t for item in value for t in outputs_of(item)]


def random_weights(model):
    for module in model.modules():  # random statistics, or deep networks explode or vanish
        if isinstance(module, (nn.BatchNorm2d, nn.BatchNorm3d)):
            module.running_mean.normal_(0, 0.05)
            module.running_var.uniform_(0.7, 1.3)
    with torch.no_grad():
        for parameter in model.parameters():  # vision transformers begin with heads of zeros, which would hide everything
            if not parameter.any():
                parameter.normal_(0, 0.02)


def check(quern, name, make, inputs, folder, scripted):
    torch.manual_seed(1)
    model = make().eval()
    if scripted and isinstance(model, Outputs):
        model = model.model
    random_weights(model)
    with torch.no_grad():
        traced = torch.jit.script(model) if scripted else torch.jit.trace(model, inputs, check_trace=False)
        want = outputs_of(traced(*inputs))
    names = [p.debugName().split(".")[0] for p in list(traced.graph.inputs())[1:]]
    names = [f"argument_{i + 1}" if n.isdigit() else n for i, n in enumerate(names)]
    pt, onnx = os.path.join(folder, "m.pt"), os.path.join(folder, "m.onnx")
    traced.save(pt)
    np.savez(os.path.join(folder, "in.npz"), **{n: t.numpy() for n, t in zip(names, inputs)})
    shapes = [f for n, t in zip(names, inputs) for f in ("--input", n + "=" + "x".join(map(str, t.shape)))]
    typed = ",".join(f"{n}={t.dtype}".replace("torch.", "") for n, t in zip(names, inputs) if not t.is_floating_point())
    shapes += ["--option", "types=" + typed] if typed else []
    measure = ["/usr/bin/time", "-f", "%M %U %S", "-o", os.path.join(folder, "peak")] if os.path.exists("/usr/bin/time") else []
    done = subprocess.run([*measure, quern, "convert", pt, "-o", onnx, *shapes], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError("convert: " + (done.stdout + done.stderr)[-1500:])
    peak, seconds = 0, 0
    if measure:
        with open(os.path.join(folder, "peak")) as file:
            peak, user, system = map(float, file.read().split()[-3:])
            peak, seconds = peak / 1e3, user + system
    run = subprocess.run([quern, "exec", onnx, "--inputs", os.path.join(folder, "in.npz"), "--outputs", os.path.join(folder, "out.npz")],
                         capture_output=True, text=True)
    if run.returncode != 0:
        raise RuntimeError("exec: " + (run.stdout + run.stderr)[-800:])
    got = np.load(os.path.join(folder, "out.npz"))
    keys = got.files if len(want) == 1 else [f"out{i}" for i in range(len(want))]
    worst = max(float(np.linalg.norm(w.numpy() - got[k]) / max(np.linalg.norm(w.numpy()), 1e-30)) for k, w in zip(keys, want))
    return worst, seconds, os.path.getsize(pt) / 1e6, peak


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("quern")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--largest", type=float, default=1e9, help="leave out files of more megabytes")
    parser.add_argument("--scripted", action="store_true", help="script the networks instead of tracing them")
    args = parser.parse_intermixed_args()
    failed = 0
    print("| network | relative L2 | processor time | file | peak memory |\n|---|---|---|---|---|")
    for name, (make, inputs) in networks(args.largest).items():
        if args.names and name not in args.names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            try:
                error, seconds, megabytes, peak = check(args.quern, name, make, inputs, folder, args.scripted)
                ok = error <= 1e-4
                print(f"| {name} | {error:.1e}{'' if ok else ' **too large**'} | {seconds:.2f} s | {megabytes:.1f} MB | {peak:.0f} MB |", flush=True)
            except Exception as e:  # the table goes on
                ok = False
                print(f"| {name} | **failed** {' '.join(str(e).split())[-900:]} |", flush=True)
            failed += not ok
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
