#include "ops/filler.hpp"

#include <algorithm>
#include <cmath>

namespace quern::frontend::caffe {
namespace {

// k(y, x) = (1 - |x / f - c|) (1 - |y / f - c|) with f = ceil(size / 2), c = (2 f - 1 - f mod 2) / (2 f), for
// every pair of channels alike.
Tensor bilinear(const Shape& shape) {
  if (shape.size() != 4 || shape[2] != shape[3])
    throw InputError("a bilinear filler needs square kernels, not " + to_string(shape));
  const int64_t size = shape[3];
  const float f = std::ceil(float(size) / 2.0f);
  const float c = (2.0f * f - 1.0f - std::fmod(f, 2.0f)) / (2.0f * f);
  const auto weight = [&](int64_t i) { return 1.0f - std::fabs(float(i) / f - c); };
  Tensor tensor(DataType::Float, shape);
  float* out = tensor.mutable_data<float>();
  for (int64_t i = 0; i < tensor.count(); ++i) out[i] = weight(i % size) * weight(i / size % size);
  return tensor;
}

}  // namespace

bool can_fill(const FieldTree& filler, bool is_trained) {
  if (filler.fields().empty()) return false;
  const std::string type = filler.get_text("type", "constant");
  return type == "bilinear" || (type == "constant" && is_trained);
}

Tensor fill(const FieldTree& filler, const Shape& shape) {
  if (filler.get_text("type", "constant") == "bilinear") return bilinear(shape);
  Tensor tensor(DataType::Float, shape);
  std::fill_n(tensor.mutable_data<float>(), tensor.count(), float(filler.get_real("value", 0)));
  return tensor;
}

}  // namespace quern::frontend::caffe
