// grid_sampler, affine_grid: sampling at computed positions.
#include "ops/context.hpp"

namespace quern::frontend::paddle {
namespace {

constexpr int64_t kMostPositions = 1 << 22;

void translate_grid_sampler(Context& layer) {
  layer.emit().make(layer.output("Output"), "GridSample", {layer.input("X"), layer.input("Grid")},
                    {{"mode", layer.text("mode", "bilinear")},
                     {"padding_mode", layer.text("padding_mode", "zeros")},
                     {"align_corners", int64_t(layer.flag("align_corners", true))}});
}

// Positions from -1 to 1: of the cells' centres, or with align_corners of the corner cells themselves.
float position(int64_t i, int64_t count, bool align_corners) {
  if (align_corners) return count == 1 ? 0.0f : float(-1 + 2 * double(i) / double(count - 1));
  return float((2 * double(i) + 1) / double(count) - 1);
}

// Output [N, H, W, 2]: (x, y, 1) of each cell times the transposed 2 x 3 matrices Theta [N, 2, 3].
void translate_affine_grid(Context& layer) {
  const std::string theta = layer.input("Theta");
  const std::vector<int64_t> shape = layer.ints_of("output_shape", "OutputShape");
  if (shape.size() != 4 || shape[2] < 1 || shape[3] < 1 ||
      element_count({shape[2], shape[3]}) > kMostPositions)
    throw InputError("affine_grid for a shape of " + std::to_string(shape.size()) + " axes");
  const bool align = layer.flag("align_corners", true);
  const int64_t height = shape[2], width = shape[3];
  Tensor cells(DataType::Float, {1, height * width, 3});
  float* cell = cells.mutable_data<float>();
  for (int64_t i = 0; i < height; ++i)
    for (int64_t j = 0; j < width; ++j, cell += 3) {
      cell[0] = position(j, width, align);
      cell[1] = position(i, height, align);
      cell[2] = 1;
    }
  Emitter& emit = layer.emit();
  const std::string matrix =
      layer.add("matrix", "Transpose", {theta}, {{"perm", std::vector<int64_t>{0, 2, 1}}});
  const std::string grid = layer.add("grid", "MatMul", {emit.constant("cells", std::move(cells)), matrix});
  emit.make(layer.output("Output"), "Reshape", {grid, emit.ints("shape", {-1, height, width, 2})});
}

QUERN_PADDLE_OP("grid_sampler", translate_grid_sampler);
QUERN_PADDLE_OP("affine_grid", translate_affine_grid);

}  // namespace
}  // namespace quern::frontend::paddle
