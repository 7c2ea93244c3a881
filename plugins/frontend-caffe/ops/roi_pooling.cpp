// Pooling of regions: ROIPooling (Fast R-CNN) is ONNX's MaxRoiPool, PSROIPooling (R-FCN) is quern.PsRoiPool.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

void translate_roi_pooling(Context& layer) {
  const FieldTree& p = layer.parameters("roi_pooling_param");
  const Shape pooled = {layer.bounded(p, "pooled_h", 0, 1, 1 << 12),
                        layer.bounded(p, "pooled_w", 0, 1, 1 << 12)};
  layer.emit().make(layer.output(), "MaxRoiPool", {layer.input(0), layer.input(1)},
                    {{"pooled_shape", pooled}, {"spatial_scale", float(p.get_real("spatial_scale", 1))}});
}

void translate_psroi_pooling(Context& layer) {
  const FieldTree& p = layer.parameters("psroi_pooling_param");
  layer.emit().make(layer.output(), "PsRoiPool", {layer.input(0), layer.input(1)},
                    {{"output_dim", layer.bounded(p, "output_dim", 0, 1, 1 << 20)},
                     {"group_size", layer.bounded(p, "group_size", 0, 1, 1 << 10)},
                     {"spatial_scale", float(p.get_real("spatial_scale", 1))}},
                    kQuernDomain);
}

QUERN_CAFFE_LAYER("ROIPooling", translate_roi_pooling);
QUERN_CAFFE_LAYER("PSROIPooling", translate_psroi_pooling);

}  // namespace
}  // namespace quern::frontend::caffe
