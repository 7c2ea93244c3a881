"""Interpolation and sampling."""
import torch.nn.functional as F

from cases import case, rand


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
