// Parts of a tensor.
#include <limits>
#include <optional>

#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

struct Range {
  int64_t axis, begin, end, step = 1;
};

void make_slice(Context& layer, const std::vector<Range>& ranges) {
  if (ranges.empty()) return layer.make("Identity", {layer.input()});
  std::vector<int64_t> begins, ends, axes, steps;
  for (const Range& r : ranges) {
    begins.push_back(r.begin);
    ends.push_back(r.end);
    axes.push_back(r.axis);
    steps.push_back(r.step);
  }
  Emitter& emit = layer.emit();
  layer.make("Slice", {layer.input(), emit.ints("begin", begins), emit.ints("end", ends),
                       emit.ints("axes", axes), emit.ints("step", steps)});
}

constexpr int64_t kBehindEnd = std::numeric_limits<int64_t>::max();
constexpr int64_t kBeforeBegin = std::numeric_limits<int64_t>::min();

// begin, end and step of the first axes; None is as in Python.
void translate_slice(Context& layer) {
  const Attributes& a = layer.attributes();
  const auto begins = a.optional_integers("begin"), ends = a.optional_integers("end"),
             steps = a.optional_integers("step");
  if (begins.size() != ends.size() || begins.size() > layer.rank())
    throw InputError("begin and end do not fit the input " + to_string(layer.shape()));
  std::vector<Range> ranges;
  for (size_t i = 0; i < begins.size(); ++i) {
    const int64_t step = i < steps.size() ? steps[i].value_or(1) : 1;
    ranges.push_back({int64_t(i), begins[i].value_or(step < 0 ? kBehindEnd : 0),
                      ends[i].value_or(step < 0 ? kBeforeBegin : kBehindEnd), step});
  }
  make_slice(layer, ranges);
}

void translate_slice_axis(Context& layer) {
  const Attributes& a = layer.attributes();
  const auto axis = int64_t(axis_of(a.integer("axis", 0), layer.rank()));
  make_slice(layer, {{axis, a.integer("begin", 0), a.integer("end", kBehindEnd)}});
}

// The beginning of the first input, as large as the second along "axes" (none: all).
void translate_slice_like(Context& layer) {
  const Shape input = layer.shape(0), like = layer.shape(1);
  Shape axes = layer.attributes().integers("axes");
  if (axes.empty())
    for (size_t i = 0; i < input.size(); ++i) axes.push_back(int64_t(i));
  std::vector<Range> ranges;
  for (const int64_t given : axes) {
    const size_t axis = axis_of(given, input.size());
    if (axis >= like.size() || like[axis] > input[axis])
      throw InputError(to_string(input) + " cannot be cut to " + to_string(like));
    if (like[axis] != input[axis]) ranges.push_back({int64_t(axis), 0, like[axis]});
  }
  make_slice(layer, ranges);
}

// A window of an image: of the size h_w or of the second input; at `offset` or in the middle.
void translate_crop(Context& layer) {
  const Attributes& a = layer.attributes();
  const Shape input = layer.shape();
  Shape size = a.integers("h_w", {0, 0}), offset = a.integers("offset", {0, 0});
  if (input.size() != 4) throw InputError("the input " + to_string(input) + " is no image");
  if (layer.input_count() > 1) {
    const Shape like = layer.shape(1);
    if (like.size() != 4) throw InputError("the second input " + to_string(like) + " is no image");
    size = {like[2], like[3]};
  }
  if (size.size() != 2 || offset.size() != 2) throw InputError("h_w or offset is no pair");
  std::vector<Range> ranges;
  for (size_t i = 0; i < 2; ++i) {
    const int64_t room = input[2 + i] - size[i];
    if (size[i] < 1 || room < 0)
      throw InputError("a window of " + to_string(size) + " does not fit into " + to_string(input));
    const int64_t begin = a.flag("center_crop", false) ? room / 2 : offset[i];
    if (begin < 0 || begin > room) throw InputError("the offset lies outside of " + to_string(input));
    ranges.push_back({int64_t(2 + i), begin, begin + size[i]});
  }
  make_slice(layer, ranges);
}

void translate_reverse(Context& layer) {
  std::vector<Range> ranges;
  for (const int64_t axis : layer.attributes().integers("axis"))
    ranges.push_back({int64_t(axis_of(axis, layer.rank())), kBehindEnd, kBeforeBegin, -1});
  make_slice(layer, ranges);
}

QUERN_MXNET_OPERATOR(translate_slice, "slice", "crop", "_npx_slice");
QUERN_MXNET_OPERATOR(translate_slice_axis, "slice_axis");
QUERN_MXNET_OPERATOR(translate_slice_like, "slice_like");
QUERN_MXNET_OPERATOR(translate_crop, "Crop");
QUERN_MXNET_OPERATOR(translate_reverse, "reverse", "flip");

}  // namespace
}  // namespace quern::frontend::mxnet
