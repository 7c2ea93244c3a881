#include "passes/channel_affine.hpp"

#include <cmath>
#include <span>

#include "passes/match.hpp"

namespace quern::passes {
namespace {

// The values of a constant for each channel of an input of this shape (channels are axis 1), or nothing
// where it varies along another axis.
std::optional<std::vector<double>> per_channel(const Tensor& constant, const Shape& shape) {
  if (constant.type != DataType::Float || shape.size() < 2 || constant.dims.size() > shape.size())
    return std::nullopt;
  const auto channels = size_t(shape[1]);
  const size_t offset = shape.size() - constant.dims.size();
  for (size_t i = 0; i < constant.dims.size(); ++i)
    if (constant.dims[i] != 1 && (offset + i != 1 || constant.dims[i] != shape[1])) return std::nullopt;
  const auto values = constant.values<float>();
  if (values.size() == 1) return std::vector<double>(channels, double(values[0]));
  return std::vector<double>(values.begin(), values.end());
}

std::optional<ChannelAffine> from_batch_norm(const Editor& edit, const Node& node, const Shape& shape) {
  if (node.inputs.size() != 5 || node.get_int("training_mode", 0) != 0) return std::nullopt;
  std::vector<std::span<const float>> parameters;  // scale, bias, mean, variance
  for (size_t i = 1; i < 5; ++i) {
    const Tensor* t = edit.constant(node.inputs[i]);
    if (!t || t->type != DataType::Float || t->dims != Shape{shape[1]}) return std::nullopt;
    parameters.push_back(t->values<float>());
  }
  const double epsilon = double(node.get_float("epsilon", 1e-5f));
  ChannelAffine result{node.inputs[0], {}, {}};
  for (size_t c = 0; c < size_t(shape[1]); ++c) {
    const double scale = double(parameters[0][c]) / std::sqrt(double(parameters[3][c]) + epsilon);
    result.scale.push_back(scale);
    result.shift.push_back(double(parameters[1][c]) - double(parameters[2][c]) * scale);
  }
  return result;
}

}  // namespace

std::optional<ChannelAffine> channel_affine(const Editor& edit, const Node& node) {
  if (!node.domain.empty() || node.inputs.size() < 2) return std::nullopt;
  const Shape* shape = edit.static_shape(node.outputs[0]);
  if (!shape || shape->size() < 2) return std::nullopt;
  if (node.is("BatchNormalization")) return from_batch_norm(edit, node, *shape);
  const bool is_sum = node.is("Add") || node.is("Sub");
  if (!is_sum && !node.is("Mul") && !node.is("Div")) return std::nullopt;

  const size_t at = edit.constant(node.inputs[1]) ? 1 : 0;
  const std::string& x = node.inputs[1 - at];
  const Tensor* constant = edit.constant(node.inputs[at]);
  if (!constant || !is_same_float(edit, x, node.outputs[0])) return std::nullopt;
  std::optional<std::vector<double>> values = per_channel(*constant, *shape);
  if (!values || (node.is("Div") && at == 0)) return std::nullopt;
  ChannelAffine result{x, std::vector<double>(values->size(), 1), std::vector<double>(values->size(), 0)};
  for (size_t c = 0; c < values->size(); ++c) {
    const double v = (*values)[c];
    if (is_sum) result.shift[c] = node.is("Sub") && at == 1 ? -v : v;
    if (node.is("Sub") && at == 0) result.scale[c] = -1;
    if (!is_sum) result.scale[c] = node.is("Mul") ? v : 1 / v;
  }
  return result;
}

}  // namespace quern::passes
