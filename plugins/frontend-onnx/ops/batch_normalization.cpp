// BatchNormalization. Up to opset 8 `spatial` = 0 means statistics per element instead of per channel; up to
// opset 13 the number of outputs, later `training_mode`, asks for the statistics of the batch itself.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

// (x - mean) / sqrt(variance + epsilon) * scale + bias, everything broadcast already.
void normalise(Rewriter& r, const std::string& scale, const std::string& bias, const std::string& mean,
               const std::string& variance) {
  const std::string epsilon = r.scalar("epsilon", r.node().get_float("epsilon", 1e-5f));
  const std::string centred = r.add("centred", "Sub", {r.input(0), mean});
  const std::string deviation = r.add("deviation", "Sqrt", {r.add("biased", "Add", {variance, epsilon})});
  const std::string unit = r.add("unit", "Div", {centred, deviation});
  r.finish("Add", {r.add("scaled", "Mul", {unit, scale}), bias});
}

// running * momentum + current * (1 - momentum)
void running(Rewriter& r, size_t output, const std::string& old, const std::string& current) {
  if (!r.node().has_output(output)) return;
  const float momentum = r.node().get_float("momentum", 0.9f);
  const std::string suffix = "running" + std::to_string(output);
  const std::string kept = r.add(suffix + "_old", "Mul", {old, r.scalar(suffix + "_momentum", momentum)});
  const std::string added =
      r.add(suffix + "_new", "Mul", {current, r.scalar(suffix + "_rest", 1.0f - momentum)});
  r.finish_output(output, "Add", {kept, added});
}

void normalise_batch(Rewriter& r) {
  const size_t rank = r.rank(r.input(0));
  std::vector<int64_t> axes = {0};
  for (const int64_t axis : range(2, int64_t(rank))) axes.push_back(axis);
  const auto reduce = [&](const std::string& suffix, const std::string& x) {
    return r.add(suffix, "ReduceMean", {x}, {{"axes", axes}, {"keepdims", int64_t(1)}});
  };
  const std::string mean = reduce("mean", r.input(0));
  const std::string centred = r.add("difference", "Sub", {r.input(0), mean});
  const std::string variance = reduce("variance", r.add("square", "Mul", {centred, centred}));
  normalise(r, along_channels(r, "scale", r.input(1), rank), along_channels(r, "bias", r.input(2), rank),
            mean, variance);
  const std::string flat = r.ints("flat", {-1});
  running(r, 1, r.input(3), r.add("mean_flat", "Reshape", {mean, flat}));
  running(r, 2, r.input(4), r.add("variance_flat", "Reshape", {variance, flat}));
}

void adapt_batch_normalization(Rewriter& r) {
  Node node = r.node();
  if (node.get_int("training_mode", 0) != 0) return normalise_batch(r);
  if (r.opset() < 9 && node.get_int("spatial", 1) == 0) {
    normalise(r, r.input(1), r.input(2), r.input(3), r.input(4));
    return;
  }
  node.remove("spatial");
  node.remove("is_test");
  node.remove("training_mode");
  node.remove("momentum");
  node.outputs.resize(1);  // the others are made in training only
  r.keep(std::move(node));
}

QUERN_ONNX_ADAPTER("", "BatchNormalization", adapt_batch_normalization);

}  // namespace
}  // namespace quern::frontend::onnx
