#include <algorithm>

#include "passes/channel_affine.hpp"
#include "passes/editor.hpp"
#include "passes/match.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

// The output channel that each weight contributes to.
std::vector<size_t> channel_of_weights(const Node& layer, const Shape& dims, size_t channels) {
  std::vector<size_t> result(size_t(element_count(dims)));
  const auto inner = result.size() / size_t(std::max<int64_t>(1, dims[0] * dims[1]));
  const auto columns = size_t(dims[1]);
  const bool is_transposed_conv =
      layer.is("ConvTranspose");  // [C, M/group, k...] instead of [M, C/group, k...]
  const auto groups = size_t(layer.get_int("group", 1));
  const size_t inputs_per_group = is_transposed_conv ? size_t(dims[0]) / groups : 1;
  const bool is_by_column = layer.is("Gemm") && layer.get_int("transB", 0) == 0;
  for (size_t i = 0; i < result.size(); ++i) {
    const size_t row = i / inner / columns, column = i / inner % columns;
    if (is_transposed_conv)
      result[i] = row / inputs_per_group * (channels / groups) + column;
    else
      result[i] = is_by_column ? column : row;
  }
  return result;
}

// Whether weights and bias are constant float32 of the shapes that the operator asks for.
bool is_foldable(const Editor& edit, const Node& layer, size_t channels) {
  const Tensor* weights = layer.inputs.size() > 1 ? edit.constant(layer.inputs[1]) : nullptr;
  if (!weights || weights->type != DataType::Float || weights->dims.size() < 2 || weights->count() == 0)
    return false;
  if (layer.is("Gemm")) {
    const bool is_plain = layer.get_float("alpha", 1) == 1 && layer.get_float("beta", 1) == 1;
    const size_t axis = layer.get_int("transB", 0) == 0 ? 1 : 0;
    if (!is_plain || weights->dims.size() != 2 || size_t(weights->dims[axis]) != channels) return false;
  } else if (layer.is("ConvTranspose")) {
    const int64_t groups = layer.get_int("group", 1);
    if (groups < 1 || weights->dims[0] % groups != 0 || size_t(weights->dims[1] * groups) != channels)
      return false;
  } else if (size_t(weights->dims[0]) != channels) {
    return false;
  }
  if (!layer.has_input(2)) return true;
  const Tensor* bias = edit.constant(layer.inputs[2]);
  return bias && bias->type == DataType::Float && bias->dims == Shape{int64_t(channels)};
}

Tensor scaled_weights(const Node& layer, const Tensor& weights, const std::vector<double>& scale) {
  Tensor result(DataType::Float, weights.dims);
  const std::vector<size_t> channel = channel_of_weights(layer, weights.dims, scale.size());
  for (size_t i = 0; i < channel.size(); ++i)
    result.mutable_data<float>()[i] = float(double(weights.values<float>()[i]) * scale[channel[i]]);
  return result;
}

bool fold(Editor& edit, const Node& node) {
  const std::optional<ChannelAffine> affine = channel_affine(edit, node);
  if (!affine) return false;
  const Node* layer = nullptr;
  for (const char* op : {"Conv", "ConvTranspose", "Gemm"})
    if (!layer) layer = inner(edit, affine->x, op);
  if (!layer || !is_foldable(edit, *layer, affine->scale.size())) return false;

  Node folded = successor(node, layer->op_type, layer->inputs);
  folded.attributes = layer->attributes;
  folded.name = layer->name;
  const bool is_scaled =
      std::any_of(affine->scale.begin(), affine->scale.end(), [](double s) { return s != 1; });
  if (is_scaled)
    folded.inputs[1] = edit.update_constant(
        *layer, 1, scaled_weights(*layer, *edit.constant(layer->inputs[1]), affine->scale));
  Tensor bias(DataType::Float, {int64_t(affine->shift.size())});
  const Tensor* old_bias = layer->has_input(2) ? edit.constant(layer->inputs[2]) : nullptr;
  for (size_t c = 0; c < affine->shift.size(); ++c) {
    const double before = old_bias ? double(old_bias->values<float>()[c]) : 0;
    bias.mutable_data<float>()[c] = float(before * affine->scale[c] + affine->shift[c]);
  }
  folded.inputs.resize(3);
  folded.inputs[2] = old_bias ? edit.update_constant(*layer, 2, std::move(bias))
                              : edit.add_constant(layer->outputs[0] + "_bias", std::move(bias));
  edit.rewrite(node, std::move(folded));
  return true;
}

}  // namespace

bool fold_channel_affine(Graph& graph) { return rewrite_nodes(graph, fold); }

}  // namespace quern::passes
