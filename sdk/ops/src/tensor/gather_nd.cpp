// GatherND: the slices of the data that index tuples name; batch_dims leading axes belong to data and
// indices.
#include "support/index_tuples.hpp"
#include "support/strided.hpp"

namespace quern::ops {
namespace {

// Shapes of both inputs, checked against each other as far as they are known.
void check_shapes(const Shape& data, const Shape& indices, int64_t batch) {
  if (indices.empty() || data.empty()) throw InputError("data and indices need at least one axis");
  const auto shorter = int64_t(std::min(data.size(), indices.size()));
  if (batch < 0 || batch >= shorter)
    throw InputError("batch_dims is " + std::to_string(batch) + ", which the ranks do not allow");
  for (size_t i = 0; i < size_t(batch); ++i)
    if (data[i] != indices[i] && data[i] >= 0 && indices[i] >= 0)
      throw InputError("data " + to_string(data) + " and indices " + to_string(indices) +
                       " differ in a batch dimension");
  if (indices.back() > int64_t(data.size()) - batch)
    throw InputError("index tuples of " + std::to_string(indices.back()) +
                     " entries are longer than the data has axes");
}

void infer_gather_nd(InferContext& c) {
  require_type(c, 1, IndexTypes{});
  c.output_unknown(0, c.type(0));
  const Shape &data = c.shape(0), &indices = c.shape(1);
  const int64_t batch = c.node().get_int("batch_dims", 0);
  check_shapes(data, indices, batch);
  if (indices.back() == kUnknownDim) throw InferContext::Unknown();
  Shape shape(indices.begin(), indices.end() - 1);
  shape.insert(shape.end(), data.begin() + batch + indices.back(), data.end());
  set_output(c, 0, c.type(0), shape);
}

void compute_gather_nd(ComputeContext& c) {
  const Tensor &x = c.input(0), &indices = c.input(1);
  Tensor& y = make_output(c, infer_gather_nd);
  if (y.count() == 0) return;
  const auto batch = c.node().get_int("batch_dims", 0);
  const auto first = x.dims.begin() + batch, last = first + indices.dims.back();
  const int64_t batches = element_count(Shape(x.dims.begin(), first));
  const int64_t batch_size = element_count(Shape(first, x.dims.end()));
  const int64_t inner = element_count(Shape(last, x.dims.end()));
  const std::vector<int64_t> offsets = tuple_offsets(indices, {first, last}, inner);
  const int64_t per_batch = int64_t(offsets.size()) / batches;
  with_carrier(x.type, [&]<class E>() {
    E* to = mutable_elements<E>(y);
    for (int64_t i = 0; i < int64_t(offsets.size()); ++i, to += inner)
      std::copy_n(elements<E>(x) + i / per_batch * batch_size + offsets[size_t(i)], inner, to);
  });
}

}  // namespace

QUERN_OPERATOR("", "GatherND", infer_gather_nd, compute_gather_nd);

}  // namespace quern::ops
