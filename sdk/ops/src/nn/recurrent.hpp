// What RNN, GRU and LSTM share: sizes, directions, sequence lengths, and the loop over time.
#pragma once

#include <algorithm>

#include "nn/activation.hpp"
#include "nn/float_types.hpp"

namespace quern::ops::nn {

// The sizes of a recurrent node with G gates: X [steps, batch, input] (layout 0) or [batch, steps, input]
// (layout 1), W [directions, G * hidden, input], R [directions, G * hidden, hidden].
struct RecurrentSizes {
  int64_t directions, steps, batch, input, hidden;
  bool batch_first;  // layout = 1

  [[nodiscard]] Shape sequence_shape() const;  // of Y
  [[nodiscard]] Shape state_shape() const;     // of Y_h, Y_c and the initial states
  // Offsets in elements, for vectors of `input` or `hidden` elements.
  [[nodiscard]] int64_t x_offset(int64_t step, int64_t item) const;
  [[nodiscard]] int64_t y_offset(int64_t step, int64_t direction, int64_t item) const;
  [[nodiscard]] int64_t state_offset(int64_t direction, int64_t item) const;
};

// Reads and checks attributes and shapes of X and R (dimensions may be unknown).
RecurrentSizes resolve_recurrent(const Node& node, const Shape& x, const Shape& r, int64_t gates);

// Inference of all three operators; `states` is 1 (Y_h) or 2 (Y_h, Y_c).
void infer_recurrent(InferContext& ctx, int64_t gates, size_t states);

// Checks the inputs and returns the number of steps of each batch item.
std::vector<int64_t> check_recurrent_inputs(const ComputeContext& ctx, const RecurrentSizes& s,
                                            int64_t gates);

// Weights and functions of one direction.
template <class T>
struct Direction {
  const T *w, *r;      // [G * hidden, input], [G * hidden, hidden]
  const T *wb, *rb;    // biases [G * hidden], or null
  const T* peepholes;  // [3 * hidden], or null
  std::span<const Activation> activations;
  T clip;  // 0: not clipped

  // Activation number i of the clipped argument.
  [[nodiscard]] T activate(size_t i, T x) const {
    return activations[i](clip > T(0) ? std::clamp(x, -clip, clip) : x);
  }
};

// sums[i] += matrix[i] . vector
template <class T>
void add_product(const T* matrix, const T* vector, int64_t rows, int64_t columns, T* sums) {
  for (int64_t i = 0; i < rows; ++i) {
    T sum = 0;
    for (int64_t k = 0; k < columns; ++k) sum += matrix[i * columns + k] * vector[k];
    sums[i] += sum;
  }
}

// x . W^T + Wb for all gates.
template <class T>
std::vector<T> input_sums(const Direction<T>& d, const T* x, int64_t rows, int64_t columns) {
  std::vector<T> sums(size_t(rows), T(0));
  if (d.wb) std::copy_n(d.wb, rows, sums.begin());
  add_product(d.w, x, rows, columns, sums.data());
  return sums;
}

// Runs all directions and batch items. cell(direction, x, h, c) advances the states h and c by one step.
template <class T, class Cell>
void run_recurrent(ComputeContext& ctx, int64_t gates, const std::vector<std::string>& functions,
                   Cell&& cell) {
  const bool is_lstm = gates == 4;
  const RecurrentSizes s = resolve_recurrent(ctx.node(), ctx.input(0).dims, ctx.input(2).dims, gates);
  const std::vector<int64_t> lengths = check_recurrent_inputs(ctx, s, gates);
  const std::vector<Activation> activations = read_activations(ctx.node(), functions, size_t(s.directions));
  const bool is_reverse = ctx.node().get_string("direction", "forward") == "reverse";
  const auto data = [&](size_t i) { return ctx.has_input(i) ? ctx.input(i).data<T>() : nullptr; };
  const auto at = [](const T* base, int64_t offset) { return base ? base + offset : nullptr; };

  Tensor& y = zeroed_output(ctx, 0, ctx.input(0).type, s.sequence_shape());
  Tensor last_h(y.type, s.state_shape()), last_c(y.type, s.state_shape());
  const int64_t rows = gates * s.hidden;
  std::vector<T> h(size_t(s.hidden)), c(size_t(s.hidden));
  for (int64_t d = 0; d < s.directions; ++d) {
    const Direction<T> direction{
        data(1) + d * rows * s.input,
        data(2) + d * rows * s.hidden,
        at(data(3), d * 2 * rows),
        at(data(3), (d * 2 + 1) * rows),
        is_lstm ? at(data(7), d * 3 * s.hidden) : nullptr,
        std::span(activations).subspan(size_t(d) * functions.size(), functions.size()),
        T(ctx.node().get_float("clip", 0))};
    for (int64_t item = 0; item < s.batch; ++item) {
      const auto load = [&](size_t input, std::vector<T>& state) {
        if (const T* initial = data(input))
          std::copy_n(initial + s.state_offset(d, item), s.hidden, state.begin());
        else
          std::fill(state.begin(), state.end(), T(0));
      };
      load(5, h);
      if (is_lstm) load(6, c);
      const int64_t length = lengths[size_t(item)];
      for (int64_t i = 0; i < length; ++i) {
        const int64_t step = is_reverse || d == 1 ? length - 1 - i : i;
        cell(direction, data(0) + s.x_offset(step, item), h, c);
        std::copy(h.begin(), h.end(), y.mutable_data<T>() + s.y_offset(step, d, item));
      }
      std::copy(h.begin(), h.end(), last_h.mutable_data<T>() + s.state_offset(d, item));
      std::copy(c.begin(), c.end(), last_c.mutable_data<T>() + s.state_offset(d, item));
    }
  }
  ctx.output(1, std::move(last_h));
  if (is_lstm) ctx.output(2, std::move(last_c));
}

}  // namespace quern::ops::nn
