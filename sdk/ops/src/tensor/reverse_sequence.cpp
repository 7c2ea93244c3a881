// ReverseSequence: of each batch, the first sequence_lens[b] elements along the time axis in reverse.
#include "support/indices.hpp"
#include "support/strided.hpp"

namespace quern::ops {
namespace {

void infer_reverse_sequence(InferContext& c) {
  c.output_unknown(0, c.type(0));
  const int64_t batch = c.node().get_int("batch_axis", 1), time = c.node().get_int("time_axis", 0);
  if (batch < 0 || batch > 1 || time != 1 - batch)
    throw InputError("batch_axis and time_axis must be 0 and 1, or 1 and 0");
  const Shape& shape = c.shape(0);
  if (shape.size() < 2)
    throw InputError("the input needs a time axis and a batch axis, its shape is " + to_string(shape));
  set_output(c, 0, c.type(0), shape);
  const Shape& lengths = c.shape(1);
  const int64_t batches = shape[size_t(batch)];
  if (lengths.size() != 1 || (lengths[0] != batches && lengths[0] != kUnknownDim && batches != kUnknownDim))
    throw InputError("sequence_lens must have one entry per batch, its shape is " + to_string(lengths));
}

void compute_reverse_sequence(ComputeContext& c) {
  const Tensor& x = c.input(0);
  Tensor& y = make_output(c, infer_reverse_sequence);
  if (y.count() == 0) return;
  const auto batch_axis = size_t(c.node().get_int("batch_axis", 1));
  const int64_t batches = x.dims[batch_axis], times = x.dims[1 - batch_axis];
  const int64_t inner = element_count(Shape(x.dims.begin() + 2, x.dims.end()));
  const std::vector<int64_t> lengths = c.input(1).to_int64();
  for (const int64_t length : lengths)
    if (length < 0 || length > times)
      throw InputError("a sequence has " + std::to_string(length) + " elements, the time axis " +
                       std::to_string(times));
  const auto block = [&](int64_t b, int64_t t) {
    return (batch_axis == 0 ? b * times + t : t * batches + b) * inner;
  };
  with_carrier(x.type, [&]<class E>() {
    for (int64_t b = 0; b < batches; ++b)
      for (int64_t t = 0; t < times; ++t) {
        const int64_t length = lengths[size_t(b)];
        const int64_t source = t < length ? length - 1 - t : t;
        std::copy_n(elements<E>(x) + block(b, source), inner, mutable_elements<E>(y) + block(b, t));
      }
  });
}

}  // namespace

QUERN_OPERATOR("", "ReverseSequence", infer_reverse_sequence, compute_reverse_sequence);

}  // namespace quern::ops
