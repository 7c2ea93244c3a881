// GroupNormalization. Opset 18 has one scale and bias per group, opset 21 one per channel. It becomes an
// InstanceNormalization over [N, groups, everything else] followed by scale and bias per channel.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

// A vector with one value per group, repeated for every channel of the group.
std::string per_channel(Rewriter& r, const std::string& suffix, const std::string& per_group,
                        int64_t repeat) {
  const std::string column =
      r.add(suffix + "_column", "Unsqueeze", {per_group, r.ints(suffix + "_axis", {1})});
  const std::string table =
      r.add(suffix + "_table", "Tile", {column, r.ints(suffix + "_repeats", {1, repeat})});
  return r.add(suffix + "_channels", "Reshape", {table, r.ints(suffix + "_shape", {-1})});
}

void adapt_group_normalization(Rewriter& r) {
  const Node& node = r.node();
  const auto groups = node.require<int64_t>("num_groups");
  const std::optional<Shape> dims = r.shape(r.input(0));
  if (!dims || dims->size() < 2 || (*dims)[1] < 0)
    throw Rewriter::unsupported("the number of channels is not known");
  const int64_t channels = (*dims)[1];
  if (groups < 1 || groups > channels || channels % groups != 0)
    throw r.wrong(std::to_string(channels) + " channels cannot be divided into " + std::to_string(groups) +
                  " groups");

  const std::string grouped =
      r.add("grouped", "Reshape", {r.input(0), r.ints("grouped_shape", {0, groups, -1})});
  const std::string ones = r.constant("ones", Tensor::from(std::vector<float>(size_t(groups), 1.0f)));
  const std::string zeros = r.constant("zeros", Tensor::from(std::vector<float>(size_t(groups), 0.0f)));
  const std::string unit = r.add("unit", "InstanceNormalization", {grouped, ones, zeros},
                                 {{"epsilon", node.get_float("epsilon", 1e-5f)}});
  const std::string original = r.add("shape", "Shape", {r.input(0)});
  const std::string restored = r.add("restored", "Reshape", {unit, original});

  std::string scale = r.input(1), bias = r.input(2);
  if (r.opset() < 21) {
    scale = per_channel(r, "scale", scale, channels / groups);
    bias = per_channel(r, "bias", bias, channels / groups);
  }
  const std::string scaled =
      r.add("scaled", "Mul", {restored, along_channels(r, "scale_nd", scale, dims->size())});
  r.finish("Add", {scaled, along_channels(r, "bias_nd", bias, dims->size())});
}

QUERN_ONNX_ADAPTER("", "GroupNormalization", adapt_group_normalization);

}  // namespace
}  // namespace quern::frontend::onnx
