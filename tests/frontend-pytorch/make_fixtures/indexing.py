"""Indexing, gathering and scattering."""
import torch
import torch.nn.functional as F

from cases import case, rand


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
