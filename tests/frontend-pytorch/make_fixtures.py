#!/usr/bin/python3
"""Writes the operator fixtures of the PyTorch frontend: tests/frontend-pytorch/fixtures/*.pt and *.npz.

Needs python3-torch (1.13 wrote the committed files). Many cases share one archive: each case is one method of a
scripted or traced module, called like the case. The .npz of the same name holds the inputs ("CASE/in/NAME") and
what PyTorch computes for them ("CASE/out/NAME").
"""
import os
import struct
import sys
import zipfile

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.mobile_optimizer import optimize_for_mobile

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures")
CASES = {}  # group -> list of (name, module or function, inputs)


def case(group, name, function, *inputs):
    CASES.setdefault(group, []).append((name, function, inputs))


def rand(*shape):
    return torch.rand(*shape) * 2 - 1


def ints(*shape, high=5):
    return torch.randint(0, high, shape)


def unary():
    x = rand(2, 3)
    for name in ["sigmoid", "tanh", "exp", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "asinh", "atanh",
                 "erf", "erfc", "expm1", "exp2", "floor", "ceil", "round", "trunc", "frac", "neg", "abs", "sign", "square",
                 "relu", "selu", "celu", "sinc", "isnan", "isinf", "isfinite", "logical_not"]:
        case("unary", name, lambda x, f=getattr(torch, name): f(x), x)
    positive = torch.rand(2, 3) + 1.1
    for name in ["log", "log2", "log10", "log1p", "sqrt", "rsqrt", "reciprocal", "acosh"]:
        case("unary", name, lambda x, f=getattr(torch, name): f(x), positive)
    case("unary", "logit", lambda x: torch.logit(x, eps=0.1), torch.rand(2, 3))
    case("unary", "exp_int", lambda x: torch.exp(x), ints(2, 3))
    case("unary", "abs_int", lambda x: torch.abs(x - 3), ints(2, 3))
    case("unary", "floor_scalar_tensor", lambda x: torch.floor(x), torch.tensor(1.7))
    case("unary", "bitwise_not_bool", lambda x: ~(x > 0), x)
    case("unary", "bitwise_not_int", lambda x: ~x, ints(4))
    case("unary", "round_decimals", lambda x: torch.round(x * 10, decimals=1), x)
    case("unary", "nan_to_num", lambda x: torch.nan_to_num(x / (x > 0), nan=7.0, posinf=9.0, neginf=-9.0),
         torch.tensor([1.0, 0.0, -1.0]))


def activation():
    x = rand(2, 4, 3) * 4
    for name, f in {
            "leaky_relu": lambda x: F.leaky_relu(x, 0.2), "leaky_relu_inplace": lambda x: F.leaky_relu(x * 1, 0.2, inplace=True),
            "elu": lambda x: F.elu(x, 0.7), "elu_": lambda x: F.elu_(x * 1), "relu6": F.relu6, "hardtanh": lambda x: F.hardtanh(x, -0.5, 2.0),
            "silu": F.silu, "mish": F.mish, "gelu": F.gelu, "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"), "hardswish": F.hardswish,
            "hardsigmoid": F.hardsigmoid, "softplus": F.softplus, "softplus_beta": lambda x: F.softplus(x, beta=2.0),
            "softsign": F.softsign, "logsigmoid": F.logsigmoid, "tanhshrink": F.tanhshrink, "softshrink": lambda x: F.softshrink(x, 0.3),
            "hardshrink": lambda x: F.hardshrink(x, 0.3), "threshold": lambda x: F.threshold(x, 0.1, -2.0),
            "glu": lambda x: F.glu(x, dim=1), "softmax": lambda x: F.softmax(x, dim=1), "softmax_last": lambda x: F.softmax(x, -1),
            "log_softmax": lambda x: F.log_softmax(x, dim=2), "softmin": lambda x: F.softmin(x, dim=1),
            "relu_in_place": lambda x: F.relu(x * 1, inplace=True), "dropout": lambda x: F.dropout(x, training=False),
            "rrelu": lambda x: F.rrelu(x, training=False), "softmax_dtype": lambda x: F.softmax(x, 1, dtype=torch.float64),
            "alpha_dropout": lambda x: F.alpha_dropout(x, training=False), "celu": lambda x: F.celu(x, 0.5)}.items():
        case("activation", name, f, x)
    case("activation", "prelu", nn.PReLU(4), x)
    case("activation", "prelu_one", nn.PReLU(), x)
    case("activation", "softmax2d", nn.Softmax2d(), rand(1, 3, 2, 2))


def arithmetic():
    a, b = rand(2, 3), rand(3)
    i, j = ints(2, 3, high=9) - 4, ints(3) + 1
    case("arithmetic", "add", lambda a, b: a + b, a, b)
    case("arithmetic", "add_alpha", lambda a, b: torch.add(a, b, alpha=2), a, b)
    case("arithmetic", "add_scalar_int", lambda a: a + 2, i)
    case("arithmetic", "add_int_float", lambda a: a + 0.5, i)
    case("arithmetic", "add_mixed", lambda a, b: a + b, a, j)
    case("arithmetic", "add_bool", lambda a, b: (a > 0) + (b > 0), a, b)
    case("arithmetic", "add_wide", lambda a: a.to(torch.int32) + a, i)
    case("arithmetic", "add_scalar_tensor", lambda a: a + torch.tensor(2.5, dtype=torch.float64), a)
    case("arithmetic", "sub", lambda a, b: a - b, a, b)
    case("arithmetic", "rsub", lambda a: 1 - a, a)
    case("arithmetic", "rsub_alpha", lambda a, b: torch.rsub(a, b, alpha=3), a, b)
    case("arithmetic", "mul", lambda a, b: a * b, a, b)
    case("arithmetic", "mul_bool", lambda a, b: (a > 0) * b, a, b)
    case("arithmetic", "div", lambda a, b: a / (b + 3), a, b)
    case("arithmetic", "div_int", lambda a, b: a / b, i, j)
    case("arithmetic", "div_floor", lambda a, b: torch.div(a, b, rounding_mode="floor"), i, j)
    case("arithmetic", "div_trunc", lambda a, b: torch.div(a, b, rounding_mode="trunc"), i, j)
    case("arithmetic", "div_trunc_float", lambda a: torch.div(a * 5, 0.7, rounding_mode="trunc"), a)
    case("arithmetic", "floor_divide", lambda a, b: a // b, i, j)
    case("arithmetic", "floor_divide_float", lambda a: a // 0.3, a)
    case("arithmetic", "remainder", lambda a, b: a % b, i, j)
    case("arithmetic", "remainder_float", lambda a: torch.remainder(a, 0.3), a)
    case("arithmetic", "fmod", lambda a: torch.fmod(a, 0.3), a)
    case("arithmetic", "fmod_int", lambda a, b: torch.fmod(a, b), i, j)
    case("arithmetic", "pow_scalar", lambda a: a ** 3, a)
    case("arithmetic", "pow_square", lambda a: a ** 2, a)
    case("arithmetic", "pow_root", lambda a: (a + 2) ** 0.5, a)
    case("arithmetic", "pow_tensor", lambda a, b: torch.pow(a + 2, b), a, b)
    case("arithmetic", "pow_base", lambda a: 2 ** a, a)
    case("arithmetic", "pow_int", lambda a: a ** 3, i)
    case("arithmetic", "addcmul", lambda a, b: torch.addcmul(a, b, b, value=0.5), a, b)
    case("arithmetic", "addcdiv", lambda a, b: torch.addcdiv(a, b, b + 3, value=2), a, b)
    case("arithmetic", "lerp", lambda a, b: torch.lerp(a, b.expand_as(a), 0.3), a, b)
    case("arithmetic", "hypot", torch.hypot, a, rand(2, 3))
    case("arithmetic", "atan2", torch.atan2, a, rand(2, 3))
    case("arithmetic", "maximum", torch.maximum, a, b)
    case("arithmetic", "minimum", torch.minimum, a, b)
    case("arithmetic", "clamp", lambda a: torch.clamp(a, -0.2, 0.3), a)
    case("arithmetic", "clamp_min", lambda a: torch.clamp(a, min=0.1), a)
    case("arithmetic", "clamp_max", lambda a: a.clamp(max=0.1), a)
    case("arithmetic", "clamp_int", lambda a: a.clamp(-1, 2), i)
    case("arithmetic", "clamp_tensor", lambda a, b: torch.clamp(a, min=b - 0.2, max=b + 0.2), a, b)
    case("arithmetic", "clamp_min_", lambda a: (a * 1).clamp_min_(0.2), a)
    for name in ["eq", "ne", "lt", "le", "gt", "ge"]:
        case("arithmetic", name, lambda a, b, f=getattr(torch, name): f(a, b), i, j)
        case("arithmetic", name + "_scalar", lambda a, f=getattr(torch, name): f(a, 0.1), a)
    case("arithmetic", "eq_bool", lambda a, b: (a > 0) == (b > 0), a, b)
    case("arithmetic", "logical", lambda a, b: torch.logical_xor(torch.logical_and(a, b), torch.logical_or(a > 0, b > 0)), a, b)
    case("arithmetic", "bitwise", lambda a, b: ((a > 0) & (b > 0)) | ((a < 0) ^ (b > 0.5)), a, b)
    case("arithmetic", "where", lambda a, b: torch.where(a > 0, a, b), a, b)
    case("arithmetic", "where_scalar", lambda a: torch.where(a > 0, a, torch.tensor(0.25)), a)
    case("arithmetic", "masked_fill", lambda a: a.masked_fill(a > 0, -1.0), a)
    case("arithmetic", "masked_fill_inf", lambda a: a.masked_fill(a > 0, float("-inf")), a)
    case("arithmetic", "isclose", lambda a: torch.isclose(a, a + 1e-9), a)
    for name in ["logaddexp", "xlogy", "heaviside", "copysign"]:
        case("arithmetic", name, lambda a, b, f=getattr(torch, name): f(a, b.abs()), a, b)
    case("arithmetic", "signbit", torch.signbit, a)
    case("arithmetic", "rad2deg", lambda a: torch.deg2rad(torch.rad2deg(a) * 2), a)
    case("arithmetic", "cross", lambda a, b: torch.cross(a, b.expand_as(a)), a, b)
    case("arithmetic", "cdist", lambda a, b: torch.cdist(a, b, p=1.0), a, rand(4, 3))
    case("arithmetic", "cdist_two", lambda a, b: torch.cdist(a, b), rand(2, 4, 3), rand(2, 5, 3))
    case("arithmetic", "float_types", lambda a: a.half().float() * 0 + a.double() + a.to(torch.float32), a)
    case("arithmetic", "casts", lambda a: (a * 10).to(torch.int64) + (a > 0).long() + (a * 3).int(), a)
    case("arithmetic", "type_as", lambda a, b: (b * 4).type_as(a), i, b)


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


def products():
    case("products", "linear", nn.Linear(4, 3), rand(2, 4))
    case("products", "linear_3d", nn.Linear(4, 3), rand(2, 5, 4))
    case("products", "linear_1d", nn.Linear(4, 3), rand(4))
    case("products", "linear_no_bias", nn.Linear(4, 3, bias=False), rand(2, 4))
    case("products", "bilinear", nn.Bilinear(3, 4, 2), rand(5, 3), rand(5, 4))
    case("products", "matmul", torch.matmul, rand(2, 1, 3, 4), rand(5, 4, 2))
    case("products", "matmul_vector", torch.matmul, rand(3, 4), rand(4))
    case("products", "mm", torch.mm, rand(2, 3), rand(3, 4))
    case("products", "bmm", torch.bmm, rand(2, 3, 4), rand(2, 4, 1))
    case("products", "mv", torch.mv, rand(2, 3), rand(3))
    case("products", "dot", torch.dot, rand(3), rand(3))
    case("products", "outer", torch.outer, rand(3), rand(2))
    case("products", "addmm", lambda a, b, c: torch.addmm(a, b, c, beta=0.5, alpha=2), rand(4), rand(2, 3), rand(3, 4))
    case("products", "baddbmm", lambda a, b, c: torch.baddbmm(a, b, c, beta=0, alpha=0.5), rand(2, 2, 2), rand(2, 2, 3), rand(2, 3, 2))
    case("products", "addbmm", torch.addbmm, rand(2, 2), rand(3, 2, 3), rand(3, 3, 2))
    case("products", "addmv", torch.addmv, rand(2), rand(2, 3), rand(3))
    case("products", "addr", torch.addr, rand(2, 3), rand(2), rand(3))
    case("products", "einsum", lambda a, b: torch.einsum("bij,bjk->bik", a, b), rand(2, 3, 4), rand(2, 4, 2))
    case("products", "einsum_dots", lambda a, b: torch.einsum("...i,...j->...ij", a, b), rand(2, 3), rand(2, 4))
    case("products", "einsum_trace", lambda a: torch.einsum("ii->i", a), rand(3, 3))
    case("products", "tensordot", lambda a, b: torch.tensordot(a, b, dims=([1, 2], [0, 1])), rand(2, 3, 4), rand(3, 4, 2))
    case("products", "chain", lambda a, b, c: torch.linalg.multi_dot([a, b, c]), rand(2, 3), rand(3, 4), rand(4, 2))
    case("products", "multihead", nn.MultiheadAttention(8, 2), rand(5, 1, 8), rand(4, 1, 8), rand(4, 1, 8))
    case("products", "multihead_batch_first", nn.MultiheadAttention(8, 2, batch_first=True, bias=False), rand(1, 5, 8), rand(1, 4, 8), rand(1, 4, 8))
    case("products", "fast_self_attention", SelfAttention(nn.MultiheadAttention(8, 2, batch_first=True)), rand(2, 3, 8))
    case("products", "encoder_layer", nn.TransformerEncoderLayer(8, 2, 16, batch_first=True), rand(2, 3, 8))
    case("products", "encoder_layer_gelu_first", nn.TransformerEncoderLayer(8, 2, 16, batch_first=True, norm_first=True, activation="gelu"), rand(1, 3, 8))
    case("products", "decoder_layer", nn.TransformerDecoderLayer(8, 2, 16), rand(3, 1, 8), rand(4, 1, 8))
    case("products", "embedding", nn.Embedding(7, 3), ints(2, 4, high=7))
    case("products", "embedding_padding", nn.Embedding(7, 3, padding_idx=0), ints(3, high=7).int())
    for mode in ["sum", "mean", "max"]:
        case("products", "embedding_bag_" + mode, nn.EmbeddingBag(7, 3, mode=mode), ints(2, 4, high=7))
    case("products", "attention", lambda q, k, v: F._scaled_dot_product_attention(q, k, v, None, 0.0, True), rand(2, 2, 3, 4), rand(2, 2, 5, 4), rand(2, 2, 5, 4))
    case("products", "attention_causal", lambda q: F._scaled_dot_product_attention(q, q, q, None, 0.0, True, True)[0], rand(2, 3, 4))
    case("products", "attention_mask", lambda q: F._scaled_dot_product_attention(q, q, q, torch.ones(3, 3, dtype=torch.bool).tril())[0], rand(2, 3, 4))


class SelfAttention(nn.Module):
    def __init__(self, attention):
        super().__init__()
        self.attention = attention

    def forward(self, x):
        return self.attention(x, x, x)[0]


def recurrent():
    for name, module, shape in [
            ("lstm", nn.LSTM(3, 4), (5, 2, 3)), ("lstm_two_bidirectional", nn.LSTM(3, 4, 2, bidirectional=True, batch_first=True), (2, 5, 3)),
            ("lstm_no_bias", nn.LSTM(3, 4, bias=False), (5, 1, 3)), ("lstm_unbatched", nn.LSTM(3, 4), (5, 3)),
            ("gru", nn.GRU(3, 4, batch_first=True), (2, 5, 3)), ("gru_two_bidirectional", nn.GRU(3, 4, 2, bidirectional=True), (5, 2, 3)),
            ("rnn_tanh", nn.RNN(3, 4), (5, 2, 3)), ("rnn_relu", nn.RNN(3, 4, nonlinearity="relu", bidirectional=True), (5, 1, 3))]:
        case("recurrent", name, module, rand(*shape))
    case("recurrent", "lstm_cell", nn.LSTMCell(3, 4), rand(2, 3))
    case("recurrent", "gru_cell", nn.GRUCell(3, 4), rand(2, 3), rand(2, 4))
    case("recurrent", "rnn_cell", nn.RNNCell(3, 4), rand(2, 3))


def shapes():
    x = rand(2, 3, 4)
    for name, f in {
            "view": lambda x: x.view(6, -1), "reshape": lambda x: x.reshape(x.size(0), -1), "flatten": lambda x: torch.flatten(x, 1),
            "flatten_all": lambda x: x.flatten(), "unflatten": lambda x: x.unflatten(2, (2, 2)), "unsqueeze": lambda x: x.unsqueeze(-1),
            "squeeze": lambda x: x[:1].squeeze(), "squeeze_dim": lambda x: x[:1].squeeze(0), "squeeze_none": lambda x: x.squeeze(1),
            "transpose": lambda x: x.transpose(1, 2), "permute": lambda x: x.permute(2, 0, 1), "t": lambda x: x[0].t(), "T": lambda x: x.T,
            "mT": lambda x: x.mT, "movedim": lambda x: x.movedim(0, -1), "movedim_two": lambda x: torch.movedim(x, (0, 1), (2, 0)),
            "swapaxes": lambda x: torch.swapaxes(x, 0, 2), "slice": lambda x: x[:, 1:3, ::2], "slice_negative": lambda x: x[..., -3:-1],
            "slice_past_end": lambda x: x[:, 1:100], "select": lambda x: x[:, -1], "narrow": lambda x: x.narrow(2, 1, 2),
            "split": lambda x: torch.split(x, 2, dim=2), "split_sizes": lambda x: torch.split(x, [1, 3], dim=2), "chunk": lambda x: x.chunk(3, dim=2),
            "tensor_split": lambda x: torch.tensor_split(x, 3, dim=2), "unbind": lambda x: x.unbind(1), "stack": lambda x: torch.stack([x, x * 2], dim=1),
            "cat": lambda x: torch.cat([x, x * 2, x[:1]], 0), "cat_empty": lambda x: torch.cat([torch.zeros(0), x[0, 0]]), "hstack": lambda x: torch.hstack([x, x]),
            "vstack": lambda x: torch.vstack([x[0, 0], x[1, 1]]), "dstack_manual": lambda x: torch.cat([torch.atleast_3d(x[0]), torch.atleast_3d(x[1])], 2),
            "dstack": lambda x: torch.dstack([x[0], x[1]]), "column_stack": lambda x: torch.column_stack([x[0, 0], x[0, 1]]), "expand": lambda x: x[:, :1].expand(2, 5, -1), "expand_new": lambda x: x[0, 0].expand(3, 4), "expand_as": lambda x: x[:1].expand_as(x),
            "repeat": lambda x: x.repeat(2, 1, 1, 2), "tile": lambda x: torch.tile(x, (2, 1)), "repeat_interleave": lambda x: x.repeat_interleave(2, dim=1),
            "roll": lambda x: torch.roll(x, (1, -1), (1, 2)), "roll_flat": lambda x: torch.roll(x, 3), "flip": lambda x: x.flip(0, 2),
            "rot90": lambda x: torch.rot90(x, 1, (1, 2)), "triu": lambda x: torch.triu(x, 1), "tril": lambda x: torch.tril(x), "diagonal": lambda x: torch.diagonal(x, 1, 1, 2),
            "diag": lambda x: torch.diag(x[0, 0]), "diag_embed": lambda x: torch.diag_embed(x, 1), "unfold": lambda x: x.unfold(2, 2, 1),
            "pad": lambda x: F.pad(x, (1, 2, 0, 1), value=0.5), "pad_negative": lambda x: F.pad(x, (-1, 0)), "pad_reflect": lambda x: F.pad(x, (1, 2), mode="reflect"),
            "pad_replicate": lambda x: F.pad(x, (1, 2), mode="replicate"), "pad_circular": lambda x: F.pad(x, (1, 2), mode="circular"),
            "meshgrid": lambda x: torch.meshgrid(x[0, 0], x[0, :, 0], indexing="ij"), "meshgrid_xy": lambda x: torch.meshgrid(x[0, 0], x[0, :, 0], indexing="xy"),
            "arange_grid": lambda x: x + torch.arange(x.shape[2]) * torch.arange(0, 6, 2)[:, None], "arange_float": lambda x: torch.arange(0.5, 2.5, 0.5) + x,
            "linspace": lambda x: torch.linspace(-1, 1, 4) * x, "zeros_like": lambda x: torch.zeros_like(x) + torch.ones_like(x) * 3,
            "full": lambda x: torch.full((2, 2), 0.5) + torch.full((2, 2), 2), "new": lambda x: x.new_zeros(3) + x.new_ones(3) + x.new_full((3,), 2.0),
            "eye": lambda x: torch.eye(3, 4) + x, "broadcast": lambda x: torch.broadcast_tensors(x[:1], x[:, :1]), "size_arithmetic": lambda x: x.reshape(x.shape[0] * x.shape[1], x.shape[2] // 2, 2),
            "numel": lambda x: x / x.numel(), "mean_of_list": lambda x: sum([x, x * 2]) / 2, "ravel": lambda x: x.ravel()}.items():
        case("shapes", name, f, x)


def reductions():
    x = rand(2, 3, 4)
    for name, f in {
            "sum": lambda x: x.sum(), "sum_dim": lambda x: x.sum(1), "sum_dims": lambda x: x.sum((0, 2), keepdim=True), "mean": lambda x: x.mean(-1),
            "mean_all": lambda x: x.mean(), "prod": lambda x: x.prod(), "prod_dim": lambda x: x.prod(1), "max": lambda x: x.max(), "max_dim": lambda x: x.max(1),
            "min_dim": lambda x: x.min(2, keepdim=True), "amax": lambda x: x.amax((1, 2)), "amin": lambda x: x.amin(0), "var": lambda x: x.var(1),
            "var_biased": lambda x: x.var(1, unbiased=False), "std": lambda x: x.std((1, 2), keepdim=True), "std_all": lambda x: x.std(), "var_mean": lambda x: torch.var_mean(x, 1),
            "std_mean": lambda x: torch.std_mean(x, (0, 1)), "norm": lambda x: x.norm(), "norm_dim": lambda x: x.norm(dim=1), "norm_one": lambda x: x.norm(p=1, dim=2),
            "norm_three": lambda x: torch.norm(x, 3, dim=1), "norm_inf": lambda x: torch.linalg.vector_norm(x, float("inf"), dim=1), "logsumexp": lambda x: x.logsumexp(1),
            "all": lambda x: (x > -2).all(), "any": lambda x: (x > 0.9).any(1), "argmax": lambda x: x.argmax(1), "argmax_all": lambda x: x.argmax(), "argmin": lambda x: x.argmin(-1, keepdim=True),
            "topk": lambda x: x.topk(2, 1), "topk_smallest": lambda x: x.topk(3, largest=False), "sort": lambda x: x.sort(1, descending=True), "argsort": lambda x: x.argsort(2),
            "kthvalue": lambda x: x.kthvalue(2, 1), "median": lambda x: x.median(), "median_dim": lambda x: x.median(2), "cumsum": lambda x: x.cumsum(1), "cumprod": lambda x: x.cumprod(2),
            "aminmax": lambda x: torch.aminmax(x, dim=1), "count_nonzero": lambda x: torch.count_nonzero(x > 0, dim=1), "cosine_similarity": lambda x: F.cosine_similarity(x, x * 2 + 1, dim=1),
            "pairwise_distance": lambda x: F.pairwise_distance(x[0], x[1])}.items():
        case("reductions", name, f, x)
    case("reductions", "sum_int", lambda x: x.sum(1), ints(2, 3))
    case("reductions", "sum_bool", lambda x: (x > 1).sum(), ints(2, 3))
    case("reductions", "max_int", lambda x: x.max(1)[0], ints(2, 3))
    case("reductions", "cumsum_int", lambda x: x.cumsum(0), ints(2, 3))
    case("reductions", "mean_dtype", lambda x: x.mean(1, dtype=torch.float32), ints(2, 3))


def indexing():
    x = rand(3, 4, 5)
    i = torch.tensor([2, 0, 1])
    for name, f in {
            "index_select": lambda x, i: x.index_select(1, i), "index": lambda x, i: x[i], "index_second": lambda x, i: x[:, i], "index_two": lambda x, i: x[i, i],
            "index_apart": lambda x, i: x[i, :, i], "index_inner": lambda x, i: x[:, i, i], "index_negative": lambda x, i: x[:, i - 3], "index_2d": lambda x, i: x[:, i[None, :] + i[:, None] * 0],
            "gather": lambda x, i: x.gather(1, i.view(3, 1, 1).expand(3, 2, 5)), "take": lambda x, i: torch.take(x, i), "take_along": lambda x, i: torch.take_along_dim(x, i.view(1, 3, 1), 1),
            "scatter": lambda x, i: x.scatter(1, i.view(3, 1, 1).expand(3, 1, 5), 9.0), "scatter_tensor": lambda x, i: x.scatter(1, i.view(3, 1, 1).expand(3, 1, 5), x[:, :1] * 2),
            "scatter_add": lambda x, i: x.scatter_add(1, i.view(3, 1, 1).expand(3, 1, 5), x), "scatter_reduce": lambda x, i: x.scatter_reduce(1, i.view(3, 1, 1).expand(3, 1, 5), x, "prod"), "index_add": lambda x, i: x.index_add(1, i, x[:, :3]),
            "index_copy": lambda x, i: x.index_copy(0, i, x * 3), "index_fill": lambda x, i: x.index_fill(1, i, 2.0), "index_put": lambda x, i: x.index_put((i,), x[:1] * 0),
            "index_put_two": lambda x, i: x.index_put((i, i), torch.tensor(5.0)), "index_put_accumulate": lambda x, i: x.index_put((i,), x, accumulate=True),
            "one_hot": lambda x, i: F.one_hot(i, 4), "assign_slice": assign_slice, "assign_index": assign_index, "assign_mask": assign_mask, "assign_through_view": assign_through_view,
            "assign_step": assign_step, "add_into_view": add_into_view, "yolo_decode": yolo_decode, "add_in_place": lambda x, i: (x * 1).add_(1).mul_(2), "zero_slice": zero_slice,
            "chunk_write": chunk_write, "transpose_write": transpose_write, "mask_constant": mask_constant}.items():
        case("indexing", name, f, x, i)


def assign_slice(x, i):
    y = x * 1
    y[:, 1:3] = 0.5
    y[0, 0] = i.float().sum()
    return y


def assign_index(x, i):
    y = x * 1
    y[:, i] = x[:, :3] * 2
    return y


def assign_mask(x, i):
    y = x * 1
    y[y > 0] = -1.0
    return y


def assign_through_view(x, i):
    y = x * 1
    v = y.view(3, 20)[:, 2:7]
    v[1] = 3.0
    return y, v


def assign_step(x, i):
    y = x * 1
    y[:, ::2, 1::3] = 7.0
    return y


def add_into_view(x, i):
    y = x * 1
    y[:, 0].add_(1.0)
    y.select(2, 1).mul_(2.0)
    return y


def yolo_decode(x, i):
    y = x.sigmoid()
    y[..., 0:2] = (y[..., 0:2] * 2.0 - 0.5 + i.view(3, 1, 1)) * 8
    y[..., 2:4] = (y[..., 2:4] * 2) ** 2 * torch.tensor([10.0, 13.0])
    return y.view(1, -1, 5)


def zero_slice(x, i):
    y = x.clone()
    y[1].zero_()
    y[2].fill_(4.0)
    y[0, :2].copy_(x[0, 2:])
    return y


def chunk_write(x, i):
    y = x * 1
    a, b = y.chunk(2, 1)
    a.add_(b)
    b.mul_(a)
    return y


def transpose_write(x, i):
    y = x * 1
    y.transpose(0, 2)[1] = 0.0
    y.permute(2, 0, 1)[0, 0] = 1.0
    return y


def mask_constant(x, i):
    return x[:, torch.tensor([True, False, True, True])]


def interpolation():
    x = rand(1, 2, 4, 5)
    for name, f in {
            "nearest": lambda x: F.interpolate(x, scale_factor=2), "nearest_size": lambda x: F.interpolate(x, size=(7, 3)), "nearest_exact": lambda x: F.interpolate(x, size=(7, 3), mode="nearest-exact"),
            "bilinear": lambda x: F.interpolate(x, scale_factor=2.0, mode="bilinear"), "bilinear_corners": lambda x: F.interpolate(x, size=(7, 9), mode="bilinear", align_corners=True),
            "bilinear_down": lambda x: F.interpolate(x, size=(3, 2), mode="bilinear"), "bilinear_factors": lambda x: F.interpolate(x, scale_factor=(1.5, 0.7), mode="bilinear"),
            "bilinear_recompute": lambda x: F.interpolate(x, scale_factor=1.3, mode="bilinear", recompute_scale_factor=True), "bicubic": lambda x: F.interpolate(x, scale_factor=2.0, mode="bicubic"),
            "bicubic_corners": lambda x: F.interpolate(x, size=(6, 8), mode="bicubic", align_corners=True), "area": lambda x: F.interpolate(x, size=(2, 3), mode="area"),
            "upsample_like": lambda x: F.interpolate(x, size=(x.shape[2] * 2, x.shape[3] + 1), mode="nearest"), "one_pixel": lambda x: F.interpolate(x, size=(1, 1), mode="bilinear", align_corners=True)}.items():
        case("interpolation", name, f, x)
    case("interpolation", "linear", lambda x: F.interpolate(x, scale_factor=2.0, mode="linear"), rand(1, 2, 5))
    case("interpolation", "trilinear", lambda x: F.interpolate(x, size=(3, 4, 5), mode="trilinear"), rand(1, 1, 2, 3, 4))
    case("interpolation", "nearest3d", lambda x: F.interpolate(x, scale_factor=2), rand(1, 1, 2, 2, 3))
    grid = rand(1, 3, 4, 2) * 1.2
    for mode in ["bilinear", "nearest", "bicubic"]:
        for padding in ["zeros", "border", "reflection"]:
            case("interpolation", f"grid_{mode}_{padding}", lambda x, g, m=mode, p=padding: F.grid_sample(x, g, m, p, align_corners=False), x, grid)
    case("interpolation", "grid_corners", lambda x, g: F.grid_sample(x, g, align_corners=True), x, grid)
    case("interpolation", "affine_grid", lambda t: F.affine_grid(t, [1, 2, 3, 4], align_corners=False), rand(1, 2, 3))
    case("interpolation", "affine_grid_corners", lambda t: F.affine_grid(t, [2, 2, 3, 4], align_corners=True), rand(2, 2, 3))


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


class Wrapped(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, *inputs):
        return self.function(*inputs)


def flat(value, name="out"):
    """Names of outputs as the frontend gives them."""
    if isinstance(value, torch.Tensor):
        return {name: value}
    if isinstance(value, dict):
        return {k: v for key, item in value.items() for k, v in flat(item, key if name == "out" else f"{name}_{key}").items()}
    if isinstance(value, (list, tuple)):
        separator = "" if name == "out" else "_"
        return {k: v for i, item in enumerate(value) for k, v in flat(item, f"{name}{separator}{i}").items()}
    return {}


def array(tensor):
    tensor = tensor.detach()
    return tensor.float().numpy() if tensor.is_floating_point() else tensor.numpy()


def corpus():
    """Seeds of the fuzz target (fuzz_pytorch.cpp): archives without checksums, code, pickles."""
    folder = os.path.join(os.path.dirname(FOLDER), "corpus")
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
    language = """class M(Module):
  n : int
  factor : Final[float] = 2.5
  def forward(self: __torch__.M,
    x: Tensor) -> Tensor:
    total = x
    items = annotate(List[int], [])
    for i in range(self.n):
      _0 = torch.append(items, torch.mul(i, 2))
    while torch.lt(torch.len(items), 9):
      items = torch.add(items, [1, -2])
    if torch.__contains__({"a": items}, "a"):
      a, b, = (torch.size(x, 0), torch.format("{}", items))
      total = torch.mul(x, self.factor if a == 2 else 1e-3)
    else:
      ops.prim.RaiseException("no")
    _1 = torch.index_put_(total, [torch.gt(total, 0)], torch.tensor(0.5, dtype=6))
    return __torch__.helper(total, k=3, )
def helper(x: Tensor,
    k: int=1) -> Tensor:
  return torch.permute(torch.reshape(x, [k, -1]), [1, 0])
"""
    with open(os.path.join(folder, "language.py"), "w") as file:
        file.write("c" + language)
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


def main():
    corpus()
    torch.manual_seed(4)
    for group in [unary, activation, arithmetic, convolution, pooling, normalisation, products, recurrent, shapes, reductions, indexing, interpolation, scripted, mobile, quantised]:
        group()
    os.makedirs(FOLDER, exist_ok=True)
    total = 0
    for group, cases in CASES.items():
        arrays = {}
        children = nn.Module()
        for name, function, inputs in cases:
            if isinstance(function, torch.jit.ScriptModule):
                traced, outputs = function, function(*inputs)
            else:
                module = (function if isinstance(function, nn.Module) else Wrapped(function)).eval()
                with torch.no_grad():
                    traced = torch.jit.trace(module, inputs, check_trace=False, strict=False)
                    outputs = module(*inputs)
            if name != "model":
                setattr(children, name, traced)
            names = [p.debugName().split(".")[0] for p in list(traced.graph.inputs())[1:]]
            # What has no name is called after its place when the code is printed.
            parameters = [f"argument_{i + 1}" if name.isdigit() else name for i, name in enumerate(names)]
            tensors = list(inputs)
            for parameter, tensor in zip(parameters, tensors):
                arrays[f"{name}/in/{parameter}"] = array(tensor)
            for key, tensor in flat(outputs).items():
                arrays[f"{name}/out/{key}"] = array(tensor)
            total += 1
        # A module whose forward does nothing holds them all; a case is converted as one of its children.
        holder = cases[0][1] if cases[0][0] == "model" else torch.jit.script(Holder(children))
        torch.jit.save(holder, os.path.join(FOLDER, group + ".pt"))
        np.savez_compressed(os.path.join(FOLDER, group + ".npz"), **arrays)
    print(total, "cases")


class Holder(nn.Module):
    def __init__(self, children):
        super().__init__()
        for name, child in children.named_children():
            setattr(self, name, child)

    def forward(self, x: torch.Tensor):
        return x


if __name__ == "__main__":
    sys.exit(main())
