// BatchNormalization that no convolution could absorb: a factor and an addend per channel.
#include <algorithm>
#include <cmath>

#include "builders.hpp"
#include "parallel.hpp"
#include "planner.hpp"

namespace quern::cpu {
namespace {

// y = x * factor[c] + addend[c] on [pixels, channels].
class ChannelScaleStep : public Step {
 public:
  ChannelScaleStep(Value& x, Value& y, std::vector<float> factor, std::vector<float> addend)
      : factor_(std::move(factor)), addend_(std::move(addend)) {
    reads = {&x};
    writes = {&y};
    overwrites = 0;
  }
  void run(RunContext&) override {
    const auto channels = int64_t(factor_.size());
    parallel_for(writes[0]->count() / channels, std::max<int64_t>(1, 8192 / channels),
                 [&](int64_t begin, int64_t end) {
                   for (int64_t pixel = begin; pixel < end; ++pixel) {
                     const float* x = reads[0]->as<float>() + pixel * channels;
                     float* y = writes[0]->as<float>() + pixel * channels;
                     for (int64_t c = 0; c < channels; ++c)
                       y[c] = x[c] * factor_[size_t(c)] + addend_[size_t(c)];
                   }
                 });
  }

 private:
  std::vector<float> factor_, addend_;
};

}  // namespace

bool build_batch_normalization(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const TensorType& x = planner.type(node.inputs[0]);
  if (x.type != DataType::Float || x.shape.size() < 2 || x.shape.size() > 5 ||
      node.get_int("training_mode", 0) != 0 || node.outputs.size() != 1)
    return false;
  const auto channels = size_t(x.shape[1]);
  std::vector<std::vector<float>> parameters;  // scale, bias, mean, variance
  for (size_t i = 1; i <= 4; ++i) {
    const Tensor* t = planner.constant(node.inputs[i]);
    if (!t || t->type != DataType::Float || size_t(t->count()) != channels) return false;
    parameters.push_back(t->to_float());
  }
  const double epsilon = node.get_float("epsilon", 1e-5f);
  std::vector<float> factor(channels), addend(channels);
  for (size_t c = 0; c < channels; ++c) {
    const double f = parameters[0][c] / std::sqrt(double(parameters[3][c]) + epsilon);
    factor[c] = float(f);
    addend[c] = float(parameters[1][c] - parameters[2][c] * f);
  }
  const AxisOrder order = channels_last_order(x.shape.size());
  Value& input = planner.value(node.inputs[0], order);
  planner.add<ChannelScaleStep>(node, input, planner.make(node.outputs[0], order), std::move(factor),
                                std::move(addend));
  return true;
}

}  // namespace quern::cpu
