// Pooling: maximum, average (padding counts) and, as it behaves after training, stochastic. Sizes round up;
// with padding no window begins behind the input. A second top of maximum pooling says where each maximum
// stood; here it counts through the whole tensor, as MaxUnpool wants it.
#include <quern/frontend/pooling.hpp>

#include "ops/window.hpp"

namespace quern::frontend::caffe {
namespace {

enum Method { kMax = 0, kAverage = 1, kStochastic = 2 };

bool rounds_up(const FieldTree& p) {
  if (p.has("ceil_mode")) return p.get_bool("ceil_mode", true);
  return p.get_enum("round_mode", {{"CEIL", 0}, {"FLOOR", 1}}, 0) == 0;
}

Pooling read_pooling(const Context& layer, const FieldTree& p) {
  const Shape shape = layer.shape();
  if (shape.size() != 4) throw InputError("pooling needs [N, C, H, W], its input is " + to_string(shape));
  Pooling pooling;
  pooling.pads_begin = spatial_values(p, "pad", "pad", 2, 0, 0);
  pooling.strides = spatial_values(p, "stride", "stride", 2, 1, 1);
  if (p.get_bool("global_pooling", false)) {
    pooling.kernel = {shape[2], shape[3]};
    if (pooling.pads_begin != Shape{0, 0}) throw InputError("global pooling has no padding");
    pooling.strides = {1, 1};
  } else {
    pooling.kernel = spatial_values(p, "kernel_size", "kernel", 2, 0, 1);
  }
  for (size_t i = 0; i < 2; ++i)
    if (pooling.pads_begin[i] >= pooling.kernel[i])
      throw InputError("the padding is not smaller than the kernel");
  pooling.pads_end = pooling.pads_begin;
  pooling.ceil = rounds_up(p);
  pooling.drop_outside = pooling.pads_begin != Shape{0, 0};
  pooling.count_include_pad = true;
  return pooling;
}

void make_with_positions(Context& layer, const Pooling& pooling) {
  const Shape shape = layer.shape();
  const Shape ends = end_pads(pooling, {shape[2], shape[3]});
  Node node("MaxPool", {layer.input()}, {layer.output(0), layer.output(1)});
  node.set("kernel_shape", pooling.kernel).set("strides", pooling.strides);
  node.set("pads", std::vector<int64_t>{pooling.pads_begin[0], pooling.pads_begin[1], ends[0], ends[1]});
  layer.emit().append(std::move(node));
}

// After training a cell counts by its own value: sum x^2 / sum x. Padding takes no part.
void make_stochastic(Context& layer, Pooling pooling) {
  Emitter& emit = layer.emit();
  pooling.average = true;
  const std::string sum = emit.tensor("mean"), squares = emit.tensor("mean_square");
  make_pooling(emit, sum, layer.input(), pooling);
  make_pooling(emit, squares, emit.add("square", "Mul", {layer.input(), layer.input()}), pooling);
  // Where all cells are 0, so is the result.
  const std::string divisor = emit.add("divisor", "Add", {sum, emit.scalar("smallest", 1.17549435e-38f)});
  emit.make(layer.output(), "Div", {squares, divisor});
}

void translate(Context& layer) {
  const FieldTree& p = layer.parameters("pooling_param");
  Pooling pooling = read_pooling(layer, p);
  const int64_t method =
      p.get_enum("pool", {{"MAX", kMax}, {"AVE", kAverage}, {"STOCHASTIC", kStochastic}}, kMax);
  const bool is_plain = method != kStochastic && layer.output_count() == 1;
  if (is_plain && p.get_bool("global_pooling", false))
    return layer.emit().make(layer.output(), method == kMax ? "GlobalMaxPool" : "GlobalAveragePool",
                             {layer.input()});
  if (method == kStochastic) return make_stochastic(layer, pooling);
  if (method == kMax && layer.output_count() > 1) return make_with_positions(layer, pooling);
  pooling.average = method == kAverage;
  make_pooling(layer.emit(), layer.output(), layer.input(), pooling);
}

QUERN_CAFFE_LAYER("Pooling", translate);

}  // namespace
}  // namespace quern::frontend::caffe
