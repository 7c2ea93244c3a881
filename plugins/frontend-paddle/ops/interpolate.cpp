// Resizing: nearest_interp, linear_interp, bilinear_interp, trilinear_interp, bicubic_interp, and their
// second generation (_v2), whose coordinates follow from `scale` itself where it is given. Input position of
// output cell i, where ratio = 1 / scale or in / out, with align_corners (in - 1) / (out - 1):
//   nearest         floor(ratio * i), with align_corners floor(ratio * i + 0.5)
//   linear          align_mode 0: ratio * (i + 0.5) - 0.5; align_mode 1 or align_corners: ratio * i
//   cubic           ratio * (i + 0.5) - 0.5; align_corners: ratio * i; a = -0.75
#include <cmath>

#include "ops/layout.hpp"
#include "ops/window.hpp"

namespace quern::frontend::paddle {
namespace {

struct Target {
  Shape sizes;                // of the spatial axes
  std::vector<float> scales;  // empty: they follow from the sizes
};

bool is_second_generation(const Context& layer) { return layer.op().type.ends_with("_v2"); }

std::vector<float> scales_of(const Context& layer, size_t axes) {
  std::vector<float> scales;
  if (layer.has_input("Scale"))
    scales = layer.constant(layer.input("Scale"), "the content of Scale").to_float();
  else
    scales = layer.floats("scale");
  if (scales.size() == 1) scales.assign(axes, scales[0]);
  for (const float s : scales)
    if (!(s > 0)) return {};
  if (!scales.empty() && scales.size() != axes)
    throw InputError("resizing needs " + std::to_string(axes) + " scales, not " +
                     std::to_string(scales.size()));
  return scales;
}

Shape sizes_by_attributes(const Context& layer, size_t axes) {
  constexpr const char* kNames[] = {"out_d", "out_h", "out_w"};
  Shape sizes;
  for (size_t i = 3 - axes; i < 3; ++i) sizes.push_back(layer.integer(kNames[i], -1));
  return sizes;
}

Target target_of(const Context& layer, const Shape& spatial) {
  const size_t axes = spatial.size();
  if (!layer.inputs("SizeTensor").empty())
    return {per_axis(layer.ints_of("", "SizeTensor", "SizeTensor"), axes, "SizeTensor"), {}};
  const std::vector<float> scales = scales_of(layer, axes);
  Shape sizes = sizes_by_attributes(layer, axes);
  for (size_t i = 0; i < axes && !scales.empty(); ++i)
    sizes[i] = int64_t(std::min(float(spatial[i]) * scales[i], 0x1p40f));
  if (layer.has_input("OutSize")) sizes = per_axis(layer.ints_of("", "OutSize"), axes, "OutSize");
  // The first generation goes by the sizes alone.
  return {sizes, is_second_generation(layer) ? scales : std::vector<float>()};
}

std::string mode_of(const Context& layer) {
  const std::string method = layer.text("interp_method", "");
  const std::string& type = layer.op().type;
  const std::string name = method.empty() ? type : method;
  if (name.starts_with("nearest")) return "nearest";
  if (name.starts_with("bicubic")) return "cubic";
  if (name.starts_with("linear") || name.starts_with("bilinear") || name.starts_with("trilinear"))
    return "linear";
  throw UnsupportedError("the interpolation \"" + name + "\"");
}

std::string coordinates_of(const Context& layer, const std::string& mode) {
  if (layer.flag("align_corners", true)) return "align_corners";
  if (mode == "nearest" || (mode == "linear" && layer.integer("align_mode", 1) == 1)) return "asymmetric";
  return "half_pixel";
}

// Whether the scales say the same as the sizes, so that they need not be kept.
bool follow(const Shape& spatial, const Target& target) {
  for (size_t i = 0; i < target.scales.size(); ++i)
    if (float(spatial[i]) * target.scales[i] != float(target.sizes[i])) return false;
  return true;
}

void resize(Context& layer, const std::string& y, const std::string& x) {
  const Shape shape = layer.shape(x);
  if (shape.size() < 3 || shape.size() > 5)
    throw InputError("a tensor of shape " + to_string(shape) + " to be resized");
  const Shape spatial(shape.begin() + 2, shape.end());
  const Target target = target_of(layer, spatial);
  for (size_t i = 0; i < spatial.size(); ++i)
    if (target.sizes[i] < 1 || target.sizes[i] > (int64_t(1) << 24) || spatial[i] < 1)
      throw InputError("resizing from " + to_string(spatial) + " to " + to_string(target.sizes));
  const std::string mode = mode_of(layer), coordinates = coordinates_of(layer, mode);
  Emitter& emit = layer.emit();
  std::vector<std::string> inputs = {x, ""};
  if (follow(spatial, target) || coordinates == "align_corners") {
    Shape sizes = {shape[0], shape[1]};
    sizes.insert(sizes.end(), target.sizes.begin(), target.sizes.end());
    inputs.insert(inputs.end(), {"", emit.ints("sizes", sizes)});
  } else {
    std::vector<float> scales = {1, 1};
    scales.insert(scales.end(), target.scales.begin(), target.scales.end());
    inputs.push_back(emit.constant("scales", Tensor::from(scales)));
  }
  const std::string nearest = coordinates == "align_corners" ? "round_prefer_ceil" : "floor";
  emit.make(y, "Resize", inputs,
            {{"mode", mode},
             {"coordinate_transformation_mode", coordinates},
             {"nearest_mode", nearest},
             {"cubic_coeff_a", -0.75f}});
}

void translate(Context& layer) {
  with_channels_first(
      layer, layer.input("X"), layer.output(),
      [&](const std::string& x, const std::string& y) { resize(layer, y, x); }, "data_layout");
}

QUERN_PADDLE_OP("nearest_interp", translate);
QUERN_PADDLE_OP("nearest_interp_v2", translate);
QUERN_PADDLE_OP("linear_interp", translate);
QUERN_PADDLE_OP("linear_interp_v2", translate);
QUERN_PADDLE_OP("bilinear_interp", translate);
QUERN_PADDLE_OP("bilinear_interp_v2", translate);
QUERN_PADDLE_OP("trilinear_interp", translate);
QUERN_PADDLE_OP("trilinear_interp_v2", translate);
QUERN_PADDLE_OP("bicubic_interp", translate);
QUERN_PADDLE_OP("bicubic_interp_v2", translate);

}  // namespace
}  // namespace quern::frontend::paddle
