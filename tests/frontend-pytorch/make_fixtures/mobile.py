"""Archives that were optimised for mobiles, and frozen ones."""
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.mobile_optimizer import optimize_for_mobile

from cases import CASES, rand


def mobile():
    class Small(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv, self.up, self.linear = nn.Conv2d(3, 4, 3, 2, 1), nn.ConvTranspose2d(4, 2, 2, 2), nn.Linear(2, 3)

        def forward(self, x):
            return self.linear(self.up(F.relu6(self.conv(x))).mean((2, 3)))

    x = rand(1, 3, 8, 8)
    optimised = optimize_for_mobile(torch.jit.trace(Small().eval(), x))
    CASES["mobile_optimised"] = [("model", optimised, (x,))]  # alone in its archive: frozen modules cannot be parts
    CASES["frozen"] = [("model", torch.jit.freeze(torch.jit.script(nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.SiLU()).eval())), (x,))]
