#!/usr/bin/env python3
"""Exports the networks of the speed comparison, with random weights, and random calibration inputs.

usage: /usr/bin/python3 export_networks.py FOLDER      (Debian's python3-torch and python3-torchvision)
Writes FOLDER/<network>.onnx and FOLDER/inputs.npz (key "image": [16, 3, 224, 224]).
"""
import pathlib
import sys

import numpy as np
import torch
import torchvision.models as models

NETWORKS = {
    "squeezenet1_1": models.squeezenet1_1,
    "mobilenet_v2": models.mobilenet_v2,
    "shufflenet_v2_x1_0": models.shufflenet_v2_x1_0,
    "resnet50": models.resnet50,
}


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in NETWORKS.items():
        torch.manual_seed(1)
        net = make(weights=None).eval()
        torch.onnx.export(net, torch.zeros(1, 3, 224, 224), folder / f"{name}.onnx", opset_version=13,
                          input_names=["image"], output_names=["scores"])
    rng = np.random.default_rng(1)
    np.savez(folder / "inputs.npz", image=rng.standard_normal((16, 3, 224, 224), dtype=np.float32))


if __name__ == "__main__":
    main()
