// Upsample (scales as attributes up to opset 8, and in some files of opset 9) and Resize. Before opset 11
// coordinates are asymmetric and nearest means rounding down when enlarging, up when shrinking. Opset 18 adds
// `axes`, `antialias` and `keep_aspect_ratio_policy`.
#include <algorithm>
#include <cmath>

#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

// No tensor is longer; doubles hold such numbers exactly.
constexpr double kLargestSize = double(int64_t(1) << 48);

void finish_old(Rewriter& r, const std::string& scales) {
  std::string mode = r.node().get_string("mode", "nearest");
  if (mode == "bilinear" || mode == "trilinear") mode = "linear";
  std::string nearest = "floor";
  if (const Tensor* value = r.value(scales)) {
    const std::vector<float> factors = value->to_float();
    if (std::any_of(factors.begin(), factors.end(), [](float f) { return f < 1.0f; })) nearest = "ceil";
    if (nearest == "ceil" && mode == "nearest" &&
        std::any_of(factors.begin(), factors.end(), [](float f) { return f > 1.0f; }))
      throw Rewriter::unsupported("enlarging one dimension and shrinking another with opset 10 rules");
  }
  r.finish("Resize", {r.input(0), "", scales},
           {{"mode", mode}, {"coordinate_transformation_mode", "asymmetric"}, {"nearest_mode", nearest}});
}

void adapt_upsample(Rewriter& r) {
  const Node& node = r.node();
  if (r.opset() >= 9 && !node.has("scales")) return finish_old(r, r.input(1));
  std::vector<float> scales = node.get_floats("scales");
  if (!node.has("scales"))
    scales = {1.0f, 1.0f, node.require<float>("height_scale"), node.require<float>("width_scale")};
  finish_old(r, r.constant("scales", Tensor::from(scales)));
}

// One value per dimension from one value per axis.
template <class T>
std::vector<T> spread(const Rewriter& r, const std::vector<T>& values, const std::vector<int64_t>& axes,
                      std::vector<T> all) {
  if (values.size() != axes.size())
    throw r.wrong("the number of sizes or scales differs from the number of axes");
  for (size_t i = 0; i < axes.size(); ++i) all[size_t(from_front(r, axes[i], all.size()))] = values[i];
  return all;
}

void spread_axes(Rewriter& r, Node& node) {
  const std::vector<int64_t> axes = node.get_ints("axes");
  const Shape dims = r.static_shape(r.input(0));
  node.inputs.resize(4);
  if (node.has_input(2)) {
    const Tensor* scales = r.value(node.inputs[2]);
    if (!scales) throw Rewriter::unsupported("scales for some axes that are computed by the network");
    node.inputs[2] = r.constant(
        "scales", Tensor::from(spread(r, scales->to_float(), axes, std::vector<float>(dims.size(), 1.0f))));
  }
  if (node.has_input(3))
    node.inputs[3] = r.ints("sizes", spread(r, r.constant_ints(3, "the list of sizes"), axes, dims));
  if (node.has_input(1) &&
      node.get_string("coordinate_transformation_mode", "half_pixel") == "tf_crop_and_resize") {
    const Tensor* roi = r.value(node.inputs[1]);
    if (!roi) throw Rewriter::unsupported("a region of interest that is computed by the network");
    const std::vector<float> both = roi->to_float();
    if (both.size() != 2 * axes.size()) throw r.wrong("roi does not have two values per axis");
    const auto middle = both.begin() + std::ptrdiff_t(axes.size());
    std::vector<float> begins =
        spread(r, std::vector<float>(both.begin(), middle), axes, std::vector<float>(dims.size(), 0.0f));
    const std::vector<float> ends =
        spread(r, std::vector<float>(middle, both.end()), axes, std::vector<float>(dims.size(), 1.0f));
    begins.insert(begins.end(), ends.begin(), ends.end());
    node.inputs[1] = r.constant("roi", Tensor::from(begins));
  }
  node.remove("axes");
}

// keep_aspect_ratio_policy: one factor for all resized axes, the smaller ("not_larger") or the larger one of
// those that `sizes` asks for; the sizes are rounded half up.
void apply_policy(Rewriter& r, Node& node, const std::string& policy) {
  const Shape dims = r.static_shape(r.input(0));
  std::vector<int64_t> axes = node.get_ints("axes");
  if (!node.has("axes")) axes = range(0, int64_t(dims.size()));
  std::vector<int64_t> sizes = r.constant_ints(3, "the list of sizes");
  if (sizes.size() != axes.size() || axes.empty())
    throw r.wrong("the number of sizes differs from the number of axes");
  std::vector<double> factors;
  for (size_t i = 0; i < axes.size(); ++i) {
    const int64_t d = dims[size_t(from_front(r, axes[i], dims.size()))];
    if (d == 0) throw r.wrong("an empty tensor cannot be resized");
    factors.push_back(double(sizes[i]) / double(d));
  }
  const auto [smallest, largest] = std::minmax_element(factors.begin(), factors.end());
  const double factor = policy == "not_larger" ? *smallest : *largest;
  std::vector<int64_t> all = dims;
  for (const int64_t a : axes) {
    const auto axis = size_t(from_front(r, a, dims.size()));
    const double size = std::floor(factor * double(dims[axis]) + 0.5);
    if (!(size >= 0 && size <= kLargestSize)) throw r.wrong("its sizes are out of range");
    all[axis] = int64_t(size);
  }
  node.inputs[3] = r.ints("sizes", all);
  node.remove("axes");
}

void adapt_resize(Rewriter& r) {
  if (r.opset() < 11) return finish_old(r, r.input(1));
  Node node = r.node();
  const std::string coordinates = node.get_string("coordinate_transformation_mode", "half_pixel");
  if (node.get_int("antialias", 0) != 0)
    throw Rewriter::unsupported("antialias", "Export with antialias=False.");
  if (coordinates == "half_pixel_symmetric")
    throw Rewriter::unsupported("coordinates \"half_pixel_symmetric\"");
  node.remove("antialias");
  if (coordinates == "tf_half_pixel_for_nn") {
    // (i + 0.5) / scale rounded down is the half-pixel coordinate rounded half up.
    if (node.get_string("nearest_mode", "round_prefer_floor") != "floor")
      throw Rewriter::unsupported(
          "coordinates \"tf_half_pixel_for_nn\" with a nearest_mode other than floor");
    node.set("coordinate_transformation_mode", "half_pixel");
    node.set("nearest_mode", "round_prefer_ceil");
  }
  const std::string policy = node.get_string("keep_aspect_ratio_policy", "stretch");
  node.remove("keep_aspect_ratio_policy");
  if (policy != "stretch" && node.has_input(3)) apply_policy(r, node, policy);
  if (node.has("axes")) spread_axes(r, node);
  // Exporters fill the one of scales and sizes that does not count with an empty tensor.
  if (node.has_input(3) && node.has_input(2)) node.inputs[2].clear();
  r.keep(std::move(node));
}

QUERN_ONNX_ADAPTER("", "Upsample", adapt_upsample);
QUERN_ONNX_ADAPTER("", "Resize", adapt_resize);

}  // namespace
}  // namespace quern::frontend::onnx
