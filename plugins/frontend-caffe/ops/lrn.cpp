// LRN: across channels as ONNX has it; within a channel y = x / (1 + alpha * mean of squares around x) ^
// beta, where the window is always full (padding counts).
#include <quern/frontend/pooling.hpp>

#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

void make_within_channel(Context& layer, int64_t size, double alpha, double beta) {
  Emitter& emit = layer.emit();
  Pooling window;
  window.average = true;
  window.kernel = {size, size};
  window.pads_begin = window.pads_end = {(size - 1) / 2, (size - 1) / 2};
  window.count_include_pad = true;
  const std::string mean = emit.tensor("mean_square");
  make_pooling(emit, mean, emit.add("square", "Mul", {layer.input(), layer.input()}), window);
  const std::string scaled = emit.add("scaled", "Mul", {mean, emit.scalar("alpha", float(alpha))});
  const std::string sum = emit.add("sum", "Add", {scaled, emit.scalar("one", 1.0f)});
  const std::string power = emit.add("power", "Pow", {sum, emit.scalar("beta", float(beta))});
  emit.make(layer.output(), "Div", {layer.input(), power});
}

void translate(Context& layer) {
  const FieldTree& p = layer.parameters("lrn_param");
  const int64_t size = layer.bounded(p, "local_size", 5, 1);
  if (size % 2 == 0) throw InputError("local_size is " + std::to_string(size) + ", it must be odd");
  const double alpha = p.get_real("alpha", 1), beta = p.get_real("beta", 0.75), k = p.get_real("k", 1);
  const bool is_within = p.get_enum("norm_region", {{"ACROSS_CHANNELS", 0}, {"WITHIN_CHANNEL", 1}}, 0) == 1;
  if (is_within) return make_within_channel(layer, size, alpha, beta);
  layer.emit().make(layer.output(), "LRN", {layer.input()},
                    {{"size", size}, {"alpha", float(alpha)}, {"beta", float(beta)}, {"bias", float(k)}});
}

QUERN_CAFFE_LAYER("LRN", translate);

}  // namespace
}  // namespace quern::frontend::caffe
