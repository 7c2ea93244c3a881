// Convolutions in one to three dimensions, plain and transposed.
#include "ops/convolution.hpp"

#include <algorithm>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

std::vector<int64_t> twice(std::vector<int64_t> values) {
  const std::vector<int64_t> copy = values;
  values.insert(values.end(), copy.begin(), copy.end());
  return values;
}

// Total padding dilation * (kernel - 1), the smaller half at the beginning.
std::vector<int64_t> same_padding(const Shape& kernel, const std::vector<int64_t>& dilations) {
  std::vector<int64_t> pads(2 * kernel.size());
  for (size_t i = 0; i < kernel.size(); ++i) {
    const int64_t total = std::clamp<int64_t>(dilations[i], 0, 1 << 20) * (kernel[i] - 1);
    pads[i] = total / 2;
    pads[kernel.size() + i] = total - total / 2;
  }
  return pads;
}

}  // namespace

void make_convolution(Call& call, const Convolution& c) {
  const Shape weight = call.shape(c.weight);
  std::string x = c.input;
  if (weight.size() < 3) throw call.wrong("the weights have the shape " + to_string(weight));
  const size_t axes = weight.size() - 2;
  // Without a batch axis.
  const bool unbatched = call.rank(x) + 1 == weight.size();
  if (unbatched) x = call.add("batch", "Unsqueeze", {x, call.ints_constant("batch_axis", {0})});
  const auto filled = [&](std::vector<int64_t> values, int64_t fallback) {
    if (values.empty()) values.assign(axes, fallback);
    if (values.size() == 1) values.assign(axes, values[0]);
    if (values.size() != axes)
      throw call.wrong("a list of " + std::to_string(values.size()) + " numbers for " + std::to_string(axes) +
                       " axes");
    return values;
  };
  std::vector<std::string> inputs = {x, c.weight};
  if (!c.bias.empty()) inputs.push_back(c.bias);
  const Shape kernel(weight.begin() + 2, weight.end());
  const std::vector<int64_t> dilations = filled(c.dilations, 1);
  const std::vector<int64_t> pads = c.same ? same_padding(kernel, dilations) : twice(filled(c.padding, 0));
  Node node(c.transposed ? "ConvTranspose" : "Conv", std::move(inputs),
            {unbatched ? call.emit().tensor("result") : call.output()});
  node.set("kernel_shape", kernel).set("strides", filled(c.strides, 1)).set("dilations", dilations);
  node.set("pads", pads).set("group", c.groups);
  if (c.transposed &&
      std::any_of(c.output_padding.begin(), c.output_padding.end(), [](int64_t p) { return p != 0; }))
    node.set("output_padding", filled(c.output_padding, 0));
  const std::string result = node.outputs[0];
  call.emit().append(std::move(node));
  if (unbatched)
    call.make("Squeeze", {result, call.ints_constant("batch_axis", {0})});
  else
    call.give_tensor(result);
}

namespace {

// "same", "valid", or numbers.
void read_padding(Call& call, size_t i, Convolution& c) {
  if (const auto* text = call.arg(i).get<std::string>())
    c.same = *text == "same";
  else
    c.padding = call.ints(i, {});
}

Convolution operands(Call& call) {
  Convolution c;
  c.input = call.cast(call.tensor(0), DataType::Float);
  c.weight = call.tensor(1);
  c.bias = call.optional_tensor(2);
  c.strides = call.ints(3, {});
  return c;
}

// input, weight, bias, stride, padding, dilation, groups
void conv(Call& call) {
  Convolution c = operands(call);
  read_padding(call, 4, c);
  c.dilations = call.ints(5, {});
  c.groups = call.integer(6, 1);
  make_convolution(call, c);
}

// input, weight, bias, stride, padding, output_padding, groups, dilation
void conv_transpose(Call& call) {
  Convolution c = operands(call);
  c.transposed = true;
  c.padding = call.ints(4, {});
  c.output_padding = call.ints(5, {});
  c.groups = call.integer(6, 1);
  c.dilations = call.ints(7, {});
  make_convolution(call, c);
}

// input, weight, bias, stride, padding, dilation, transposed, output_padding, groups, ...
void convolution(Call& call) {
  Convolution c = operands(call);
  read_padding(call, 4, c);
  c.dilations = call.ints(5, {});
  c.transposed = call.flag(6, false);
  c.output_padding = call.ints(7, {});
  c.groups = call.integer(8, 1);
  make_convolution(call, c);
}

// input, weight, bias, stride, padding, dilation, groups: _convolution_mode
void convolution_mode(Call& call) { conv(call); }

QUERN_TRANSLATOR(Call, "aten::conv1d", conv);
QUERN_TRANSLATOR(Call, "aten::conv2d", conv);
QUERN_TRANSLATOR(Call, "aten::conv3d", conv);
QUERN_TRANSLATOR(Call, "aten::conv_transpose1d", conv_transpose);
QUERN_TRANSLATOR(Call, "aten::conv_transpose2d", conv_transpose);
QUERN_TRANSLATOR(Call, "aten::conv_transpose3d", conv_transpose);
QUERN_TRANSLATOR(Call, "aten::_convolution", convolution);
QUERN_TRANSLATOR(Call, "aten::convolution", convolution);
QUERN_TRANSLATOR(Call, "aten::_convolution_mode", convolution_mode);

}  // namespace
}  // namespace quern::frontend::pytorch
