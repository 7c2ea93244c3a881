// Resize of the last one or two axes: nearest neighbour by whole factors in one step, everything else one
// axis after the other.
#include <quern/ops/interpreter.hpp>

#include "layers/resampling.hpp"
#include "layers/upsample.hpp"
#include "translate/operators.hpp"

namespace quern::bm1684 {
namespace {

bool is_nearest(const Node& node) { return node.get_string("mode", "nearest") == "nearest"; }

// Whether output i takes input i / factor.
bool is_repetition(const Node& node, const Shape& x, const Shape& y) {
  if (!is_nearest(node) || x.size() != 4 || y[2] % x[2] != 0 || y[3] % x[3] != 0) return false;
  const int64_t fh = y[2] / x[2], fw = y[3] / x[3];
  const std::string place = node.get_string("coordinate_transformation_mode", "half_pixel");
  const std::string rounding = node.get_string("nearest_mode", "round_prefer_floor");
  const bool is_floor = place == "asymmetric" && rounding == "floor";
  const bool is_middle = place == "half_pixel" && rounding.starts_with("round");
  const bool is_rounded = place == "asymmetric" && rounding == "round_prefer_floor" && fh <= 2 && fw <= 2;
  return is_floor || is_middle || is_rounded;
}

// The entries of a per-axis constant for one axis, the other three axes left alone.
quern::Tensor for_axis(const quern::Tensor& all, size_t axis, int64_t batch) {
  quern::Tensor one(all.type, {4});
  for (size_t i = 0; i < 4; ++i) {
    if (all.type == DataType::Int64)
      one.mutable_data<int64_t>()[i] = i == 2 ? all.data<int64_t>()[axis] : i == 0 ? batch : 1;
    else
      one.mutable_data<float>()[i] = i == 2 ? all.data<float>()[axis] : 1.0f;
  }
  return one;
}

// What each output of the axis is made of, by the reference kernel: the images of all unit vectors.
std::vector<std::vector<ResamplingLayer::Source>> sources_of(Translator& t, const Node& node, size_t axis,
                                                             int64_t inputs, int64_t outputs) {
  Graph graph;
  Node single = node;
  single.inputs = {"x", "", "", ""};
  single.outputs = {"y"};
  for (size_t i = 2; i < node.inputs.size(); ++i)
    if (const quern::Tensor* all = t.constant(node, i); all && all->count() > 0) {
      single.inputs[i] = "per_axis";
      graph.initializers["per_axis"] = for_axis(*all, axis, inputs);
    }
  graph.nodes = {single};
  graph.set_value("x", DataType::Float, {inputs, 1, inputs, 1});
  graph.set_value("y", DataType::Float, {inputs, 1, outputs, 1});
  graph.inputs = {graph.values["x"]};
  graph.outputs = {graph.values["y"]};
  quern::Tensor units(DataType::Float, {inputs, 1, inputs, 1});
  for (int64_t i = 0; i < inputs; ++i) units.mutable_data<float>()[i * inputs + i] = 1;
  const quern::Tensor images = ops::interpret(graph, {units})[0];
  std::vector<std::vector<ResamplingLayer::Source>> sources(static_cast<size_t>(outputs));
  for (int64_t i = 0; i < inputs; ++i)
    for (int64_t o = 0; o < outputs; ++o)
      if (const float weight = images.data<float>()[i * outputs + o]; weight != 0)
        sources[size_t(o)].push_back({int(i), weight});
  for (auto& list : sources)
    if (list.empty()) list.push_back({0, 0});
  return sources;
}

}  // namespace

std::string translate_resize(Translator& t, const Node& node) {
  const Shape& x = t.shape(node.inputs[0]);
  const Shape& y = t.shape(node.outputs[0]);
  if (x.size() < 3 || x.size() > 4 || x[0] != y[0] || x[1] != y[1])
    return "it resizes other axes than the last two of four";
  if (t.element(node.inputs[0]) != Element::F32 && !is_nearest(node)) return "8-bit numbers are only moved";
  if (node.get_string("coordinate_transformation_mode", "half_pixel") == "tf_crop_and_resize")
    return "it crops";
  const Dims in = canonical_dims(x), out = canonical_dims(y);
  LayerTensor current = t.canonical(node.inputs[0]);
  if (is_repetition(node, x, y)) {
    auto layer = std::make_unique<UpsampleLayer>();
    layer->factor_h = out.h / in.h, layer->factor_w = out.w / in.w;
    layer->inputs = {current};
    layer->output = {t.make(node.outputs[0]), out};
    t.add(node, std::move(layer));
    return "";
  }
  for (size_t i = 2; i < 4; ++i)
    if (node.has_input(i) && !t.constant(node, i)) return "its sizes are not constant";
  const bool rows_first = int64_t(out.h) * in.w <= int64_t(in.h) * out.w;
  const bool changes_h = in.h != out.h || in.w == out.w, changes_w = in.w != out.w;
  for (const bool is_rows : {rows_first, !rows_first}) {
    if (!(is_rows ? changes_h : changes_w)) continue;
    const bool is_last = is_rows == !rows_first || !(is_rows ? changes_w : changes_h);
    auto layer = std::make_unique<ResamplingLayer>();
    layer->is_rows = is_rows;
    layer->sources = is_rows ? sources_of(t, node, 2, in.h, out.h) : sources_of(t, node, 3, in.w, out.w);
    layer->inputs = {current};
    Dims dims = current.dims;
    (is_rows ? dims.h : dims.w) = is_rows ? out.h : out.w;
    const Element element = t.at(current.tensor).element;
    layer->output = {is_last ? t.make(node.outputs[0])
                             : t.helper(node.name + "/part", element, {dims.n, dims.c, dims.h, dims.w}),
                     dims};
    current = t.add(node, std::move(layer)).output;
  }
  return "";
}

}  // namespace quern::bm1684
