// What most shape inference functions and kernels begin and end with.
#pragma once

#include <string>
#include <vector>

#include <quern/ops/operator.hpp>

#include "support/limits.hpp"
#include "support/types.hpp"

namespace quern::ops {

// Sets an output, refusing absurd sizes.
inline void set_output(InferContext& c, size_t i, DataType type, Shape shape) {
  check_size(shape);
  c.output(i, type, std::move(shape));
}

// Throws InputError where the type of an input is known and not in the set.
template <class Set>
void require_type(const InferContext& c, size_t i, Set set) {
  if (c.type(i) != DataType::Undefined && !contains(set, c.type(i)))
    throw InputError("input " + std::to_string(i) + " has element type " + name_of(c.type(i)) +
                     ", which this operator does not take");
}

// The element type that all inputs from `first` on share. Throws InputError where two differ.
inline DataType common_type(const InferContext& c, size_t first = 0) {
  DataType type = DataType::Undefined;
  for (size_t i = first; i < c.input_count(); ++i) {
    if (c.type(i) == DataType::Undefined) continue;
    if (type != DataType::Undefined && c.type(i) != type)
      throw InputError(std::string("inputs have different element types, ") + name_of(type) + " and " +
                       name_of(c.type(i)));
    type = c.type(i);
  }
  return type;
}

// Output 0 has the type and the shape of input 0.
template <class Set>
void infer_unary(InferContext& c) {
  require_type(c, 0, Set{});
  c.output_unknown(0, c.type(0));
  set_output(c, 0, c.type(0), c.shape(0));
}

// The integers of input `i` (a known constant of rank 0 or 1), as lists like axes and shapes have them.
inline std::vector<int64_t> constant_ints(const InferContext& c, size_t i) {
  const Tensor& tensor = c.constant(i);
  if (tensor.dims.size() > 1)
    throw InputError("input " + std::to_string(i) + " must be a list, its shape is " +
                     to_string(tensor.dims));
  if (tensor.type != DataType::Int64 && tensor.type != DataType::Int32)
    throw InputError("input " + std::to_string(i) + " must hold integers, not " + name_of(tensor.type));
  return tensor.to_int64();
}

// The one integer of input `i`, a known constant.
inline int64_t constant_int(const InferContext& c, size_t i) {
  const std::vector<int64_t> values = constant_ints(c, i);
  if (values.size() != 1)
    throw InputError("input " + std::to_string(i) + " must hold one value, it has " +
                     std::to_string(values.size()));
  return values[0];
}

// What shape inference says when the inputs themselves are known: kernels take types and shapes of their
// outputs from here, and rely on everything that inference checks. A shape that depends on the data beyond
// that comes back empty.
inline std::vector<InferContext::Output> infer_actual(const ComputeContext& c, void (*infer)(InferContext&)) {
  std::vector<InferContext::Input> inputs(c.input_count());
  for (size_t i = 0; i < inputs.size(); ++i)
    if (const Tensor* tensor = c.optional_input(i)) inputs[i] = {tensor->type, tensor->dims, tensor};
  InferContext inference(c.node(), std::move(inputs));
  try {
    infer(inference);
  } catch (const InferContext::Unknown&) {
    // What is known stays.
  }
  return inference.outputs();
}

// Makes output 0 as `infer` describes it.
inline Tensor& make_output(ComputeContext& c, void (*infer)(InferContext&)) {
  const std::vector<InferContext::Output> outputs = infer_actual(c, infer);
  if (outputs.empty() || !outputs[0].shape) throw InputError("this node lacks inputs or outputs");
  return c.output(0, outputs[0].type, outputs[0].shape.value());
}

}  // namespace quern::ops
