// Interpolation: upsample_MODE(input, output_size, align_corners?, scales...).
#include <cmath>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

// Output sizes and the scales that positions are computed with.
struct Target {
  std::vector<int64_t> sizes;
  std::vector<double> scales;  // output to input pixels; 0: from the sizes
};

// Sizes are given, or follow from factors. `next` is the first argument behind output_size and align_corners.
Target target_of(Call& call, const Shape& shape, size_t next) {
  const size_t axes = shape.size() - 2;
  Target t;
  t.scales.assign(axes, 0);
  std::vector<Value> factors;  // a list of factors, or one argument per axis
  if (call.arg(next).ref<List>())
    factors = call.items(next);
  else
    for (size_t i = 0; i < axes; ++i) factors.push_back(call.arg(next + i));
  for (size_t i = 0; i < axes && i < factors.size(); ++i)
    if (!factors[i].is_none()) t.scales[i] = call.to_number(factors[i]);
  if (call.has(1)) {
    t.sizes = call.ints(1);
  } else {
    for (size_t i = 0; i < axes; ++i) {
      if (!(t.scales[i] > 0 && t.scales[i] < 1e6)) throw call.wrong("neither sizes nor factors are given");
      t.sizes.push_back(int64_t(std::floor(double(shape[2 + i]) * t.scales[i])));
    }
  }
  if (t.sizes.size() != axes)
    throw call.wrong(std::to_string(t.sizes.size()) + " sizes for " + std::to_string(axes) + " axes");
  for (const int64_t size : t.sizes)
    if (size < 1 || size > (1 << 20)) throw call.wrong("an output size of " + std::to_string(size));
  return t;
}

void resize(Call& call, const std::string& mode, const std::string& coordinates, size_t next) {
  const std::string x = call.cast(call.tensor(0), DataType::Float);
  const Shape shape = call.shape(x);
  if (shape.size() < 3 || shape.size() > 5) throw call.wrong("the input has the shape " + to_string(shape));
  const Target t = target_of(call, shape, next);
  // ONNX derives sizes from scales by rounding down too: scales serve where they give these very sizes.
  std::vector<float> scales = {1, 1};
  std::vector<int64_t> sizes = {shape[0], shape[1]};
  bool by_scales = coordinates != "align_corners";
  for (size_t i = 0; i < t.sizes.size(); ++i) {
    sizes.push_back(t.sizes[i]);
    scales.push_back(float(t.scales[i]));
    by_scales = by_scales && t.scales[i] > 0 &&
                int64_t(std::floor(double(float(shape[2 + i]) * scales.back()))) == t.sizes[i];
  }
  Node node("Resize", {x, "", by_scales ? call.constant("scales", Tensor::from(scales)) : ""},
            {call.output()});
  if (!by_scales) node.inputs.push_back(call.ints_constant("sizes", sizes));
  node.set("mode", mode).set("coordinate_transformation_mode", coordinates);
  if (mode == "nearest")
    node.set("nearest_mode", std::string(coordinates == "half_pixel" ? "round_prefer_ceil" : "floor"));
  if (mode == "cubic") node.set("cubic_coeff_a", -0.75f);
  call.emit().append(std::move(node));
  call.give_tensor(call.output());
}

void nearest(Call& call) { resize(call, "nearest", "asymmetric", 2); }
void nearest_exact(Call& call) { resize(call, "nearest", "half_pixel", 2); }
std::string corners(Call& call) { return call.flag(2, false) ? "align_corners" : "half_pixel"; }
void linear(Call& call) { resize(call, "linear", corners(call), 3); }
void cubic(Call& call) { resize(call, "cubic", corners(call), 3); }

void antialiased(Call& call) {
  const Shape shape = call.shape(call.tensor(0));
  const Target t = target_of(call, shape, 3);
  for (size_t i = 0; i < t.sizes.size(); ++i)  // enlarging needs no filter
    if (t.sizes[i] < shape[2 + i])
      throw Call::unsupported("shrinking with an antialiasing filter",
                              "Export the model with antialias=False.");
  call.op().find("bicubic") != std::string::npos ? cubic(call) : linear(call);
}

QUERN_TRANSLATOR(Call, "aten::upsample_nearest1d", nearest);
QUERN_TRANSLATOR(Call, "aten::upsample_nearest2d", nearest);
QUERN_TRANSLATOR(Call, "aten::upsample_nearest3d", nearest);
QUERN_TRANSLATOR(Call, "aten::_upsample_nearest_exact1d", nearest_exact);
QUERN_TRANSLATOR(Call, "aten::_upsample_nearest_exact2d", nearest_exact);
QUERN_TRANSLATOR(Call, "aten::_upsample_nearest_exact3d", nearest_exact);
QUERN_TRANSLATOR(Call, "aten::upsample_linear1d", linear);
QUERN_TRANSLATOR(Call, "aten::upsample_bilinear2d", linear);
QUERN_TRANSLATOR(Call, "aten::upsample_trilinear3d", linear);
QUERN_TRANSLATOR(Call, "aten::upsample_bicubic2d", cubic);
QUERN_TRANSLATOR(Call, "aten::_upsample_bilinear2d_aa", antialiased);
QUERN_TRANSLATOR(Call, "aten::_upsample_bicubic2d_aa", antialiased);

}  // namespace
}  // namespace quern::frontend::pytorch
