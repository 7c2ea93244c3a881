// Operators of torchvision for detection.
#include <algorithm>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

// boxes [K, 4] (x1, y1, x2, y2), scores [K], iou_threshold: positions of the boxes that stay, best first. How
// many these are depends on the data.
void nms(Call& call) {
  const std::string boxes = call.add("boxes", "Unsqueeze", {call.tensor(0), call.ints_constant("axis", {0})});
  const std::string scores =
      call.add("scores", "Unsqueeze", {call.tensor(1), call.ints_constant("axes", {0, 1})});
  const int64_t count = call.shape(call.tensor(0)).at(0);
  const std::string most = call.constant("most", Tensor::scalar(count));
  const std::string kept =
      call.add("kept", "NonMaxSuppression", {boxes, scores, most, call.scalar("iou", call.number(2))});
  call.make("Gather", {kept, call.constant("box", Tensor::scalar(int64_t(2)))}, {{"axis", int64_t(1)}});
}

// input, rois [K, 5] (batch, x1, y1, x2, y2), spatial_scale, height, width, sampling_ratio, aligned
void roi_align(Call& call) {
  const std::string rois = call.tensor(1);
  const std::string boxes = call.add("boxes", "Slice",
                                     {rois, call.ints_constant("begin", {1}), call.ints_constant("end", {5}),
                                      call.ints_constant("axis", {1})});
  const std::string column = call.add(
      "column", "Gather", {rois, call.constant("first", Tensor::scalar(int64_t(0)))}, {{"axis", int64_t(1)}});
  const std::string batch = call.cast(column, DataType::Int64);
  const int64_t ratio = std::max<int64_t>(0, call.integer(5, -1));
  call.make("RoiAlign", {call.tensor(0), boxes, batch},
            {{"mode", std::string("avg")},
             {"output_height", call.integer(3)},
             {"output_width", call.integer(4)},
             {"sampling_ratio", ratio},
             {"spatial_scale", float(call.number(2))},
             {"coordinate_transformation_mode",
              std::string(call.flag(6, false) ? "half_pixel" : "output_half_pixel")}});
}

QUERN_TRANSLATOR(Call, "torchvision::nms", nms);
QUERN_TRANSLATOR(Call, "torchvision::roi_align", roi_align);

}  // namespace
}  // namespace quern::frontend::pytorch
