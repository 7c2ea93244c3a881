"""Pooling."""
import torch.nn as nn
import torch.nn.functional as F

from cases import case, rand


def pooling():
    x = rand(2, 3, 7, 8)
    for name, f in {
            "max": nn.MaxPool2d(2), "max_ceil": nn.MaxPool2d(3, 2, 1, ceil_mode=True), "max_dilated": nn.MaxPool2d(2, 1, dilation=2),
            "max_rect": nn.MaxPool2d((3, 2), (1, 2), (1, 0)), "avg": nn.AvgPool2d(3, 2, 1), "avg_ceil": nn.AvgPool2d(3, 2, 1, ceil_mode=True),
            "avg_no_pad": nn.AvgPool2d(3, 2, 1, count_include_pad=False), "avg_no_pad_ceil": nn.AvgPool2d(2, 2, 0, True, False),
            "avg_divisor": nn.AvgPool2d(2, divisor_override=3), "adaptive_avg": nn.AdaptiveAvgPool2d((3, 5)),
            "adaptive_avg_one": nn.AdaptiveAvgPool2d(1), "adaptive_avg_none": nn.AdaptiveAvgPool2d((None, 2)),
            "adaptive_avg_up": nn.AdaptiveAvgPool2d((9, 4)), "adaptive_max": nn.AdaptiveMaxPool2d((3, 4)),
            "adaptive_max_one": nn.AdaptiveMaxPool2d(1), "lp": nn.LPPool2d(2, 2)}.items():
        case("pooling", name, f, x)
    case("pooling", "max_indices", lambda x: F.max_pool2d(x, 2, return_indices=True), x)
    case("pooling", "max_unbatched", nn.MaxPool2d(2), rand(3, 4, 4))
    case("pooling", "max1d", nn.MaxPool1d(3, 2), rand(1, 2, 9))
    case("pooling", "avg1d", nn.AvgPool1d(3, 2, 1), rand(1, 2, 9))
    case("pooling", "adaptive1d", nn.AdaptiveAvgPool1d(4), rand(1, 2, 9))
    case("pooling", "adaptive_max1d", nn.AdaptiveMaxPool1d(4), rand(1, 2, 10))
    case("pooling", "max3d", nn.MaxPool3d(2), rand(1, 2, 4, 4, 4))
    case("pooling", "avg3d", nn.AvgPool3d(2, 1), rand(1, 2, 3, 4, 4))
    case("pooling", "adaptive3d", nn.AdaptiveAvgPool3d((2, 3, 1)), rand(1, 2, 4, 5, 3))
