"""Seeds of the fuzz target (fuzz_pytorch.cpp): archives without checksums, code, pickles."""
import os
import struct
import zipfile

import torch
import torch.nn as nn
import torch.nn.functional as F

from cases import rand


def write_corpus(folder):
    """Files that are already there and written by hand stay."""
    os.makedirs(folder, exist_ok=True)

    class Small(nn.Module):
        def __init__(self):
            super().__init__()
            self.w, self.norm = nn.Parameter(rand(2, 3)), nn.LayerNorm(3)

        def forward(self, x):
            y = self.norm(x) @ self.w.t()
            y[:, 0] += 1
            return F.softmax(torch.cat([y, x[:, :1]], 1), dim=1), y.topk(1)[1]

    class Branches(nn.Module):
        def forward(self, x):
            parts: list[torch.Tensor] = []
            for i in range(x.size(0)):
                if i % 2 == 0:
                    parts.append(x[i] * i)
                else:
                    parts.append(F.relu(x[i]))
            names = {"a": 1.5}
            return torch.stack(parts).sum(dim=0) / names["a"]

    for name, model in {"traced": torch.jit.trace(Small(), rand(2, 3)), "scripted": torch.jit.script(Branches())}.items():
        path = os.path.join(folder, name + ".tmp")
        torch.jit.save(model, path)
        with zipfile.ZipFile(path) as archive:
            entries = {n: archive.read(n) for n in archive.namelist() if not n.endswith(".debug_pkl")}
        os.remove(path)
        with open(os.path.join(folder, name + ".zip"), "wb") as file:
            file.write(b"z" + without_checksums(entries))
        for entry, content in entries.items():
            kind = b"c" if entry.endswith(".py") else b"p" if entry.endswith("data.pkl") else b""
            if kind and len(content) > 150:
                with open(os.path.join(folder, name + "_" + os.path.basename(entry)), "wb") as file:
                    file.write(kind + content)
    for i, (op, arguments) in enumerate([("conv2d", "torch.view(x, [1, 1, 2, 3]), torch.view(self.w, [1, 1, 2, 3]), None, [1, 1], [1, 1], [1, 1], 1"),
                                         ("upsample_bilinear2d", "torch.view(x, [1, 1, 2, 3]), [4, 4], False, None"), ("index", "x, [None, torch.tensor([0, 2])]"),
                                         ("einsum", '"ij,kj->ik", [x, self.w]'), ("lstm", "torch.unsqueeze(x, 0), [x, x], [self.w], False, 1, 0., False, False, True")]):
        with open(os.path.join(folder, f"operator{i}.py"), "w") as file:
            file.write(f"cclass M(Module):\n  def forward(self: __torch__.M,\n    x: Tensor) -> Tensor:\n    return torch.{op}({arguments})\n")


def without_checksums(entries):
    file, directory = b"", b""
    for name, content in entries.items():
        common = struct.pack("<HHIIIIHH", 0, 0, 0, 0, len(content), len(content), len(name), 0)
        directory += b"PK\1\2" + struct.pack("<HH", 20, 20) + common + struct.pack("<HQI", 0, 0, len(file)) + name.encode()
        file += b"PK\3\4" + struct.pack("<H", 20) + common + name.encode() + content
    return file + directory + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(file), 0)
