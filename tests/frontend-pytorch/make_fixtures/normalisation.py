"""Normalisations."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from cases import case, rand


def normalisation():
    def trained(module):  # statistics that are not 0 and 1
        for name, buffer in list(module.named_parameters()) + list(module.named_buffers()):
            if buffer.is_floating_point():
                buffer.data = torch.rand_like(buffer) + 0.5
        return module

    for name, module, shape in [
            ("batch1d", nn.BatchNorm1d(4), (3, 4)), ("batch1d_sequence", nn.BatchNorm1d(4), (2, 4, 5)), ("batch2d", nn.BatchNorm2d(3, eps=1e-3), (2, 3, 4, 4)),
            ("batch2d_plain", nn.BatchNorm2d(3, affine=False), (1, 3, 4, 4)), ("batch3d", nn.BatchNorm3d(2), (1, 2, 2, 3, 3)),
            ("batch2d_no_statistics", nn.BatchNorm2d(3, track_running_stats=False), (2, 3, 4, 4)),
            ("instance1d", nn.InstanceNorm1d(3), (2, 3, 6)), ("instance2d", nn.InstanceNorm2d(3, affine=True), (2, 3, 4, 5)),
            ("instance2d_tracked", nn.InstanceNorm2d(3, affine=True, track_running_stats=True), (2, 3, 4, 5)),
            ("layer", nn.LayerNorm(6), (2, 3, 6)), ("layer_two", nn.LayerNorm((3, 4)), (2, 3, 4)), ("layer_plain", nn.LayerNorm(6, elementwise_affine=False), (2, 6)),
            ("group", nn.GroupNorm(2, 6), (2, 6, 3, 3)), ("group_one", nn.GroupNorm(1, 4, eps=1e-3), (1, 4, 5)),
            ("group_plain", nn.GroupNorm(3, 6, affine=False), (2, 6, 4)), ("local_response", nn.LocalResponseNorm(3), (1, 5, 3, 3))]:
        case("normalisation", name, trained(module), rand(*shape))
    case("normalisation", "normalize", lambda x: F.normalize(x, dim=1), rand(2, 4, 3))
    case("normalisation", "weight_norm", nn.utils.weight_norm(nn.Linear(4, 3)), rand(2, 4))
    case("normalisation", "weight_norm_conv", nn.utils.weight_norm(nn.Conv1d(2, 3, 2)), rand(1, 2, 4))
