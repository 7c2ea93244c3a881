// What NegativeLogLikelihoodLoss and SoftmaxCrossEntropyLoss share: the weighted sum over labelled positions.
#pragma once

#include "nn/float_types.hpp"

namespace quern::ops::nn {

// The loss for scores [N, C, ...] and labels [N, ...]: the labels' shape, or a scalar after reduction.
Shape class_loss_shape(const Node& node, const Shape& scores, const Shape& labels);

// Fills output 0 with the loss of log probabilities [N, C, ...]; `weights` [C] may be null.
template <class T>
void class_loss(ComputeContext& ctx, const T* log_probabilities, const Shape& shape, const Tensor& labels,
                const Tensor* weights) {
  const Shape loss_shape = class_loss_shape(ctx.node(), shape, labels.dims);
  const std::string reduction = ctx.node().get_string("reduction", "mean");
  const int64_t ignored = ctx.node().get_int("ignore_index", -1), classes = shape[1];
  const bool ignores = ctx.node().has("ignore_index");
  if (weights) require_shape(weights->dims, {classes}, "the weights");
  const std::vector<int64_t> targets = labels.to_int64();
  const int64_t inner = view_axis(shape, 1).inner;
  Tensor& loss = zeroed_output(ctx, 0, data_type_of<T>(), loss_shape);
  T sum = 0, total_weight = 0;
  for (size_t i = 0; i < targets.size(); ++i) {
    if (ignores && targets[i] == ignored) continue;
    require(targets[i] >= 0 && targets[i] < classes, "a label lies outside of the classes");
    const T weight = weights ? weights->data<T>()[targets[i]] : T(1);
    const int64_t n = int64_t(i) / inner, position = int64_t(i) % inner;
    const T value = -weight * log_probabilities[(n * classes + targets[i]) * inner + position];
    sum += value;
    total_weight += weight;
    if (reduction == "none") loss.mutable_data<T>()[i] = value;
  }
  if (reduction == "sum") *loss.mutable_data<T>() = sum;
  if (reduction == "mean") *loss.mutable_data<T>() = sum / total_weight;
}

}  // namespace quern::ops::nn
