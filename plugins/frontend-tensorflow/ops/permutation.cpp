#include "ops/permutation.hpp"

#include <algorithm>
#include <numeric>

namespace quern::frontend::tensorflow {

Permutation normalised(Permutation perm) {
  return std::is_sorted(perm.begin(), perm.end()) ? Permutation() : std::move(perm);
}

Permutation spelled_out(const Permutation& perm, size_t rank) {
  if (!perm.empty()) return perm;
  Permutation identity(rank);
  std::iota(identity.begin(), identity.end(), int64_t(0));
  return identity;
}

Permutation channels_first(size_t rank) {
  if (rank < 3) return {};
  Permutation perm = {0, int64_t(rank) - 1};
  for (int64_t axis = 1; axis + 1 < int64_t(rank); ++axis) perm.push_back(axis);
  return perm;
}

int64_t position_of(int64_t axis, const Permutation& perm) {
  return perm.empty() ? axis : std::find(perm.begin(), perm.end(), axis) - perm.begin();
}

Shape permuted_dims(const Shape& source, const Permutation& perm) {
  if (perm.empty()) return source;
  Shape dims;
  for (const int64_t axis : perm) dims.push_back(source[size_t(axis)]);
  return dims;
}

Shape source_dims(const Shape& held, const Permutation& perm) {
  if (perm.empty()) return held;
  Shape dims(held.size());
  for (size_t i = 0; i < perm.size(); ++i) dims[size_t(perm[i])] = held[i];
  return dims;
}

Permutation between(const Permutation& from, const Permutation& to, size_t rank) {
  Permutation transpose;
  for (const int64_t axis : spelled_out(to, rank)) transpose.push_back(position_of(axis, from));
  return transpose;
}

bool moves_nothing(const Shape& dims, const Permutation& transpose) {
  int64_t last = -1;
  for (const int64_t axis : transpose) {
    if (dims[size_t(axis)] == 1) continue;
    if (axis < last) return false;
    last = axis;
  }
  return true;
}

Permutation without_axes(const Permutation& perm, const Shape& axes, size_t rank) {
  Permutation rest;
  for (const int64_t axis : spelled_out(perm, rank)) {
    if (std::binary_search(axes.begin(), axes.end(), axis)) continue;
    rest.push_back(axis - (std::lower_bound(axes.begin(), axes.end(), axis) - axes.begin()));
  }
  return normalised(rest);
}

Permutation with_axis(const Permutation& perm, int64_t axis, size_t rank) {
  Permutation result;
  for (const int64_t old : spelled_out(perm, rank)) {
    if (old == axis) result.push_back(axis);
    result.push_back(old < axis ? old : old + 1);
  }
  if (axis == int64_t(rank)) result.push_back(axis);
  return normalised(result);
}

}  // namespace quern::frontend::tensorflow
