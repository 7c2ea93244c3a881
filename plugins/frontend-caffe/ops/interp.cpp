// Interp of DeepLab and PSPNet: bilinear, corners meet corners. The size is given, or follows from factors
// (shrink: (in - 1) / f + 1, then zoom: in + (in - 1) (f - 1)), or is that of a second bottom. Negative
// padding crops the input first.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

int64_t scaled_size(const Context& layer, const FieldTree& p, int64_t size) {
  const int64_t shrink = layer.bounded(p, "shrink_factor", 1, 1),
                zoom = layer.bounded(p, "zoom_factor", 1, 1);
  const int64_t shrunk = (size - 1) / shrink + 1;
  return shrunk + (shrunk - 1) * (zoom - 1);
}

std::string cropped(Context& layer, Shape& shape, int64_t begin, int64_t end) {
  if (begin == 0 && end == 0) return layer.input();
  Emitter& emit = layer.emit();
  std::vector<int64_t> ends;
  for (size_t axis : {2, 3}) {
    ends.push_back(shape[axis] - end);
    shape[axis] -= begin + end;
    if (shape[axis] < 1) throw InputError("cropping leaves nothing of the input");
  }
  return emit.add("cropped", "Slice",
                  {layer.input(), emit.ints("begins", {begin, begin}), emit.ints("ends", ends),
                   emit.ints("axes", {2, 3})});
}

void translate(Context& layer) {
  const FieldTree& p = layer.parameters("interp_param");
  Emitter& emit = layer.emit();
  Shape shape = layer.shape();
  if (shape.size() != 4) throw InputError("it needs [N, C, H, W], its input is " + to_string(shape));
  const int64_t begin = layer.bounded(p, "pad_beg", 0, -(1 << 20), 0),
                end = layer.bounded(p, "pad_end", 0, -(1 << 20), 0);
  const std::string input = cropped(layer, shape, -begin, -end);
  Shape sizes = shape;
  if (layer.input_count() > 1) {
    const Shape reference = layer.shape(1);
    if (reference.size() != 4)
      throw InputError("its second bottom is " + to_string(reference) + ", not [N, C, H, W]");
    sizes[2] = reference[2];
    sizes[3] = reference[3];
  } else if (p.get_int("height", 0) > 0 || p.get_int("width", 0) > 0) {
    sizes[2] = layer.bounded(p, "height", 0, 1);
    sizes[3] = layer.bounded(p, "width", 0, 1);
  } else {
    sizes[2] = scaled_size(layer, p, shape[2]);
    sizes[3] = scaled_size(layer, p, shape[3]);
  }
  emit.make(layer.output(), "Resize", {input, "", "", emit.ints("sizes", sizes)},
            {{"mode", "linear"}, {"coordinate_transformation_mode", "align_corners"}});
}

QUERN_CAFFE_LAYER("Interp", translate);

}  // namespace
}  // namespace quern::frontend::caffe
