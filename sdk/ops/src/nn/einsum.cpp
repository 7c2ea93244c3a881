#include "nn/einsum_equation.hpp"
#include "nn/float_types.hpp"

namespace quern::ops {
namespace {

void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(0));
  std::vector<Shape> shapes;
  for (size_t i = 0; i < ctx.input_count(); ++i) {
    shapes.push_back(ctx.shape(i));
    if (!is_static(shapes.back())) throw InferContext::Unknown();
  }
  ctx.output(0, ctx.type(0),
             nn::resolve_einsum(ctx.node().require<std::string>("equation"), shapes).output());
}

// Steps of an operand per label; an axis of size 1 repeats, a label that stands twice takes the diagonal.
std::vector<int64_t> label_strides(const nn::Einsum& e, size_t operand, const Shape& shape) {
  std::vector<int64_t> strides(e.sizes.size(), 0);
  const Shape steps = strides_of(shape);
  for (size_t axis = 0; axis < shape.size(); ++axis)
    if (shape[axis] != 1) strides[e.operands[operand][axis]] += steps[axis];
  return strides;
}

template <class T>
struct Operand {
  const T* data;
  std::vector<int64_t> strides;
  int64_t offset = 0;
};

// Calls f() for every combination of the labels [first, last), with the operands' offsets advanced to it.
template <class T, class F>
void for_each(const nn::Einsum& e, size_t first, size_t last, std::vector<Operand<T>>& operands, F&& f) {
  std::vector<int64_t> index(last - first, 0);
  while (true) {
    f();
    size_t level = last;
    for (; level > first; --level) {
      const size_t label = level - 1;
      int64_t& i = index[label - first];
      const bool is_last = ++i == e.sizes[label];
      for (Operand<T>& operand : operands)
        operand.offset += is_last ? -(i - 1) * operand.strides[label] : operand.strides[label];
      if (!is_last) break;
      i = 0;
    }
    if (level == first) return;
  }
}

template <class T>
void sum_products(const nn::Einsum& e, std::vector<Operand<T>>& operands, T* y) {
  for_each(e, 0, e.output_rank, operands, [&] {
    T sum = 0;
    for_each(e, e.output_rank, e.sizes.size(), operands, [&] {
      T product = 1;
      for (const Operand<T>& operand : operands) product *= operand.data[operand.offset];
      sum += product;
    });
    *y++ = sum;
  });
}

void compute(ComputeContext& ctx) {
  std::vector<Shape> shapes;
  for (size_t i = 0; i < ctx.input_count(); ++i) shapes.push_back(ctx.input(i).dims);
  const nn::Einsum e = nn::resolve_einsum(ctx.node().require<std::string>("equation"), shapes);
  Tensor& y = nn::zeroed_output(ctx, 0, ctx.input(0).type, e.output());
  for (const int64_t size : e.sizes)
    if (size == 0) return;  // empty, or sums over nothing
  nn::with_float_type(y.type, [&]<class T>() {
    std::vector<Operand<T>> operands;
    for (size_t i = 0; i < shapes.size(); ++i)
      operands.push_back({ctx.input(i).data<T>(), label_strides(e, i, shapes[i])});
    sum_products(e, operands, y.mutable_data<T>());
  });
}

}  // namespace

QUERN_OPERATOR("", "Einsum", infer, nn::half_as_float<compute>);

}  // namespace quern::ops
