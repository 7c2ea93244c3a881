// FusedBatchNorm in its versions, and the normalisation of the very first models.
#include "ops/activation.hpp"
#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

// A vector per channel, to broadcast against an image with channels second.
std::string per_channel(Context& layer, const std::string& suffix, const std::string& vector, size_t rank) {
  Shape dims(rank, 1);
  dims[1] = -1;
  return layer.emit().add(suffix, "Reshape", {vector, layer.emit().ints(suffix + "_dims", dims)});
}

// Statistics of the batch itself: y = (x - mean) / sqrt(variance + epsilon) * scale + offset.
std::string normalise_by_batch(Context& layer, const std::string& image, size_t rank, float epsilon) {
  Emitter& emit = layer.emit();
  std::vector<int64_t> axes = {0};
  for (size_t i = 2; i < rank; ++i) axes.push_back(int64_t(i));
  const std::string mean = emit.add("mean", "ReduceMean", {image}, {{"axes", axes}});
  const std::string centred = emit.add("centred", "Sub", {image, mean});
  const std::string squares = emit.add("squares", "Mul", {centred, centred});
  const std::string variance = emit.add("variance", "ReduceMean", {squares}, {{"axes", axes}});
  const std::string shifted = emit.add("shifted", "Add", {variance, emit.scalar("epsilon", epsilon)});
  const std::string deviation = emit.add("deviation", "Sqrt", {shifted});
  const std::string unit = emit.add("unit", "Div", {centred, deviation});
  const std::string scaled =
      emit.add("scaled", "Mul", {unit, per_channel(layer, "scale", layer.input(1), rank)});
  return emit.add("offset", "Add", {scaled, per_channel(layer, "bias", layer.input(2), rank)});
}

void translate_fused_batch_norm(Context& layer) {
  const size_t rank = layer.rank(0);
  if (rank < 3) throw InputError("batch normalisation of a tensor of rank " + std::to_string(rank));
  const Permutation order = layer.image_order(rank);
  const std::string image = layer.input(0, order);
  const float epsilon = layer.attribute("epsilon", 1e-4f);
  std::string result;
  if (layer.flag("is_training", true)) {
    result = normalise_by_batch(layer, image, rank, epsilon);
  } else {
    result = layer.emit().add("normalised", "BatchNormalization",
                              {image, layer.input(1), layer.input(2), layer.input(3), layer.input(4)},
                              {{"epsilon", epsilon}});
    for (const size_t k : {1, 2}) layer.forward(k + 2, k);
  }
  if (layer.node().inputs.size() > 5)
    result = layer.emit().add("sum", "Add", {result, layer.input(5, order)});
  const std::string activation = layer.text("activation_mode", "Identity");
  if (activation != "Identity") result = add_activation(layer, activation, result);
  layer.define(result, order);
}

// Inputs: image NHWC, mean, variance, beta, gamma; gamma counts only where scale_after_normalization.
void translate_global_normalisation(Context& layer) {
  const Permutation order = channels_first(layer.rank(0));
  std::string gamma = layer.input(4);
  if (!layer.flag("scale_after_normalization")) {
    const std::vector<float> ones(size_t(layer.shape(1).at(0)), 1.0f);
    gamma = layer.emit().constant("ones", Tensor::from(ones));
  }
  layer.make("BatchNormalization",
             {layer.input(0, order), gamma, layer.input(3), layer.input(1), layer.input(2)},
             {{"epsilon", layer.attribute("variance_epsilon", 1e-4f)}}, order);
}

QUERN_TRANSLATOR(Context, "FusedBatchNorm", translate_fused_batch_norm);
QUERN_TRANSLATOR(Context, "FusedBatchNormV2", translate_fused_batch_norm);
QUERN_TRANSLATOR(Context, "FusedBatchNormV3", translate_fused_batch_norm);
QUERN_TRANSLATOR(Context, "_FusedBatchNormEx", translate_fused_batch_norm);
QUERN_TRANSLATOR(Context, "BatchNormWithGlobalNormalization", translate_global_normalisation);

}  // namespace
}  // namespace quern::frontend::tensorflow
