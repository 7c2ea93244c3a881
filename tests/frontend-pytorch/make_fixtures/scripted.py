"""Scripted modules: control flow, lists and dictionaries, evaluated at conversion."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from cases import CASES, rand


class Scripted(nn.Module):
    """if, loops, lists, dictionaries, named tuples and texts, evaluated at conversion."""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 4)])
        self.drop = nn.Dropout()
        self.use = True
        self.names = ["a", "b"]
        self.register_buffer("table", torch.arange(4.0))

    def forward(self, x, bias: torch.Tensor, scale: float = 2.0, mode: str = "twice"):
        parts: list[torch.Tensor] = []
        for i, layer in enumerate(self.layers):
            x = layer(x)
            if i == 0 and self.use:
                x = F.relu(x)
            parts.append(x)
        n = x.size(0)
        total = torch.zeros_like(x)
        k = 0
        while k < n:
            total = total + parts[k % len(parts)] * k
            k += 1
        if mode == "twice":
            total = total * scale
        elif mode == "never":
            raise ValueError("never")
        y = self.drop(total)
        y[:, 0] = 1
        result = {"sum": y + bias, "table": self.table[: n + 1] * 1}
        best = [p.sum() for p in parts]
        if x.dim() != 2 or not x.is_floating_point():
            result["sum"] = result["sum"] * 0
        return result, (best[0], best[-1]), [y[..., :2].contiguous().view(-1)]


class Recurrent(nn.Module):  # by itself an LSTM has two forward methods
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(3, 4, 2, bidirectional=True, batch_first=True)

    def forward(self, x):
        y, state = self.lstm(x)
        return y, state


def scripted():
    CASES.setdefault("scripted", []).append(("module", torch.jit.script(Scripted().eval()), (rand(3, 4), rand(4))))
    for name, module, inputs in [
            ("lstm", Recurrent(), (rand(2, 5, 3),)), ("multihead", nn.MultiheadAttention(8, 2), (rand(5, 1, 8), rand(4, 1, 8), rand(4, 1, 8))),
            ("sequential", nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Hardswish(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 2)), (rand(1, 3, 6, 6),)),
            ("upsample", nn.Upsample(scale_factor=2.0, mode="bilinear"), (rand(1, 2, 3, 4),)), ("encoder", nn.TransformerEncoderLayer(8, 2, 16, batch_first=True), (rand(2, 3, 8),))]:
        CASES["scripted"].append((name, torch.jit.script(module.eval()), inputs))
