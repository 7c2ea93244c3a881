// Tensors that count.
#include <cmath>

#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

// start, start + step, ...: each `repeat` times.
struct Count {
  double start, step;
  int64_t repeat;

  [[nodiscard]] float at(int64_t i) const { return float(start + double(i / repeat) * step); }
};

void make_counted(Context& layer, const Count& count, const Shape& shape, DataType type) {
  check_constant_size(shape);
  std::vector<float> values(size_t(element_count(shape)));
  for (size_t i = 0; i < values.size(); ++i) values[i] = count.at(int64_t(i));
  layer.make_cast(layer.emit().constant("values", Tensor::from(values, shape)), type);
}

Count count_of(const Context& layer) {
  const Attributes& a = layer.attributes();
  const Count count{a.number("start", 0), a.number("step", 1), a.integer("repeat", 1)};
  if (count.repeat < 1 || count.step == 0) throw InputError("step or repeat is 0");
  return count;
}

// Without a stop, the one number is where it ends.
void translate_arange(Context& layer) {
  const Attributes& a = layer.attributes();
  Count count = count_of(layer);
  if (a.flag("infer_range", false)) throw UnsupportedError("infer_range");
  double stop = a.number("stop", 0);
  if (!a.has("stop")) {
    stop = count.start;
    count.start = 0;
  }
  const double steps = std::ceil((stop - count.start) / count.step) * double(count.repeat);
  if (!(steps >= 1 && steps < 1e9)) throw InputError("the range has no or absurdly many values");
  make_counted(layer, count, {int64_t(steps)}, a.data_type("dtype", DataType::Float));
}

// As many values as the input has elements, or along one axis.
void translate_arange_like(Context& layer) {
  const Shape shape = layer.shape();
  if (!layer.attributes().has("axis")) return make_counted(layer, count_of(layer), shape, DataType::Float);
  const size_t axis = axis_of(layer.attributes().integer("axis", 0), shape.size());
  make_counted(layer, count_of(layer), {shape[axis]}, DataType::Float);
}

void translate_linspace(Context& layer) {
  const Attributes& a = layer.attributes();
  const int64_t number = a.integer("num", 50);
  if (number < 1) throw InputError("num is below 1");
  const bool with_end = a.flag("endpoint", true);
  const double start = a.number("start", 0), parts = double(with_end ? number - 1 : number);
  const double step = parts > 0 ? (a.number("stop", 0) - start) / parts : 0;
  make_counted(layer, {start, step, 1}, {number}, a.data_type("dtype", DataType::Float));
}

QUERN_MXNET_OPERATOR(translate_arange, "_arange", "_npi_arange");
QUERN_MXNET_OPERATOR(translate_arange_like, "_contrib_arange_like");
QUERN_MXNET_OPERATOR(translate_linspace, "_linspace");

}  // namespace
}  // namespace quern::frontend::mxnet
