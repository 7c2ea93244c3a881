// MaxPool, AveragePool, their global forms, and QAveragePool.
#include <cmath>

#include <quern/ops/interpreter.hpp>

#include "layers/pooling.hpp"
#include "translate/operators.hpp"
#include "translate/operators/window_attributes.hpp"

namespace quern::bm1684 {
namespace {

// How many elements each window of an average without padding counts: the sums of an image of ones.
std::vector<float> window_counts(const Node& node, const Shape& x, int64_t taps) {
  Graph graph;
  Node ones_pool = node;
  ones_pool.inputs = {"x"};
  ones_pool.outputs = {"y"};
  ones_pool.set("count_include_pad", int64_t(1));
  graph.nodes = {ones_pool};
  Shape shape = x;
  shape[0] = shape[1] = 1;
  ValueInfo input, output;
  input.name = "x", output.name = "y";
  input.type = output.type = DataType::Float;
  input.shape = shape;
  graph.inputs = {input};
  graph.outputs = {output};
  quern::Tensor ones(DataType::Float, shape);
  std::fill_n(ones.mutable_data<float>(), ones.count(), 1.0f);
  const quern::Tensor averages = ops::interpret(graph, {ones})[0];
  std::vector<float> counts;
  for (const float a : averages.values<float>()) counts.push_back(std::round(a * float(taps)));
  return counts;
}

}  // namespace

std::string translate_pool(Translator& t, const Node& node) {
  const Shape& x = t.shape(node.inputs[0]);
  const Shape& y = t.shape(node.outputs[0]);
  if (x.size() < 3) return "its input has no spatial axes";
  if (node.has_output(1)) return "positions of maxima are not computed by the chip";
  const bool is_global = node.op_type.starts_with("Global");
  const Shape kernel = is_global ? Shape(x.begin() + 2, x.end()) : node.get_ints("kernel_shape");
  const WindowAttributes attributes = window_attributes(node, kernel);
  if (!attributes.reason.empty()) return attributes.reason;
  if (const std::string problem = encoding_problem(attributes.window); !problem.empty()) return problem;

  auto layer = std::make_unique<PoolingLayer>();
  layer->window = attributes.window;
  layer->is_average = node.op_type.find("Average") != std::string::npos;
  layer->right_shift = int(node.get_int("rshift", 0));
  layer->inputs = {t.canonical(node.inputs[0])};
  if (layer->inputs[0].dims.c > kMaxChannels) return "more than 4095 channels have no encoding";
  const Window& w = layer->window;
  if (layer->is_average && (w.dilation_y > 1 || w.dilation_x > 1))
    return "averages with dilation are not verified";
  if (node.op_type == "QAveragePool") {
    if (w.taps() > kMaxInt8PoolArea ||
        average_multiplier(w.taps()).multiplier != node.get_int("multiplier", 1))
      return "the chip has another multiplier for this window";
  } else if (layer->is_average) {
    layer->weight = 1.0f / float(w.taps());
    const bool counts_pads = is_global || node.get_int("count_include_pad", 0) != 0;
    const bool has_pads =
        w.pad_up + w.pad_down + w.pad_left + w.pad_right > 0 || node.get_int("ceil_mode", 0) != 0;
    if (!counts_pads && has_pads) {
      std::vector<float> factors = window_counts(node, x, w.taps());
      for (float& f : factors) f = 1.0f / f;
      Shape shape = y;
      shape[0] = 1;
      const int64_t places = int64_t(factors.size());
      ChipTensor map;
      map.name = node.name + "/factors";
      map.shape = shape;
      map.storage = t.coefficient(factors.data(), factors.size() * sizeof(float));
      map.strides = dense_strides(shape);
      map.strides[0] = places;
      map.strides[1] = 0;  // the same for all channels
      t.network().tensors.push_back(map);
      layer->weight = 1;
      layer->has_factors = true;
      layer->inputs.push_back({int(t.network().tensors.size()) - 1, canonical_dims(shape)});
    } else if (counts_pads && node.get_int("ceil_mode", 0) != 0) {
      return "averages that count pads with rounded-up sizes are not translated";
    }
  }
  layer->output = {t.make(node.outputs[0]), canonical_dims(y)};
  t.add(node, std::move(layer));
  return "";
}

}  // namespace quern::bm1684
