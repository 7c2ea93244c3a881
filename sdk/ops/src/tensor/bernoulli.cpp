// Bernoulli: 1 with the probability that the input holds, 0 otherwise.
#include "support/random.hpp"

namespace quern::ops {
namespace {

void infer_bernoulli(InferContext& c) {
  require_type(c, 0, FloatTypes{});
  const int64_t number = c.node().get_int("dtype", int64_t(c.type(0)));
  const auto type = DataType(int32_t(number));
  if (c.node().has("dtype") && (number != int32_t(number) || !contains(PlainTypes{}, type)))
    throw UnsupportedError("element type number " + std::to_string(number) + " is not supported here");
  c.output_unknown(0, type);
  set_output(c, 0, type, c.shape(0));
}

void compute_bernoulli(ComputeContext& c) {
  const std::vector<float> probability = c.input(0).to_float();
  Tensor& y = make_output(c, infer_bernoulli);
  RandomSource source(c.node());
  dispatch(PlainTypes{}, y.type, [&]<class T>() {
    T* out = y.mutable_data<T>();
    for (const float p : probability) *out++ = T(Compute<T>(source.uniform() < double(p) ? 1 : 0));
  });
}

}  // namespace

QUERN_OPERATOR("", "Bernoulli", infer_bernoulli, compute_bernoulli);

}  // namespace quern::ops
