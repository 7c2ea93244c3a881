// Slice: cuts a tensor along an axis at given points, or into equal parts. Split: the same tensor several
// times.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

std::vector<int64_t> part_sizes(const Context& layer, const FieldTree& p, int64_t size) {
  const std::vector<int64_t> points = p.get_ints("slice_point");
  const auto parts = int64_t(layer.output_count());
  if (parts == 0) throw InputError("it has no top");
  if (points.empty()) {
    if (size % parts != 0)
      throw InputError(std::to_string(parts) + " tops cannot share " + std::to_string(size) +
                       " entries equally");
    return std::vector<int64_t>(size_t(parts), size / parts);
  }
  if (int64_t(points.size()) != parts - 1)
    throw InputError("it has " + std::to_string(parts) + " tops and " + std::to_string(points.size()) +
                     " slice points");
  std::vector<int64_t> sizes;
  int64_t begin = 0;
  for (const int64_t point : points) {
    if (point <= begin || point >= size)
      throw InputError("slice point " + std::to_string(point) + " is out of order or out of range");
    sizes.push_back(point - begin);
    begin = point;
  }
  sizes.push_back(size - begin);
  return sizes;
}

void translate_slice(Context& layer) {
  const FieldTree& p = layer.parameters("slice_param");
  const Shape shape = layer.shape();
  const size_t axis = layer.axis(p.get_int("axis", p.get_int("slice_dim", 1)), shape.size());
  const std::vector<int64_t> sizes = part_sizes(layer, p, shape[axis]);
  if (sizes.size() == 1) return layer.emit().make(layer.output(), "Identity", {layer.input()});
  Node node("Split", {layer.input(), layer.emit().ints("sizes", sizes)}, {});
  for (size_t i = 0; i < layer.output_count(); ++i) node.outputs.push_back(layer.output(i));
  node.set("axis", int64_t(axis));
  layer.emit().append(std::move(node));
}

void translate_split(Context& layer) {
  for (size_t i = 0; i < layer.output_count(); ++i)
    layer.emit().make(layer.output(i), "Identity", {layer.input()});
}

QUERN_CAFFE_LAYER("Slice", translate_slice);
QUERN_CAFFE_LAYER("Split", translate_split);

}  // namespace
}  // namespace quern::frontend::caffe
