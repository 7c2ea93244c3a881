"""Convolutions, and what moves between channels and space."""
import torch.nn as nn
import torch.nn.functional as F

from cases import case, rand


def convolution():
    def conv(name, module, *shape):
        case("convolution", name, module, rand(*shape))

    conv("conv1d", nn.Conv1d(3, 4, 3, stride=2, padding=1), 2, 3, 9)
    conv("conv1d_unbatched", nn.Conv1d(3, 4, 3), 3, 9)
    conv("conv2d", nn.Conv2d(3, 4, (3, 2), stride=(2, 1), padding=(1, 0), bias=False), 1, 3, 7, 6)
    conv("conv2d_groups", nn.Conv2d(4, 8, 3, groups=2, dilation=2), 1, 4, 8, 7)
    conv("conv2d_depthwise", nn.Conv2d(4, 4, 3, groups=4, padding=1), 2, 4, 5, 5)
    conv("conv2d_same", nn.Conv2d(2, 3, (4, 3), padding="same", dilation=(1, 2)), 1, 2, 7, 8)
    conv("conv2d_valid", nn.Conv2d(2, 3, 3, padding="valid"), 1, 2, 5, 5)
    conv("conv2d_reflect", nn.Conv2d(2, 3, 3, padding=1, padding_mode="reflect"), 1, 2, 5, 5)
    conv("conv2d_circular", nn.Conv2d(2, 3, 3, padding=1, padding_mode="circular"), 1, 2, 5, 5)
    conv("conv3d", nn.Conv3d(2, 3, (1, 2, 3), padding=(0, 1, 1)), 1, 2, 3, 4, 5)
    conv("transpose1d", nn.ConvTranspose1d(3, 2, 3, stride=2, output_padding=1), 1, 3, 5)
    conv("transpose2d", nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1, output_padding=(1, 0), groups=2), 1, 4, 4, 5)
    conv("transpose2d_dilated", nn.ConvTranspose2d(2, 3, 2, dilation=2, bias=False), 1, 2, 4, 4)
    conv("transpose3d", nn.ConvTranspose3d(2, 2, 2, stride=2), 1, 2, 2, 3, 2)
    case("convolution", "conv_functional", lambda x, w: F.conv2d(x, w, padding=1), rand(1, 2, 4, 4), rand(3, 2, 3, 3))
    conv("unfold", nn.Unfold((2, 3), dilation=1, padding=1, stride=2), 2, 3, 5, 6)
    conv("fold", nn.Fold((5, 6), (2, 3), padding=1, stride=2), 2, 18, 9)
    for name, f in {"pixel_shuffle": nn.PixelShuffle(2), "channel_shuffle": nn.ChannelShuffle(4)}.items():
        case("convolution", name, f, rand(1, 8, 2, 3))
    case("convolution", "pixel_unshuffle", nn.PixelUnshuffle(2), rand(1, 2, 4, 6))
    case("convolution", "pixel_shuffle_3d", nn.PixelShuffle(2), rand(8, 2, 3))
