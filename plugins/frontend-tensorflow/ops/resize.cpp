// Changing the size of images. Attributes align_corners and half_pixel_centers say where the pixels lie.
#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

// x_in of x_out: align_corners: x * (in - 1) / (out - 1); half_pixel_centers: (x + 0.5) * in / out - 0.5;
// neither: x * in / out.
std::string coordinates(Context& layer) {
  if (layer.flag("align_corners")) return "align_corners";
  return layer.flag("half_pixel_centers") ? "half_pixel" : "asymmetric";
}

void make_resized(Context& layer, quern::Node node) {
  const Shape dims = layer.shape(0);
  if (dims.size() != 4) throw InputError("an image of four axes is resized, not " + to_string(dims));
  const std::vector<int64_t> size = layer.ints(1, "the size to resize to");
  if (size.size() != 2)
    throw InputError("the size to resize to has " + std::to_string(size.size()) + " entries");
  const Permutation order = channels_first(4);
  node.inputs = {layer.input(0, order), "", "",
                 layer.emit().ints("size", {dims[0], dims[3], size[0], size[1]})};
  node.outputs = {layer.output()};
  node.op_type = "Resize";
  node.set("coordinate_transformation_mode", coordinates(layer));
  layer.append(std::move(node), order);
}

void translate_bilinear(Context& layer) {
  quern::Node node;
  node.set("mode", std::string("linear"));
  make_resized(layer, std::move(node));
}
QUERN_TRANSLATOR(Context, "ResizeBilinear", translate_bilinear);

// The pixel at the rounded coordinate where corners are aligned, and where the centres count (rounding
// (x + 0.5) * in / out - 0.5 half up is the floor of what TensorFlow computes); else at the floor.
void translate_nearest(Context& layer) {
  quern::Node node;
  node.set("mode", std::string("nearest"));
  const bool floor = coordinates(layer) == "asymmetric";
  node.set("nearest_mode", std::string(floor ? "floor" : "round_prefer_ceil"));
  make_resized(layer, std::move(node));
}
QUERN_TRANSLATOR(Context, "ResizeNearestNeighbor", translate_nearest);

// Keys' cubic with a = -0.75; with half-pixel centres a = -0.5 and pixels outside of the image do not count.
void translate_bicubic(Context& layer) {
  quern::Node node;
  node.set("mode", std::string("cubic"));
  const bool centres = layer.flag("half_pixel_centers");
  node.set("cubic_coeff_a", centres ? -0.5f : -0.75f);
  node.set("exclude_outside", int64_t(centres));
  make_resized(layer, std::move(node));
}
QUERN_TRANSLATOR(Context, "ResizeBicubic", translate_bicubic);

}  // namespace
}  // namespace quern::frontend::tensorflow
