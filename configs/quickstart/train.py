#!/usr/bin/env python3
"""Trains the quickstart network and writes everything this folder ships.

Data: "Optical Recognition of Handwritten Digits" (E. Alpaydin, C. Kaynak, UCI Machine Learning Repository,
CC BY 4.0), as python3-sklearn carries it: 1,797 digits of 8x8 pixels.

Needs Debian's python3-torch, python3-sklearn and python3-pil; run it with the system's Python:
    /usr/bin/python3 train.py
It is not part of the build: its results are committed.
"""
import pathlib

import numpy as np
import torch
from PIL import Image
from sklearn.datasets import load_digits
from torch import nn

HERE = pathlib.Path(__file__).parent
TRAIN, CALIBRATION = 1297, 100  # the first digits train, some of them calibrate, the last 500 evaluate


class Block(nn.Module):
    """Depthwise-separable residual block."""

    def __init__(self, channels):
        super().__init__()
        self.depthwise = nn.Conv2d(channels, channels, 3, padding=1, groups=channels, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.pointwise = nn.Conv2d(channels, channels, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)

    def forward(self, x):
        y = torch.relu(self.bn1(self.depthwise(x)))
        return torch.relu(x + self.bn2(self.pointwise(y)))


class Digits(nn.Module):
    """8x8 grey image to ten class scores."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(1, 24, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(24)
        self.block1 = Block(24)
        self.widen = nn.Conv2d(24, 48, 3, padding=1)
        self.block2 = Block(48)
        self.classifier = nn.Linear(48, 10)

    def forward(self, image):
        x = torch.relu(self.bn(self.stem(image)))
        x = nn.functional.max_pool2d(self.block1(x), 2)
        x = self.block2(nn.functional.silu(self.widen(x)))
        return self.classifier(x.mean((2, 3)))


def augmented(images, generator):
    """Shifts each image by up to one pixel."""
    padded = nn.functional.pad(images, (1, 1, 1, 1))
    dx, dy = torch.randint(0, 3, (2,), generator=generator).tolist()
    return padded[:, :, dy:dy + 8, dx:dx + 8]


def train(images, labels):
    generator = torch.Generator().manual_seed(7)
    torch.manual_seed(7)
    net, loss = Digits(), nn.CrossEntropyLoss()
    epochs, batch = 60, 64
    optimizer = torch.optim.AdamW(net.parameters(), 3e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)
    for _ in range(epochs):
        for chosen in torch.randperm(len(images), generator=generator).split(batch):
            optimizer.zero_grad()
            loss(net(augmented(images[chosen], generator)), labels[chosen]).backward()
            optimizer.step()
        schedule.step()
    return net.eval()


def write_images(folder, pixels, labels):
    folder.mkdir(exist_ok=True)
    for number, (image, label) in enumerate(zip(pixels, labels)):
        Image.fromarray(image).save(folder / f"{label}_{number:04d}.png", optimize=True)


def main():
    digits = load_digits()
    pixels = np.clip(digits.images * 16, 0, 255).astype(np.uint8)  # 0..16 to 0..255
    images = torch.from_numpy(pixels).float().div(255).unsqueeze(1)
    labels = torch.from_numpy(digits.target)
    net = train(images[:TRAIN], labels[:TRAIN])
    with torch.no_grad():
        right = (net(images[TRAIN:]).argmax(1) == labels[TRAIN:]).float().mean()
    print(f"top-1 on the {len(images) - TRAIN} evaluation digits: {100 * right:.1f} %")
    torch.onnx.export(net, images[:1], HERE / "digits.onnx", opset_version=13, input_names=["image"],
                      output_names=["scores"], training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False)
    write_images(HERE / "calibration", pixels[:CALIBRATION], digits.target[:CALIBRATION])
    write_images(HERE / "evaluation", pixels[TRAIN:], digits.target[TRAIN:])


if __name__ == "__main__":
    main()
