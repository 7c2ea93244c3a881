// Spatial transformers. Grids are [N, 2, H, W]: x and y of every cell, from -1 to 1 between the centres of
// the outer cells.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

double coordinate(int64_t i, int64_t size) { return size > 1 ? -1 + 2 * double(i) / double(size - 1) : -1; }

void require_image_size(const Shape& size) {
  if (size.size() != 2 || size[0] < 1 || size[1] < 1)
    throw InputError("the attribute \"target_shape\" is no height and width");
  check_constant_size({3, size[0], size[1]});
}

// The grid of an affine transformation [N, 6]: its rows times (x, y, 1) of every target cell.
std::string affine_grid(Context& layer, const std::string& affine, const Shape& size) {
  require_image_size(size);
  const int64_t cells = size[0] * size[1];
  std::vector<float> homogeneous(size_t(3 * cells), 1.0f);
  for (int64_t i = 0; i < cells; ++i) {
    homogeneous[size_t(i)] = float(coordinate(i % size[1], size[1]));
    homogeneous[size_t(cells + i)] = float(coordinate(i / size[1], size[0]));
  }
  const int64_t batch = layer.emit().static_shape(affine).at(0);
  const std::string rows = layer.reshaped("rows", affine, {batch, 2, 3});
  const std::string target = layer.emit().constant("target", Tensor::from(homogeneous, {3, cells}));
  return layer.reshaped("grid", layer.add("coordinates", "MatMul", {rows, target}),
                        {batch, 2, size[0], size[1]});
}

// The grid of a flow [N, 2, H, W] in cells: ((x + flow) * 2 / (W - 1) - 1, likewise y).
void make_warp_grid(Context& layer) {
  const Shape flow = layer.shape();
  if (flow.size() != 4 || flow[1] != 2) throw InputError("the input " + to_string(flow) + " is no flow");
  const int64_t height = flow[2], width = flow[3];
  require_image_size({height, width});
  std::vector<float> cells(size_t(2 * height * width));
  for (int64_t i = 0; i < height * width; ++i) {
    cells[size_t(i)] = float(i % width);
    cells[size_t(height * width + i)] = float(i / width);
  }
  const std::vector<float> factors = {2 / std::max(1.0f, float(width - 1)),
                                      2 / std::max(1.0f, float(height - 1))};
  const std::string moved =
      layer.add("moved", "Add",
                {layer.input(), layer.emit().constant("cells", Tensor::from(cells, {1, 2, height, width}))});
  const std::string scaled = layer.add(
      "scaled", "Mul", {moved, layer.emit().constant("factors", Tensor::from(factors, {1, 2, 1, 1}))});
  layer.make("Sub", {scaled, layer.emit().scalar("one", 1)});
}

void make_sampled(Context& layer, const std::string& grid) {
  const std::string pairs = layer.add("pairs", "Transpose", {grid}, {{"perm", Shape{0, 2, 3, 1}}});
  layer.make("GridSample", {layer.input(), pairs},
             {{"mode", std::string("bilinear")},
              {"padding_mode", std::string("zeros")},
              {"align_corners", int64_t(1)}});
}

void translate_grid_generator(Context& layer) {
  const std::string type = layer.attributes().text("transform_type", "");
  if (type == "warp") return make_warp_grid(layer);
  if (type != "affine") throw UnsupportedError("transform_type \"" + type + "\"");
  layer.make("Identity", {affine_grid(layer, layer.input(), layer.attributes().integers("target_shape"))});
}

void translate_bilinear_sampler(Context& layer) { make_sampled(layer, layer.input(1)); }

void translate_spatial_transformer(Context& layer) {
  const Attributes& a = layer.attributes();
  Shape size = a.integers("target_shape", {0, 0});
  const Shape input = layer.shape();
  if (input.size() == 4 && size == Shape{0, 0}) size = {input[2], input[3]};
  make_sampled(layer, affine_grid(layer, layer.input(1), size));
}

QUERN_MXNET_OPERATOR(translate_grid_generator, "GridGenerator");
QUERN_MXNET_OPERATOR(translate_bilinear_sampler, "BilinearSampler");
QUERN_MXNET_OPERATOR(translate_spatial_transformer, "SpatialTransformer");

}  // namespace
}  // namespace quern::frontend::mxnet
