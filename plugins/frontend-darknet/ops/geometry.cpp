#include "ops/geometry.hpp"

namespace quern::frontend::darknet {
namespace {

// Bounds the sum over all layers, too.
constexpr int64_t kLargestArray = int64_t(1) << 36;

bool same_shapes(const std::vector<Array>& a, const std::vector<Array>& b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i)
    if (a[i].name != b[i].name || a[i].dims != b[i].dims) return false;
  return true;
}

}  // namespace

void Geometry::output(const Dims& dims) {
  if (dims.channels < 1 || dims.height < 1 || dims.width < 1)
    fail("the output would be " + dims.text() + ": the input of " + input().text() + " is too small");
  if (exceeds({dims.channels, dims.height, dims.width}, kLargestTensor))
    fail("the output would be " + dims.text() + ", which is too large");
  layer_.out = dims;
}

void Geometry::array(const std::string& name, Shape dims, Array::Storage storage, bool may_be_missing) {
  if (exceeds(dims, kLargestArray))
    fail("its " + name + " would be " + to_string(dims) + ", which is too large");
  layer_.arrays.push_back({name, std::move(dims), storage, may_be_missing, {}});
}

void Geometry::share(size_t other) {
  if (other >= number_ || network_.layers[other].type != layer_.type)
    fail("\"share_index\" names no earlier layer of this kind", "share_index");
  if (!same_shapes(layer_.arrays, network_.layers[other].arrays))
    fail("the weights of layer " + network_.layers[other].name + " do not fit here", "share_index");
  // A chain ends at the layer that has the weights.
  layer_.shared = network_.layers[other].shared.value_or(other);
}

void Geometry::refuse(const char* option) const {
  if (options().flag(option))
    throw UnsupportedError(std::string("\"") + option + "\" cannot be translated", options().where(option));
}

void Geometry::fail(const std::string& message, const std::string& key) const {
  throw InputError("layer " + layer_.name + ": " + message,
                   key.empty() ? options().where() : options().where(key));
}

}  // namespace quern::frontend::darknet
