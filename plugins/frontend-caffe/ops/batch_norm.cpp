// BatchNorm: weights are sums of means and variances and the factor to divide them by (0 makes both 0). Where
// the network asks for the statistics of its input instead, those are computed. BN of forks has its scale and
// shift in front: [scale, shift, mean, variance], or only scale and shift, with the statistics folded into
// them.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

int64_t channels_of(const Context& layer) {
  const Shape shape = layer.shape();
  if (shape.size() < 2) throw InputError("it needs a channel axis, its input is " + to_string(shape));
  return shape[1];
}

std::string vector_of(Emitter& emit, const std::string& suffix, int64_t size, float value) {
  return emit.constant(suffix, Tensor::from(std::vector<float>(size_t(size), value)));
}

Tensor scaled(const Tensor& tensor, float factor) {
  Tensor result(DataType::Float, tensor.dims);
  for (int64_t i = 0; i < tensor.count(); ++i)
    result.mutable_data<float>()[i] = tensor.data<float>()[i] * factor;
  return result;
}

void normalise_by_weights(Context& layer, float eps) {
  Emitter& emit = layer.emit();
  const int64_t channels = channels_of(layer);
  const bool has_factor = layer.blob(2) != nullptr;
  const float sum = has_factor ? layer.weight(2, {1}).data<float>()[0] : 1;
  const float factor = sum == 0 ? 0 : 1 / sum;
  const Tensor mean = scaled(layer.weight(0, {channels}), factor);
  const Tensor variance = scaled(layer.weight(1, {channels}), factor);
  // Two more weights of some forks scale and shift the result.
  const bool is_affine = layer.blob_count() >= 5;
  emit.make(layer.output(), "BatchNormalization",
            {layer.input(),
             is_affine ? layer.constant("scale", 3, {channels}) : vector_of(emit, "scale", channels, 1),
             is_affine ? layer.constant("shift", 4, {channels}) : vector_of(emit, "shift", channels, 0),
             emit.constant("mean", mean), emit.constant("variance", variance)},
            {{"epsilon", eps}});
}

// (x - mean) / sqrt(variance + eps) over all axes but the channels.
void normalise_by_input(Context& layer, float eps) {
  Emitter& emit = layer.emit();
  channels_of(layer);
  std::vector<int64_t> axes = {0};
  for (size_t i = 2; i < layer.shape().size(); ++i) axes.push_back(int64_t(i));
  const std::string mean = emit.add("mean", "ReduceMean", {layer.input()}, {{"axes", axes}});
  const std::string centred = emit.add("centred", "Sub", {layer.input(), mean});
  const std::string square = emit.add("square", "Mul", {centred, centred});
  const std::string variance = emit.add("variance", "ReduceMean", {square}, {{"axes", axes}});
  const std::string sum = emit.add("sum", "Add", {variance, emit.scalar("eps", eps)});
  emit.make(layer.output(), "Div", {centred, emit.add("deviation", "Sqrt", {sum})});
}

void translate_batch_norm(Context& layer) {
  const FieldTree& p = layer.parameters("batch_norm_param");
  const auto eps = float(p.get_real("eps", 1e-5));
  if (p.get_bool("use_global_stats", true)) return normalise_by_weights(layer, eps);
  normalise_by_input(layer, eps);
}

void translate_bn(Context& layer) {
  Emitter& emit = layer.emit();
  const int64_t channels = channels_of(layer);
  const std::string scale = layer.constant("scale", 0, {channels}),
                    shift = layer.constant("shift", 1, {channels});
  const bool is_folded = layer.blob_count() == 2;
  const auto eps = is_folded ? 0.0f : float(layer.parameters("bn_param").get_real("eps", 1e-5));
  emit.make(
      layer.output(), "BatchNormalization",
      {layer.input(), scale, shift,
       is_folded ? vector_of(emit, "mean", channels, 0) : layer.constant("mean", 2, {channels}),
       is_folded ? vector_of(emit, "variance", channels, 1) : layer.constant("variance", 3, {channels})},
      {{"epsilon", eps}});
}

QUERN_CAFFE_LAYER("BatchNorm", translate_batch_norm);
QUERN_CAFFE_LAYER("BN", translate_bn);

}  // namespace
}  // namespace quern::frontend::caffe
