"""Products of matrices and the linear layers."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from cases import case, ints, rand


class SelfAttention(nn.Module):
    def __init__(self, attention):
        super().__init__()
        self.attention = attention

    def forward(self, x):
        return self.attention(x, x, x)[0]


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
