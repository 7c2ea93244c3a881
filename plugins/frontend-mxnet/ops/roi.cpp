// ROIPooling and ROIAlign: regions are rows (image, x1, y1, x2, y2).
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

Shape pooled_size(const Context& layer) {
  Shape size = layer.attributes().integers("pooled_size");
  if (size.size() == 1) size.push_back(size[0]);
  if (size.size() != 2) throw InputError("attribute \"pooled_size\" is missing");
  return size;
}

void translate_roi_pooling(Context& layer) {
  layer.make("MaxRoiPool", {layer.input(), layer.input(1)},
             {{"pooled_shape", pooled_size(layer)},
              {"spatial_scale", float(layer.attributes().number("spatial_scale", 1))}});
}

std::string columns(Context& layer, const char* suffix, int64_t first, int64_t end) {
  return layer.add(suffix, "Slice",
                   {layer.input(1), layer.emit().ints(std::string(suffix) + "_first", {first}),
                    layer.emit().ints(std::string(suffix) + "_end", {end}), layer.emit().ints("axis", {1})});
}

void translate_roi_align(Context& layer) {
  const Attributes& a = layer.attributes();
  if (a.flag("position_sensitive", false)) throw UnsupportedError("position_sensitive");
  const Shape size = pooled_size(layer);
  const std::string boxes = columns(layer, "boxes", 1, 5);
  const std::string images =
      layer.reshaped("image_list", columns(layer, "images", 0, 1), {layer.shape(1)[0]});
  layer.make("RoiAlign", {layer.input(), boxes, layer.cast("image_numbers", images, DataType::Int64)},
             {{"output_height", size[0]},
              {"output_width", size[1]},
              {"spatial_scale", float(a.number("spatial_scale", 1))},
              {"sampling_ratio", std::max<int64_t>(0, a.integer("sample_ratio", -1))},
              {"coordinate_transformation_mode",
               std::string(a.flag("aligned", false) ? "half_pixel" : "output_half_pixel")}});
}

QUERN_MXNET_OPERATOR(translate_roi_pooling, "ROIPooling", "_npx_roi_pooling");
QUERN_MXNET_OPERATOR(translate_roi_align, "_contrib_ROIAlign");

}  // namespace
}  // namespace quern::frontend::mxnet
