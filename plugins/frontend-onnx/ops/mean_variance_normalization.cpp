// MeanVarianceNormalization: (x - mean) / (deviation + 1e-9) over `axes`; the experimental one of opset 1
// says with `across_channels` whether axis 1 takes part, and with `normalize_variance` whether to divide.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_mean_variance_normalization(Rewriter& r) {
  const Node& node = r.node();
  std::vector<int64_t> axes = node.get_ints("axes", {0, 2, 3});
  if (r.opset() < 9)
    axes =
        node.get_int("across_channels", 0) != 0 ? std::vector<int64_t>{1, 2, 3} : std::vector<int64_t>{2, 3};
  const auto mean_of = [&](const std::string& suffix, const std::string& x) {
    return r.add(suffix, "ReduceMean", {x}, {{"axes", axes}, {"keepdims", int64_t(1)}});
  };
  const std::string mean = mean_of("mean", r.input(0));
  if (r.opset() < 9 && node.get_int("normalize_variance", 1) == 0) return r.finish("Sub", {r.input(0), mean});
  const std::string centred = r.add("centred", "Sub", {r.input(0), mean});
  const std::string variance = mean_of("variance", r.add("square", "Mul", {centred, centred}));
  const std::string deviation = r.add("deviation", "Sqrt", {variance});
  r.finish("Div", {centred, r.add("divisor", "Add", {deviation, r.scalar("epsilon", 1e-9f)})});
}

QUERN_ONNX_ADAPTER("", "MeanVarianceNormalization", adapt_mean_variance_normalization);

}  // namespace
}  // namespace quern::frontend::onnx
