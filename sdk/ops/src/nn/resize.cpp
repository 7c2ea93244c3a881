#include <cmath>

#include "nn/float_types.hpp"
#include "nn/resize_axis.hpp"

namespace quern::ops {
namespace {

// Inputs: X, roi (only for tf_crop_and_resize), scales, sizes: one of the last two.
std::vector<nn::ResizeAxis> resolve(const Shape& x, const Tensor* roi, const Tensor* scales,
                                    const Tensor* sizes) {
  const size_t rank = x.size();
  const bool has_sizes = sizes && sizes->count() > 0;
  if (!has_sizes && !(scales && scales->count() > 0)) throw InputError("Resize needs scales or sizes");
  const Tensor& factor = has_sizes ? *sizes : *scales;
  if (factor.dims.size() != 1 || size_t(factor.count()) != rank)
    throw InputError("scales or sizes have " + std::to_string(factor.count()) + " entries, the input has " +
                     std::to_string(rank) + " axes");
  const std::vector<int64_t> wanted = has_sizes ? sizes->to_int64() : std::vector<int64_t>{};
  const std::vector<float> factors = has_sizes ? std::vector<float>{} : scales->to_float();
  const std::vector<float> region = roi ? roi->to_float() : std::vector<float>{};
  std::vector<nn::ResizeAxis> axes;
  for (size_t i = 0; i < rank; ++i) {
    nn::ResizeAxis axis{x[i], 0, 0};
    if (has_sizes) {
      axis.output = wanted[i];
      axis.scale = double(wanted[i]) / double(x[i]);
    } else {
      axis.scale = double(factors[i]);
      const double size = std::floor(double(float(x[i]) * factors[i]));
      nn::require(size >= 0 && size <= double(kMaxElements), "a scale makes an axis of absurd size");
      axis.output = int64_t(size);
    }
    if (axis.output < 0 || (axis.output > 0 && (x[i] < 1 || !(axis.scale > 0))))
      throw InputError("axis " + std::to_string(i) + " cannot be resized from " + std::to_string(x[i]) +
                       " to " + std::to_string(axis.output) + " cells");
    if (region.size() == 2 * rank) {
      axis.roi_start = double(region[i]);
      axis.roi_end = double(region[rank + i]);
    }
    axes.push_back(axis);
  }
  return axes;
}

Shape output_shape(const std::vector<nn::ResizeAxis>& axes) {
  Shape shape;
  for (const nn::ResizeAxis& axis : axes) shape.push_back(axis.output);
  check_size(shape);
  return shape;
}

void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(0));
  const Shape& x = ctx.shape(0);
  ctx.output(0, ctx.type(0), Shape(x.size(), kUnknownDim));
  if (!is_static(x)) return;
  const bool has_sizes = ctx.has_input(3);
  const Tensor& factor = ctx.constant(has_sizes ? 3 : 2);
  ctx.output(0, ctx.type(0),
             output_shape(resolve(x, nullptr, has_sizes ? nullptr : &factor, has_sizes ? &factor : nullptr)));
}

// One axis of `x` resized; all others keep their size. T is moved or, with float types, interpolated.
template <class T>
std::vector<T> resize_axis(const std::vector<T>& x, Shape& shape, size_t i, const nn::ResizeMode& mode,
                           const nn::ResizeAxis& axis) {
  const AxisView view = view_axis(shape, i);
  shape[i] = axis.output;
  check_size(shape);
  std::vector<T> y(size_t(element_count(shape)), T{});
  for (int64_t o = 0; o < axis.output; ++o)
    for (const nn::WeightedCell& cell : nn::source_cells(mode, axis, o))
      for (int64_t outer = 0; outer < view.outer; ++outer) {
        const T* source = x.data() + (outer * view.size + cell.index) * view.inner;
        T* target = y.data() + (outer * axis.output + o) * view.inner;
        if constexpr (std::is_floating_point_v<T>) {
          const T weight = T(cell.weight);
          for (int64_t k = 0; k < view.inner; ++k) target[k] += weight * source[k];
        } else {
          std::copy_n(source, view.inner, target);
        }
      }
  return y;
}

// tf_crop_and_resize: cells that look outside of the input get the extrapolation value.
template <class T>
void extrapolate(const nn::ResizeMode& mode, const std::vector<nn::ResizeAxis>& axes, const Shape& shape,
                 T* y) {
  for (size_t i = 0; i < axes.size(); ++i) {
    const AxisView view = view_axis(shape, i);
    for (int64_t o = 0; o < axes[i].output; ++o) {
      const double x = nn::source_position(mode, axes[i], o);
      if (x >= 0 && x <= double(axes[i].input - 1)) continue;
      for (int64_t outer = 0; outer < view.outer; ++outer)
        std::fill_n(y + (outer * view.size + o) * view.inner, view.inner, T(mode.extrapolation_value));
    }
  }
}

void compute(ComputeContext& ctx) {
  const Tensor& x = ctx.input(0);
  const nn::ResizeMode mode(ctx.node());
  const auto axes =
      resolve(x.dims, mode.crops() ? &ctx.input(1) : nullptr, ctx.optional_input(2), ctx.optional_input(3));
  const bool moves = mode.interpolation == nn::ResizeMode::Interpolation::Nearest;
  Tensor& y = nn::zeroed_output(ctx, 0, x.type, output_shape(axes));
  with_type(x.type, [&]<class T>() {
    if constexpr (!std::is_same_v<T, bool>) {
      if (!moves && !std::is_floating_point_v<T>)
        throw InputError(std::string("element type ") + name_of(x.type) +
                         " cannot be interpolated, only moved");
      std::vector<T> values(x.data<T>(), x.data<T>() + x.count());
      Shape shape = x.dims;
      for (size_t i = 0; i < axes.size() && y.count() > 0; ++i)
        if (axes[i].output != axes[i].input || axes[i].scale != 1 || mode.crops())
          values = resize_axis(values, shape, i, mode, axes[i]);
      if (y.count() > 0) std::copy(values.begin(), values.end(), y.mutable_data<T>());
      if constexpr (std::is_arithmetic_v<T>)
        if (mode.crops()) extrapolate(mode, axes, y.dims, y.mutable_data<T>());
    } else {
      throw InputError("booleans cannot be resized");
    }
  });
}

}  // namespace

QUERN_OPERATOR("", "Resize", infer, nn::half_as_float<compute>);

}  // namespace quern::ops
