#include "nn/window_function.hpp"

#include <cmath>
#include <numbers>

namespace quern::ops::nn {
namespace {

int64_t read_size(const Tensor& tensor) {
  const int64_t size = scalar_int(tensor);
  require(size >= 0 && size <= kMaxElements, "the size of a window is out of range");
  return size;
}

}  // namespace

DataType output_datatype(const Node& node) {
  const auto type = static_cast<DataType>(node.get_int("output_datatype", int64_t(DataType::Float)));
  if (size_of(type) == 0)
    throw InputError("output_datatype is " + std::to_string(int64_t(type)) + ", which is unknown");
  return type;
}

void infer_window_function(InferContext& ctx) {
  ctx.output(0, output_datatype(ctx.node()), Shape{kUnknownDim});
  ctx.output(0, output_datatype(ctx.node()), Shape{read_size(ctx.constant(0))});
}

void compute_window_function(ComputeContext& ctx, double a0, double a1, double a2) {
  const int64_t size = read_size(ctx.input(0));
  const bool periodic = ctx.node().get_int("periodic", 1) != 0;
  const double step = 2 * std::numbers::pi / double(std::max<int64_t>(1, periodic ? size : size - 1));
  Tensor& y = zeroed_output(ctx, 0, output_datatype(ctx.node()), {size});
  with_type(y.type, [&]<class T>() {
    for (int64_t i = 0; i < size; ++i) {
      const double angle = step * double(i);
      y.mutable_data<T>()[i] = T(float(a0 - a1 * std::cos(angle) + a2 * std::cos(2 * angle)));
    }
  });
}

}  // namespace quern::ops::nn
