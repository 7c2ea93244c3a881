// Reshape: the axes [axis, axis + num_axes) become those of `shape`, where 0 keeps the size at that place and
// -1 is what is left. Flatten: the axes [axis, end_axis] become one.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

void make_reshape(Context& layer, const Shape& shape) {
  layer.emit().make(layer.output(), "Reshape", {layer.input(), layer.emit().ints("shape", shape)});
}

void translate_reshape(Context& layer) {
  const FieldTree& p = layer.parameters("reshape_param");
  const Shape in = layer.shape();
  const auto rank = int64_t(in.size());
  // A negative axis counts from behind the last one: -1 begins after it.
  int64_t begin = p.get_int("axis", 0);
  if (begin < 0) begin += rank + 1;
  if (begin < 0 || begin > rank) throw InputError("axis is out of range for " + to_string(in));
  const int64_t count = layer.bounded(p, "num_axes", -1, -1, rank - begin);
  const int64_t end = count < 0 ? rank : begin + count;

  Shape result(in.begin(), in.begin() + begin);
  std::optional<size_t> open;
  for (const int64_t d : p.message("shape").get_ints("dim")) {
    const auto place = int64_t(result.size());
    if (result.size() > kMostAxes) throw InputError("its shape has more than 32 axes");
    if (d < -1) throw InputError("a size is " + std::to_string(d));
    if (d == 0 && place >= rank) throw InputError("a size of 0 has no size of the input to keep");
    if (d == -1 && open) throw InputError("two sizes are -1");
    if (d == -1) open = result.size();
    result.push_back(d == 0 ? in[size_t(place)] : d == -1 ? 1 : d);
  }
  result.insert(result.end(), in.begin() + end, in.end());
  const int64_t total = element_count(in), known = element_count(result);
  if (open && known > 0 && total % known == 0) result[*open] = total / known;
  if (element_count(result) != total)
    throw InputError(to_string(in) + " cannot become " + to_string(result) +
                     (open ? " with any size for -1" : ""));
  make_reshape(layer, result);
}

void translate_flatten(Context& layer) {
  const FieldTree& p = layer.parameters("flatten_param");
  const Shape in = layer.shape();
  const size_t begin = layer.axis(p.get_int("axis", 1), in.size()),
               last = layer.axis(p.get_int("end_axis", -1), in.size());
  if (begin > last) throw InputError("axis is behind end_axis");
  const auto first = in.begin() + std::ptrdiff_t(begin), end = in.begin() + std::ptrdiff_t(last) + 1;
  Shape result(in.begin(), first);
  result.push_back(element_count(Shape(first, end)));
  result.insert(result.end(), end, in.end());
  make_reshape(layer, result);
}

QUERN_CAFFE_LAYER("Reshape", translate_reshape);
QUERN_CAFFE_LAYER("Flatten", translate_flatten);

}  // namespace
}  // namespace quern::frontend::caffe
