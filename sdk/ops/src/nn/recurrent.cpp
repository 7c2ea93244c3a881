#include "nn/recurrent.hpp"

namespace quern::ops::nn {

Shape RecurrentSizes::sequence_shape() const {
  return batch_first ? Shape{batch, steps, directions, hidden} : Shape{steps, directions, batch, hidden};
}

Shape RecurrentSizes::state_shape() const {
  return batch_first ? Shape{batch, directions, hidden} : Shape{directions, batch, hidden};
}

int64_t RecurrentSizes::x_offset(int64_t step, int64_t item) const {
  return (batch_first ? item * steps + step : step * batch + item) * input;
}

int64_t RecurrentSizes::y_offset(int64_t step, int64_t direction, int64_t item) const {
  return (batch_first ? (item * steps + step) * directions + direction
                      : (step * directions + direction) * batch + item) *
         hidden;
}

int64_t RecurrentSizes::state_offset(int64_t direction, int64_t item) const {
  return (batch_first ? item * directions + direction : direction * batch + item) * hidden;
}

RecurrentSizes resolve_recurrent(const Node& node, const Shape& x, const Shape& r, int64_t gates) {
  require_rank(x, 3, "X");
  require_rank(r, 3, "R");
  const std::string direction = node.get_string("direction", "forward");
  if (direction != "forward" && direction != "reverse" && direction != "bidirectional")
    throw InputError("direction is \"" + direction + "\"; it must be forward, reverse or bidirectional");
  const bool batch_first = node.get_int("layout", 0) != 0;
  RecurrentSizes s{direction == "bidirectional" ? 2 : 1,
                   x[batch_first ? 1 : 0],
                   x[batch_first ? 0 : 1],
                   x[2],
                   r[2],
                   batch_first};
  if (s.hidden < 0) s.hidden = node.get_int("hidden_size", kUnknownDim);
  if (differ(s.hidden, node.get_int("hidden_size", s.hidden)))
    throw InputError("hidden_size is " + std::to_string(node.get_int("hidden_size", 0)) + ", R has shape " +
                     to_string(r));
  if (s.hidden > kMaxElements) throw InputError("hidden_size is out of range");
  require_shape(r, {s.directions, s.hidden < 0 ? kUnknownDim : gates * s.hidden, s.hidden}, "R");
  return s;
}

void infer_recurrent(InferContext& ctx, int64_t gates, size_t states) {
  for (size_t i = 0; i <= states; ++i) ctx.output_unknown(i, ctx.type(0));
  const RecurrentSizes s = resolve_recurrent(ctx.node(), ctx.shape(0), ctx.shape(2), gates);
  ctx.output(0, ctx.type(0), s.sequence_shape());
  for (size_t i = 1; i <= states; ++i) ctx.output(i, ctx.type(0), s.state_shape());
}

std::vector<int64_t> check_recurrent_inputs(const ComputeContext& ctx, const RecurrentSizes& s,
                                            int64_t gates) {
  const auto check = [&](size_t i, const Shape& shape, const char* name) {
    if (ctx.has_input(i)) require_shape(ctx.input(i).dims, shape, name);
  };
  require_shape(ctx.input(1).dims, {s.directions, gates * s.hidden, s.input}, "W");
  check(3, {s.directions, 2 * gates * s.hidden}, "B");
  check(4, {s.batch}, "sequence_lens");
  check(5, s.state_shape(), "initial_h");
  if (gates == 4) {
    check(6, s.state_shape(), "initial_c");
    check(7, {s.directions, 3 * s.hidden}, "P");
  }
  check_size(s.sequence_shape());
  if (!ctx.has_input(4)) return std::vector<int64_t>(size_t(s.batch), s.steps);
  std::vector<int64_t> lengths = ctx.input(4).to_int64();
  for (const int64_t length : lengths)
    if (length < 0 || length > s.steps)
      throw InputError("sequence_lens has the entry " + std::to_string(length) + ", X has " +
                       std::to_string(s.steps) + " steps");
  return lengths;
}

}  // namespace quern::ops::nn
