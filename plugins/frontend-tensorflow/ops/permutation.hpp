// The order in which a tensor's axes lie in the converted model.
#pragma once

#include <quern/graph/shape.hpp>

namespace quern::frontend::tensorflow {

// Axis i of the converted tensor is axis perm[i] of the source tensor. Empty: the source's order.
using Permutation = Shape;

// Empty where `perm` changes nothing, so that equal orders compare equal.
Permutation normalised(Permutation perm);
// `perm`, or 0, 1, 2, ... where it is empty.
Permutation spelled_out(const Permutation& perm, size_t rank);
// NHWC held as NCHW, NWC as NCW, NDHWC as NCDHW: 0, rank-1, 1, ..., rank-2. Empty below rank 3.
Permutation channels_first(size_t rank);

// Where source axis `axis` lies.
int64_t position_of(int64_t axis, const Permutation& perm);
// Source dimensions in the order of `perm`, and back.
Shape permuted_dims(const Shape& source, const Permutation& perm);
Shape source_dims(const Shape& held, const Permutation& perm);
// The permutation of a Transpose that brings a tensor from order `from` to order `to`.
Permutation between(const Permutation& from, const Permutation& to, size_t rank);
// Whether a Transpose of a tensor of `dims` moves no element in memory: axes longer than 1 stay in order.
bool moves_nothing(const Shape& dims, const Permutation& transpose);

// The order that is left when source axes go. `axes` is sorted.
Permutation without_axes(const Permutation& perm, const Shape& axes, size_t rank);
// The order with a further source axis in front of source axis `axis`; it lies in front of it, too.
Permutation with_axis(const Permutation& perm, int64_t axis, size_t rank);

}  // namespace quern::frontend::tensorflow
