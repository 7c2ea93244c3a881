// How the operands of an elementwise step lie against its result.
#pragma once

#include <string>

#include "layout.hpp"

namespace quern::cpu {

class Planner;
struct Value;

// The tensor in the axis order that matches a result of rank `order.size()` in `order`: its axes are the last
// ones of the result, as ONNX broadcasts.
Value& broadcast_operand(Planner& planner, const std::string& tensor, const AxisOrder& order);

// The axis order in which an elementwise result is best made: that of the first operand which has the
// result's rank and is no constant; else plain.
AxisOrder broadcast_order(Planner& planner, const std::vector<std::string>& tensors, const Shape& result);

// The strides of an operand along the physical axes of the result, slowest first; 0 where it is repeated.
Shape broadcast_strides(const Shape& operand, const AxisOrder& order);

// The same as a shape: the operand's axes in the physical order of the result, padded with ones.
Shape broadcast_shape(const Shape& operand, const AxisOrder& order);

}  // namespace quern::cpu
