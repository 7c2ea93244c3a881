"""Quantised modules."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from cases import CASES, rand


class Quantised(nn.Module):
    def __init__(self):
        super().__init__()
        self.quant, self.dequant = torch.quantization.QuantStub(), torch.quantization.DeQuantStub()
        self.conv, self.relu = nn.Conv2d(3, 4, 3, stride=2, padding=1), nn.ReLU()
        self.depthwise = nn.Conv2d(4, 4, 3, padding=1, groups=4)
        self.linear = nn.Linear(4, 5)
        self.add = nn.quantized.FloatFunctional()

    def forward(self, x):
        x = self.relu(self.conv(self.quant(x)))
        x = self.add.add(x, self.depthwise(x))
        x = F.adaptive_avg_pool2d(x, 1).flatten(1)
        return self.dequant(self.linear(x))


def quantised():
    x = rand(4, 3, 8, 8)
    for backend in ["qnnpack", "onednn"]:  # per-tensor and per-channel weights
        torch.backends.quantized.engine = backend
        model = Quantised().eval()
        model.qconfig = torch.quantization.get_default_qconfig("qnnpack" if backend == "qnnpack" else "fbgemm")
        model = torch.quantization.fuse_modules(model, [["conv", "relu"]])
        model = torch.quantization.prepare(model)
        model(x)
        model = torch.quantization.convert(model)
        CASES.setdefault("quantised", []).append((backend, torch.jit.trace(model, x[:1]), (x[:1],)))
        CASES["quantised"].append((backend + "_scripted", torch.jit.script(model), (x[:1],)))
    torch.backends.quantized.engine = "qnnpack"
    trained = Quantised().train()
    trained.qconfig = torch.quantization.get_default_qat_qconfig("qnnpack")
    trained = torch.quantization.prepare_qat(trained)
    trained(x)
    CASES["quantised"].append(("aware_training", torch.jit.trace(trained.eval(), x[:1], check_trace=False), (x[:1],)))
    dynamic = torch.quantization.quantize_dynamic(nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 2)), {nn.Linear})
    CASES["quantised"].append(("dynamic", torch.jit.trace(dynamic, rand(2, 4)), (rand(2, 4),)))
