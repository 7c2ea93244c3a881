// Pooling: maximum, average, sum or p-norm of windows. pooling_convention says how the output size is
// rounded:
//   valid  down
//   full   up; windows may begin behind the padded input
//   same   ceil((in + 2 pad) / stride), whatever the kernel
#include <quern/frontend/pooling.hpp>

#include "ops/layout.hpp"
#include "ops/window.hpp"

namespace quern::frontend::mxnet {
namespace {

Pooling window_of(const Context& layer, const Shape& spatial) {
  const size_t axes = spatial.size();
  const std::string convention = layer.attributes().text("pooling_convention", "valid");
  if (convention != "valid" && convention != "full" && convention != "same")
    throw UnsupportedError("pooling_convention \"" + convention + "\"");
  Pooling p;
  p.kernel = kernel_of(layer);
  p.strides = per_axis(layer, "stride", axes, 1);
  p.pads_begin = p.pads_end = per_axis(layer, "pad", axes, 0);
  p.ceil = convention == "full";
  p.drop_outside = false;
  for (size_t i = 0; i < axes && convention == "same"; ++i) {
    if (p.strides[i] < 1) throw InputError("the stride is below 1");
    const int64_t outputs = (spatial[i] + 2 * p.pads_begin[i] + p.strides[i] - 1) / p.strides[i];
    p.pads_end[i] =
        std::max<int64_t>(0, (outputs - 1) * p.strides[i] + p.kernel[i] - spatial[i] - p.pads_begin[i]);
  }
  return p;
}

Shape joined(const Shape& begin, const Shape& end) {
  Shape both = begin;
  both.insert(both.end(), end.begin(), end.end());
  return both;
}

// The sum is the average over all cells of the window, times their number.
void make_sum(Context& layer, const std::string& input, const std::string& output, const Pooling& p,
              const Shape& ends, double factor) {
  const std::string average = layer.add("average", "AveragePool", {input},
                                        {{"kernel_shape", p.kernel},
                                         {"strides", p.strides},
                                         {"pads", joined(p.pads_begin, ends)},
                                         {"count_include_pad", int64_t(1)}});
  layer.emit().make(output, "Mul",
                    {average, layer.emit().scalar("cells", float(factor * double(element_count(p.kernel))))});
}

void make_windowed(Context& layer, const std::string& input, const std::string& output,
                   const std::string& type) {
  const Shape shape = layer.emit().static_shape(input);
  const Shape spatial(shape.begin() + 2, shape.end());
  Pooling p = window_of(layer, spatial);
  const Shape ends = end_pads(p, spatial);
  if (type == "sum") return make_sum(layer, input, output, p, ends, 1);
  if (type == "lp")
    return layer.emit().make(output, "LpPool", {input},
                             {{"kernel_shape", p.kernel},
                              {"strides", p.strides},
                              {"pads", joined(p.pads_begin, ends)},
                              {"p", layer.attributes().integer("p_value", 2)}});
  if (type != "max" && type != "avg") throw UnsupportedError("pool_type \"" + type + "\"");
  p.average = type == "avg";
  // The first version divides by the whole window, whatever part of it lies inside.
  if (p.average && layer.type() == "Pooling_v1")
    return make_sum(layer, input, output, p, ends, 1 / double(element_count(p.kernel)));
  p.count_include_pad = p.average && layer.attributes().flag("count_include_pad", true);
  make_pooling(layer.emit(), output, input, p);
}

void make_global(Context& layer, const std::string& input, const std::string& output,
                 const std::string& type) {
  if (type == "max") return layer.emit().make(output, "GlobalMaxPool", {input});
  if (type == "avg") return layer.emit().make(output, "GlobalAveragePool", {input});
  if (type == "lp")
    return layer.emit().make(output, "GlobalLpPool", {input},
                             {{"p", layer.attributes().integer("p_value", 2)}});
  if (type != "sum") throw UnsupportedError("pool_type \"" + type + "\"");
  std::vector<int64_t> axes;
  for (size_t i = 2; i < layer.rank(); ++i) axes.push_back(int64_t(i));
  layer.emit().make(output, "ReduceSum", {input, layer.emit().ints("axes", axes)},
                    {{"keepdims", int64_t(1)}});
}

void translate_pooling(Context& layer) {
  const std::string type = layer.attributes().text("pool_type", "max");
  if (layer.rank() < 3) throw InputError("the input " + to_string(layer.shape()) + " has no spatial axes");
  with_channels_first(layer, [&](const std::string& input, const std::string& output) {
    if (layer.attributes().flag("global_pool", false)) return make_global(layer, input, output, type);
    make_windowed(layer, input, output, type);
  });
}

QUERN_MXNET_OPERATOR(translate_pooling, "Pooling", "Pooling_v1", "_npx_pooling");

}  // namespace
}  // namespace quern::frontend::mxnet
