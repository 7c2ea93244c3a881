// slice, strided_slice: parts of a tensor; axes of one cell may be dropped.
#include <algorithm>

#include "ops/context.hpp"

namespace quern::frontend::paddle {
namespace {

// The shape without the axes of decrease_axis, which must have one cell.
Shape decreased(const Context& layer, const Shape& dims) {
  const std::vector<int64_t> dropped = axes_from_front(layer.ints("decrease_axis"), dims.size());
  Shape shape;
  for (size_t i = 0; i < dims.size(); ++i) {
    const bool drop = std::count(dropped.begin(), dropped.end(), int64_t(i)) > 0;
    if (drop && dims[i] != 1)
      throw InputError("a slice drops an axis of " + std::to_string(dims[i]) + " cells");
    if (!drop) shape.push_back(dims[i]);
  }
  return shape;
}

void finish(Context& layer, const std::vector<int64_t>& steps) {
  const std::string x = layer.input("Input");
  const std::vector<int64_t> axes = layer.ints("axes");
  const std::vector<int64_t> starts = layer.ints_of("starts", "StartsTensor", "StartsTensorList"),
                             ends = layer.ints_of("ends", "EndsTensor", "EndsTensorList");
  if (starts.size() != axes.size() || ends.size() != axes.size() || steps.size() != axes.size())
    throw InputError("a slice needs one start, end and step per axis");
  Emitter& emit = layer.emit();
  std::string y = layer.add("slice", "Slice",
                            {x, emit.ints("starts", starts), emit.ints("ends", ends), emit.ints("axes", axes),
                             emit.ints("steps", steps)});
  if (!layer.ints("decrease_axis").empty())
    y = layer.reshape("decreased", y, decreased(layer, layer.shape(y)));
  layer.finish(y);
}

void translate_slice(Context& layer) { finish(layer, std::vector<int64_t>(layer.ints("axes").size(), 1)); }

void translate_strided_slice(Context& layer) {
  finish(layer, layer.ints_of("strides", "StridesTensor", "StridesTensorList"));
}

// A box of the size `shape` whose corner lies at `offsets`; -1 reaches to the end.
void translate_crop(Context& layer) {
  const std::string x = layer.input("X");
  const Shape dims = layer.shape(x);
  std::vector<int64_t> offsets = layer.ints_of("offsets", "Offsets", "OffsetsTensor");
  std::vector<int64_t> sizes =
      layer.has_input("Y") ? layer.shape(layer.input("Y")) : layer.ints_of("shape", "Shape", "ShapeTensor");
  if (offsets.empty()) offsets.assign(dims.size(), 0);
  if (offsets.size() != dims.size() || sizes.size() != dims.size())
    throw InputError("a crop needs one offset and size per axis");
  for (size_t i = 0; i < dims.size(); ++i)
    if (offsets[i] < 0 || offsets[i] > dims[i] || sizes[i] > dims[i])
      throw InputError("a crop of " + to_string(dims) + " reaches over its edge");
  std::vector<int64_t> ends, axes;
  for (size_t i = 0; i < dims.size(); ++i) {
    const int64_t size = sizes[i] < 0 ? dims[i] - offsets[i] : sizes[i], end = offsets[i] + size;
    if (size < 0 || size > dims[i] || end > dims[i])
      throw InputError("a crop of " + to_string(dims) + " reaches over its edge");
    ends.push_back(end);
    axes.push_back(int64_t(i));
  }
  Emitter& emit = layer.emit();
  layer.make("Slice", {x, emit.ints("starts", offsets), emit.ints("ends", ends), emit.ints("axes", axes)});
}

QUERN_PADDLE_OP("slice", translate_slice);
QUERN_PADDLE_OP("strided_slice", translate_strided_slice);
QUERN_PADDLE_OP("crop", translate_crop);
QUERN_PADDLE_OP("crop_tensor", translate_crop);

}  // namespace
}  // namespace quern::frontend::paddle
