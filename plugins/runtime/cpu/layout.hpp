// In which order the axes of a tensor lie in memory.
#pragma once

#include <cstddef>
#include <vector>

#include <quern/graph/shape.hpp>

namespace quern::cpu {

// Axis numbers from the slowest to the fastest varying: {0, 1, 2, 3} is row-major, {0, 2, 3, 1} is NHWC.
// Tensors are always dense. Axes of size 1 may stand anywhere without changing the memory.
using AxisOrder = std::vector<int>;

AxisOrder plain_order(size_t rank);

// NWC, NHWC or NDHWC for ranks 3 to 5, plain for every other rank.
AxisOrder channels_last_order(size_t rank);

// The sizes of the axes from slowest to fastest.
Shape physical_shape(const Shape& shape, const AxisOrder& order);

// The distance in elements between neighbours along each axis, in the order of `shape`.
Shape physical_strides(const Shape& shape, const AxisOrder& order);

// Whether a tensor of this shape has the same bytes in both orders.
bool same_memory(const Shape& shape, const AxisOrder& a, const AxisOrder& b);

inline bool is_plain(const Shape& shape, const AxisOrder& order) {
  return same_memory(shape, order, plain_order(shape.size()));
}

// What it takes to see a tensor under another shape of equal count without moving its elements.
struct ReshapeOrders {
  AxisOrder from;  // the order that the tensor must have: as near to the given one as can be
  AxisOrder to;    // the order of the reshaped tensor then
};
ReshapeOrders reshape_orders(const Shape& from, const AxisOrder& order, const Shape& to);

}  // namespace quern::cpu
