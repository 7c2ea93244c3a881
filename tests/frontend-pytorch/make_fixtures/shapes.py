"""Views, joining, splitting and making tensors."""
import torch
import torch.nn.functional as F

from cases import case, rand


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
