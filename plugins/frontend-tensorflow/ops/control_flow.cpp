// Control flow of TensorFlow 1, where conditions are known: Switch sends its input one way, the other way is
// dead; Merge takes what is alive.
#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

// Switch(data, condition): output 0 where the condition is false, output 1 where it is true.
void translate_switch(Context& layer) {
  const std::optional<Tensor> condition = layer.value(1);
  if (!condition)
    throw UnsupportedError(
        "the condition \"" + layer.source(1) + "\" is computed by the network", "",
        "Set it with the option constants: NAME=true or NAME=false, or end the graph before it.");
  if (condition->count() != 1)
    throw InputError("a condition has " + to_string(condition->dims) + " elements");
  const bool is_true = condition->to_int64()[0] != 0;
  layer.forward(0, is_true ? 1 : 0);
  layer.layouts().kill(layer.output(is_true ? 0 : 1));
}
QUERN_TRANSLATOR(Context, "Switch", translate_switch);
QUERN_TRANSLATOR(Context, "RefSwitch", translate_switch);

// Merge(inputs): the one that is alive, and its number.
void translate_merge(Context& layer) {
  std::optional<size_t> alive;
  for (size_t i = 0; i < layer.input_count(); ++i) {
    if (layer.layouts().is_dead(layer.source(i))) continue;
    if (alive) throw UnsupportedError("several branches that lead to one tensor");
    alive = i;
  }
  layer.forward(*alive);
  layer.define_constant(Tensor::scalar(int32_t(*alive)), 1);
}
QUERN_TRANSLATOR(Context, "Merge", translate_merge);
QUERN_TRANSLATOR(Context, "RefMerge", translate_merge);

}  // namespace
}  // namespace quern::frontend::tensorflow
