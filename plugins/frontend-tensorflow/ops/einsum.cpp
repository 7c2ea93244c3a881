// Einsum, cumulative sums and products, one-hot rows.
#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

void translate_einsum(Context& layer) {
  std::vector<std::string> inputs;
  for (size_t i = 0; i < layer.input_count(); ++i) inputs.push_back(layer.input(i));
  layer.make("Einsum", inputs, {{"equation", layer.text("equation", "")}});
}
QUERN_TRANSLATOR(Context, "Einsum", translate_einsum);

void translate_cumsum(Context& layer) {
  const Permutation order = layer.order(0);
  const int64_t axis = layer.axis(layer.integer(1, "the axis"), layer.rank(0));
  layer.make("CumSum",
             {layer.input(0, order), layer.emit().constant("axis", Tensor::scalar(position_of(axis, order)))},
             {{"exclusive", int64_t(layer.flag("exclusive"))}, {"reverse", int64_t(layer.flag("reverse"))}},
             order);
}
QUERN_TRANSLATOR(Context, "Cumsum", translate_cumsum);

// OneHot(indices, depth, value where the index is, value elsewhere).
void translate_one_hot(Context& layer) {
  Emitter& emit = layer.emit();
  const std::string one = emit.ints("one", {1});
  const std::string off = emit.add("off", "Reshape", {layer.input(3), one}),
                    on = emit.add("on", "Reshape", {layer.input(2), one});
  const std::string values = emit.add("values", "Concat", {off, on}, {{"axis", int64_t(0)}});
  layer.make("OneHot", {layer.input(0), layer.as_int64(1), values},
             {{"axis", layer.attribute("axis", int64_t(-1))}});
}
QUERN_TRANSLATOR(Context, "OneHot", translate_one_hot);

}  // namespace
}  // namespace quern::frontend::tensorflow
