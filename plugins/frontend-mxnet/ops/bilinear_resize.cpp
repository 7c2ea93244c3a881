// BilinearResize2D: linear interpolation to a size that "mode" tells how to compute.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

// Height or width; `like` is that of the second input.
int64_t resized(const Attributes& a, const std::string& mode, const std::string& axis, int64_t size,
                int64_t like) {
  const std::string factor = "scale_" + axis;
  const double scale = a.number(factor, 1);
  const bool is_even = size % 2 == 0;
  if (!(scale > 0 && scale < 1e4)) throw InputError("the attribute \"" + factor + "\" is out of range");
  if (mode == "size") return a.has(factor) ? int64_t(double(size) * scale) : a.integer(axis, 1);
  if (mode == "odd_scale")
    return is_even ? int64_t(double(size) * scale) : int64_t(double(size - 1) * scale) + 1;
  if (mode == "like") return like;
  if (mode == "to_even_down") return is_even ? size : size - 1;
  if (mode == "to_even_up") return is_even ? size : size + 1;
  if (mode == "to_odd_down") return is_even ? size - 1 : size;
  if (mode == "to_odd_up") return is_even ? size + 1 : size;
  throw UnsupportedError("mode \"" + mode + "\"");
}

void translate_bilinear_resize(Context& layer) {
  const Attributes& a = layer.attributes();
  const std::string mode = a.text("mode", "size");
  Shape shape = layer.shape();
  const Shape like = mode == "like" ? layer.shape(1) : shape;
  if (shape.size() != 4 || like.size() != 4)
    throw InputError("the input " + to_string(shape) + " is no image");
  shape[2] = resized(a, mode, "height", shape[2], like[2]);
  shape[3] = resized(a, mode, "width", shape[3], like[3]);
  if (shape[2] < 1 || shape[3] < 1) throw InputError("the result would be empty: " + to_string(shape));
  const bool align_corners = a.flag("align_corners", true);
  layer.make(
      "Resize", {layer.input(), "", "", layer.emit().ints("sizes", shape)},
      {{"mode", std::string("linear")},
       {"coordinate_transformation_mode", std::string(align_corners ? "align_corners" : "half_pixel")}});
}

QUERN_MXNET_OPERATOR(translate_bilinear_resize, "_contrib_BilinearResize2D");

}  // namespace
}  // namespace quern::frontend::mxnet
