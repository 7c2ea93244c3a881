#include "nn/convolution.hpp"

#include <span>

namespace quern::ops::nn {
namespace {

std::span<const int64_t> spatial(const Shape& shape) { return std::span(shape).subspan(2); }

int64_t read_group(const Node& node) {
  const int64_t group = node.get_int("group", 1);
  if (group < 1)
    throw InputError("group is " + std::to_string(group) + "; it must be at least 1", node.label());
  return group;
}

void check_ranks(const Shape& x, const Shape& w) {
  if (x.size() < 3 || x.size() != w.size())
    throw InputError("input " + to_string(x) + " and weights " + to_string(w) +
                     " must have the same number of axes, at least 3");
  if (!is_static(w)) throw InferContext::Unknown();
}

void check_groups(int64_t channels, int64_t group, const char* what) {
  if (channels >= 0 && channels % group != 0)
    throw InputError(std::to_string(channels) + " " + what + " cannot be split into " +
                     std::to_string(group) + " groups");
}

Convolution finish(Convolution c) {
  c.output = {c.batch, c.out_channels};
  c.output.insert(c.output.end(), c.window.output.begin(), c.window.output.end());
  return c;
}

}  // namespace

Convolution resolve_convolution(const Node& node, const Shape& x, const Shape& w) {
  check_ranks(x, w);
  Convolution c{conv_window(node, spatial(x), spatial(w)), read_group(node), x[0], x[1], w[0], {}};
  check_groups(c.in_channels, c.group, "input channels");
  check_groups(c.out_channels, c.group, "output channels");
  if (c.in_channels >= 0 && differ(c.in_channels / c.group, w[1]))
    throw InputError("the input has " + std::to_string(c.in_channels) + " channels, the weights " +
                     to_string(w) + " with group " + std::to_string(c.group) + " do not fit them");
  return finish(std::move(c));
}

Convolution resolve_transposed_convolution(const Node& node, const Shape& x, const Shape& w) {
  check_ranks(x, w);
  const int64_t group = read_group(node);
  require(w[1] <= kMaxElements && group <= kMaxElements, "group or the weights' shape is out of range");
  Convolution c{conv_transpose_window(node, spatial(x), spatial(w)),
                group,
                x[0],
                x[1],
                w[1] < 0 ? kUnknownDim : w[1] * group,
                {}};
  check_groups(c.in_channels, c.group, "input channels");
  if (differ(c.in_channels, w[0]))
    throw InputError("the input has " + std::to_string(c.in_channels) + " channels, the weights " +
                     to_string(w) + " ask for " + std::to_string(w[0]));
  return finish(std::move(c));
}

void check_bias(const Tensor* bias, int64_t channels) {
  if (bias) require_shape(bias->dims, {channels}, "the bias");
}

}  // namespace quern::ops::nn
