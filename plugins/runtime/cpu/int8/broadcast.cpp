#include "broadcast.hpp"

#include <algorithm>

namespace quern::cpu::int8 {
namespace {

Shape broadcast(const std::vector<Shape>& inputs) {
  Shape result;
  for (const Shape& dims : inputs) {
    if (dims.size() > result.size()) result.insert(result.begin(), dims.size() - result.size(), 1);
    for (size_t i = 0; i < dims.size(); ++i) {
      int64_t& d = result[result.size() - dims.size() + i];
      if (d != dims[i] && d != 1 && dims[i] != 1)
        throw InputError("shapes " + to_string(dims) + " and " + to_string(result) +
                         " cannot be broadcast together");
      if (d == 1) d = dims[i];
    }
  }
  return result;
}

// Strides of `dims` along the dimensions of `target`.
Shape broadcast_strides(const Shape& dims, const Shape& target) {
  const Shape own = strides_of(dims);
  Shape strides(target.size(), 0);
  for (size_t i = 0; i < dims.size(); ++i)
    if (dims[i] != 1) strides[target.size() - dims.size() + i] = own[i];
  return strides;
}

}  // namespace

BroadcastLoops::BroadcastLoops(const std::vector<Shape>& inputs)
    : out_dims(broadcast(inputs)), strides(inputs.size()) {
  std::vector<Shape> full;
  for (const Shape& dims : inputs) full.push_back(broadcast_strides(dims, out_dims));
  for (size_t d = 0; d < out_dims.size(); ++d) {
    if (out_dims[d] == 1) continue;
    bool merges = !loops.empty();
    for (size_t i = 0; i < full.size() && merges; ++i) merges = strides[i].back() == full[i][d] * out_dims[d];
    if (merges) {
      loops.back() *= out_dims[d];
      for (size_t i = 0; i < full.size(); ++i) strides[i].back() = full[i][d];
    } else {
      loops.push_back(out_dims[d]);
      for (size_t i = 0; i < full.size(); ++i) strides[i].push_back(full[i][d]);
    }
  }
  if (loops.empty()) {
    loops.push_back(1);
    for (Shape& s : strides) s.push_back(0);
  }
}

int64_t BroadcastLoops::outer() const { return inner() == 0 ? 0 : element_count(loops) / inner(); }

int64_t BroadcastLoops::offset(size_t input, int64_t index) const {
  int64_t offset = 0;
  for (size_t d = loops.size() - 1; d-- > 0;) {
    offset += index % loops[d] * strides[input][d];
    index /= loops[d];
  }
  return offset;
}

bool BroadcastLoops::repeats_elements() const {
  return std::any_of(strides.begin(), strides.end(), [](const Shape& s) { return s.back() == 0; });
}

}  // namespace quern::cpu::int8
