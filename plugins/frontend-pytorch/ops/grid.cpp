// Sampling at computed positions.
#include <array>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

// input, grid, interpolation_mode, padding_mode, align_corners
void grid_sample(Call& call) {
  static constexpr std::array<const char*, 3> modes = {"bilinear", "nearest", "bicubic"};
  static constexpr std::array<const char*, 3> paddings = {"zeros", "border", "reflection"};
  const int64_t mode = call.integer(2, 0), padding = call.integer(3, 0);
  if (mode < 0 || mode > 2 || padding < 0 || padding > 2) throw call.wrong("an unknown mode");
  const std::string x = call.tensor(0);
  if (call.rank(x) != 4) throw Call::unsupported("sampling of volumes");
  call.make("GridSample", {x, call.tensor(1)},
            {{"mode", std::string(modes[size_t(mode)])},
             {"padding_mode", std::string(paddings[size_t(padding)])},
             {"align_corners", int64_t(call.flag(4, false))}});
}

// Centres of n pixels in [-1, 1]; with aligned corners the outer ones lie on the ends.
std::vector<float> positions(int64_t n, bool align_corners) {
  std::vector<float> values(static_cast<size_t>(n), 0);
  for (int64_t i = 0; i < n; ++i) {
    if (align_corners)
      values[size_t(i)] = n > 1 ? float(-1 + 2.0 * double(i) / double(n - 1)) : 0;
    else
      values[size_t(i)] = float((2.0 * double(i) + 1) / double(n) - 1);
  }
  return values;
}

// theta [N, 2, 3], size [N, C, H, W], align_corners: grid [N, H, W, 2] of theta (x, y, 1).
void affine_grid(Call& call) {
  const std::vector<int64_t> size = call.ints(1);
  if (size.size() != 4) throw Call::unsupported("grids of volumes");
  const int64_t h = size[2], w = size[3];
  if (h < 1 || w < 1 || h > (1 << 14) || w > (1 << 14)) throw call.wrong("a grid of " + to_string(size));
  const bool corners = call.flag(2, false);
  const std::vector<float> xs = positions(w, corners), ys = positions(h, corners);
  std::vector<float> base;
  for (const float y : ys)
    for (const float x : xs) base.insert(base.end(), {x, y, 1.0f});
  const std::string points = call.constant("points", Tensor::from(base, {1, h * w, 3}));
  const std::string turned =
      call.add("turned", "Transpose", {call.tensor(0)}, {{"perm", std::vector<int64_t>{0, 2, 1}}});
  const std::string moved = call.add("moved", "MatMul", {points, turned});
  call.make("Reshape", {moved, call.ints_constant("shape", {size[0], h, w, 2})});
}

QUERN_TRANSLATOR(Call, "aten::grid_sampler", grid_sample);
QUERN_TRANSLATOR(Call, "aten::grid_sampler_2d", grid_sample);
QUERN_TRANSLATOR(Call, "aten::affine_grid_generator", affine_grid);

}  // namespace
}  // namespace quern::frontend::pytorch
