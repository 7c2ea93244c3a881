// Parts of axes: slices, single positions, pieces.
#include <algorithm>
#include <limits>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

std::string slice_of(Call& call, const std::string& suffix, const std::string& x, int64_t axis, int64_t begin,
                     int64_t end) {
  return call.add(suffix, "Slice",
                  {x, call.ints_constant("begin", {begin}), call.ints_constant("end", {end}),
                   call.ints_constant("axis", {axis})});
}

// self, dim, start, end, step
void slice(Call& call) {
  const std::string x = call.tensor(0);
  const Shape shape = call.shape(x);
  const int64_t axis = call.axis(1, shape.size()), size = shape.at(size_t(axis)), step = call.integer(4, 1);
  if (step < 1) throw call.wrong("the step is " + std::to_string(step));
  const auto clamped = [&](int64_t i) { return std::clamp<int64_t>(i < 0 ? i + size : i, 0, size); };
  const int64_t begin = clamped(call.integer(2, 0));
  const int64_t end = std::max(begin, clamped(call.integer(3, std::numeric_limits<int64_t>::max())));
  if (begin == 0 && end == size && step == 1) return call.make("Identity", {x});
  call.make("Slice", {x, call.ints_constant("begin", {begin}), call.ints_constant("end", {end}),
                      call.ints_constant("axis", {axis}), call.ints_constant("step", {step})});
}

void select(Call& call) {
  const std::string x = call.tensor(0);
  const Shape shape = call.shape(x);
  const int64_t axis = call.axis(1, shape.size()), size = shape.at(size_t(axis));
  int64_t index = call.integer(2);
  if (index < -size || index >= size)
    throw call.wrong("index " + std::to_string(index) + " is outside of an axis of " + std::to_string(size));
  if (index < 0) index += size;
  call.make("Gather", {x, call.constant("index", Tensor::scalar(index))}, {{"axis", axis}});
}

void narrow(Call& call) {
  const std::string x = call.tensor(0);
  const Shape shape = call.shape(x);
  const int64_t axis = call.axis(1, shape.size()), size = shape.at(size_t(axis)), length = call.integer(3);
  const int64_t start = call.integer(2), begin = start < 0 ? start + size : start;
  if (begin < 0 || length < 0 || begin > size - length)
    throw call.wrong("the part lies outside of an axis of " + std::to_string(size));
  call.make("Slice", {x, call.ints_constant("begin", {begin}), call.ints_constant("end", {begin + length}),
                      call.ints_constant("axis", {axis})});
}

// Pieces of the given lengths.
void pieces(Call& call, int64_t axis, const std::vector<int64_t>& lengths) {
  const std::string x = call.tensor(0);
  const int64_t size = call.shape(x).at(size_t(axis));
  int64_t begin = 0;
  std::vector<std::string> names;
  for (const int64_t length : lengths) {
    if (length < 0 || begin > size - length)
      throw call.wrong("the pieces are longer than the axis of " + std::to_string(size));
    names.push_back(slice_of(call, "piece", x, axis, begin, begin + length));
    begin += length;
  }
  call.give_tensors(names, true);
}
std::vector<int64_t> equal_lengths(const Call& call, int64_t size, int64_t step) {
  if (step < 1) throw call.wrong("pieces of " + std::to_string(step));
  if (size / step > 100'000) throw call.wrong("too many pieces");
  std::vector<int64_t> lengths;
  for (int64_t begin = 0; begin < size; begin += step) lengths.push_back(std::min(step, size - begin));
  if (lengths.empty()) lengths.push_back(0);
  return lengths;
}

void split(Call& call) {
  const Shape shape = call.shape(call.tensor(0));
  const int64_t axis = call.axis(2, shape.size());
  if (call.arg(1).ref<List>()) return pieces(call, axis, call.ints(1));
  pieces(call, axis, equal_lengths(call, shape.at(size_t(axis)), call.integer(1)));
}
void chunk(Call& call) {
  const Shape shape = call.shape(call.tensor(0));
  const int64_t axis = call.axis(2, shape.size()), size = shape.at(size_t(axis)), count = call.integer(1);
  if (count < 1) throw call.wrong(std::to_string(count) + " pieces");
  pieces(call, axis,
         equal_lengths(call, size, std::max<int64_t>(1, size / count + (size % count != 0 ? 1 : 0))));
}
// A number of pieces, the first ones longer by one; or the places to cut at.
void tensor_split(Call& call) {
  const Shape shape = call.shape(call.tensor(0));
  const int64_t axis = call.axis(2, shape.size()), size = shape.at(size_t(axis));
  std::vector<int64_t> lengths;
  if (call.arg(1).is<int64_t>()) {
    const int64_t count = call.integer(1);
    if (count < 1 || count > 100'000) throw call.wrong(std::to_string(count) + " pieces");
    for (int64_t i = 0; i < count; ++i) lengths.push_back(size / count + (i < size % count ? 1 : 0));
  } else {
    int64_t begin = 0;
    for (const int64_t place : call.ints(1)) {
      const int64_t end = std::clamp<int64_t>(place < 0 ? place + size : place, begin, size);
      lengths.push_back(end - begin);
      begin = end;
    }
    lengths.push_back(size - begin);
  }
  pieces(call, axis, lengths);
}

void unbind(Call& call) {
  const std::string x = call.tensor(0);
  const Shape shape = call.shape(x);
  const int64_t axis = call.axis(1, shape.size());
  std::vector<std::string> names;
  if (shape.at(size_t(axis)) > 100'000) throw call.wrong("too many pieces");
  for (int64_t i = 0; i < shape[size_t(axis)]; ++i)
    names.push_back(
        call.add("item", "Gather", {x, call.constant("index", Tensor::scalar(i))}, {{"axis", axis}}));
  call.give_tensors(names, true);
}

// x[i] of tensors in scripted code.
void get_item(Call& call) { call.give_call("aten::select", {call.arg(0), int64_t(0), call.arg(1)}); }

QUERN_TRANSLATOR(Call, "aten::slice", slice);
QUERN_TRANSLATOR(Call, "aten::select", select);
QUERN_TRANSLATOR(Call, "aten::__getitem__", get_item);
QUERN_TRANSLATOR(Call, "aten::narrow", narrow);
QUERN_TRANSLATOR(Call, "aten::split", split);
QUERN_TRANSLATOR(Call, "aten::split_with_sizes", split);
QUERN_TRANSLATOR(Call, "aten::chunk", chunk);
QUERN_TRANSLATOR(Call, "aten::unsafe_chunk", chunk);
QUERN_TRANSLATOR(Call, "aten::unsafe_split", split);
QUERN_TRANSLATOR(Call, "aten::unsafe_split_with_sizes", split);
QUERN_TRANSLATOR(Call, "aten::tensor_split", tensor_split);
QUERN_TRANSLATOR(Call, "aten::unbind", unbind);

}  // namespace
}  // namespace quern::frontend::pytorch
