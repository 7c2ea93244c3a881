// CenterCropPad (opset 18): crops what is too large, then pads what is too small, both around the centre.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_center_crop_pad(Rewriter& r) {
  const Node& node = r.node();
  const Shape dims = r.static_shape(r.input(0));
  const std::vector<int64_t> target = r.constant_ints(1, "the target shape");
  std::vector<int64_t> axes = node.get_ints("axes");
  if (!node.has("axes")) axes = range(0, int64_t(dims.size()));
  if (target.size() != axes.size()) throw r.wrong("the target shape does not have one size per axis");

  std::vector<int64_t> starts(dims.size(), 0), ends = dims, pads(2 * dims.size(), 0);
  for (size_t i = 0; i < axes.size(); ++i) {
    const auto axis = size_t(from_front(r, axes[i], dims.size()));
    if (target[i] < 0) throw r.wrong("the target shape has a negative size");
    if (target[i] < dims[axis]) {
      starts[axis] = (dims[axis] - target[i]) / 2;
      ends[axis] = starts[axis] + target[i];
    } else {
      pads[axis] = (target[i] - dims[axis]) / 2;
      pads[dims.size() + axis] = target[i] - dims[axis] - pads[axis];
    }
  }
  const std::string all_axes = r.ints("axes", range(0, int64_t(dims.size())));
  const std::string cropped =
      r.add("cropped", "Slice", {r.input(0), r.ints("starts", starts), r.ints("ends", ends), all_axes});
  r.finish("Pad", {cropped, r.ints("pads", pads)}, {{"mode", "constant"}});
}

QUERN_ONNX_ADAPTER("", "CenterCropPad", adapt_center_crop_pad);

}  // namespace
}  // namespace quern::frontend::onnx
