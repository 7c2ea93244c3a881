// Values of constants and variables, decoded when somebody needs them: weights stay in the mapped file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quern/graph/tensor.hpp>

#include "model/types.hpp"

namespace quern::frontend::tensorflow {

struct Constant {
  enum class Form {
    Message,  // `bytes` is a TensorProto
    Raw,      // `bytes` are the elements, little-endian
    Ready,    // `ready` is the value
  };
  Form form = Form::Ready;
  Type type = Type::Invalid;
  Shape dims;
  Blob bytes;
  Tensor ready;

  static Constant of(Tensor tensor, Type type) {
    Constant c;
    c.type = type;
    c.dims = tensor.dims;
    c.ready = std::move(tensor);
    return c;
  }
};

// The value, with every floating-point type as float32 and, where `perm` is not empty, its axes in that order
// (see permuted()). Elements stay where they are if they need no conversion and are aligned. Throws
// InputError where elements are missing or too many, UnsupportedError for types without plain elements
// (resources, variants, complex numbers).
Tensor decode(const Constant& constant, const Shape& perm = {});

// The same elements in another order of axes: axis i of the result is axis perm[i] of `tensor`.
Tensor permuted(const Tensor& tensor, const Shape& perm);

}  // namespace quern::frontend::tensorflow
