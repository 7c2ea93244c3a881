// quern.YoloBox: the boxes and scores of a YOLO head, in pixels of the original image.
//   Inputs: X [N, A * (5 + classes), H, W], with iou_aware A more channels in front; ImgSize int32 [N, 2],
//   height and width of the images. Outputs: Boxes [N, A * H * W, 4] (x1, y1, x2, y2), Scores [N, A * H * W,
//   classes]; zero where the objectness is below conf_thresh.
//   centre = (cell + sigmoid(t) * scale_x_y - (scale_x_y - 1) / 2) * image / grid
//   size = exp(t) * anchor * image / (downsample_ratio * grid)
#include <algorithm>
#include <cmath>

#include "nn/checks.hpp"

namespace quern::ops {
namespace {

struct Settings {
  std::vector<int64_t> anchors;  // width, height of each
  int64_t classes, ratio;
  float confidence, scale, iou_share;
  bool clip, iou_aware;
  [[nodiscard]] int64_t anchor_count() const { return int64_t(anchors.size() / 2); }
};

Settings read_settings(const Node& node) {
  Settings s{node.get_ints("anchors"),
             node.get_int("class_num", 1),
             node.get_int("downsample_ratio", 32),
             node.get_float("conf_thresh", 0),
             node.get_float("scale_x_y", 1),
             node.get_float("iou_aware_factor", 0.5f),
             node.get_int("clip_bbox", 1) != 0,
             node.get_int("iou_aware", 0) != 0};
  nn::require(!s.anchors.empty() && s.anchors.size() % 2 == 0 && s.anchors.size() < 4096,
              "anchors must be pairs of width and height");
  nn::require(s.classes >= 1 && s.classes < (1 << 20), "class_num is out of range");
  nn::require(s.ratio >= 1 && s.ratio < (1 << 20), "downsample_ratio is out of range");
  return s;
}

Shape box_shape(const Settings& s, const Shape& x, const Shape& sizes) {
  nn::require_rank(x, 4, "X");
  const int64_t channels = s.anchor_count() * (5 + s.classes + (s.iou_aware ? 1 : 0));
  nn::require_shape(x, {x[0], channels, x[2], x[3]}, "X");
  nn::require_shape(sizes, {x[0], 2}, "ImgSize");
  return {x[0], multiply_sizes(s.anchor_count(), multiply_sizes(x[2], x[3])), 4};
}

void infer(InferContext& ctx) {
  ctx.output_unknown(0, DataType::Float);
  ctx.output_unknown(1, DataType::Float);
  const Settings settings = read_settings(ctx.node());
  if (!is_static(ctx.shape(0))) return;
  Shape shape = box_shape(settings, ctx.shape(0), ctx.shape(1));
  check_size(shape);
  ctx.output(0, DataType::Float, shape);
  shape[2] = settings.classes;
  check_size(shape);
  ctx.output(1, DataType::Float, shape);
}

float sigmoid(float x) { return 1 / (1 + std::exp(-x)); }

// The channels of one anchor in one image; `iou` is null without iou_aware.
struct Head {
  const float *channels, *iou;
  int64_t height, width;
  [[nodiscard]] float at(int64_t channel, int64_t cell) const {
    return channels[channel * height * width + cell];
  }
};

struct Image {
  float height, width;
};

void decode_box(const Settings& s, const Head& head, const Image& image, int64_t anchor, int64_t cell,
                float* box) {
  const float bias = -0.5f * (s.scale - 1);
  const auto column = float(cell % head.width), row = float(cell / head.width);
  const float x = (column + sigmoid(head.at(0, cell)) * s.scale + bias) * image.width / float(head.width);
  const float y = (row + sigmoid(head.at(1, cell)) * s.scale + bias) * image.height / float(head.height);
  const float w = std::exp(head.at(2, cell)) * float(s.anchors[size_t(2 * anchor)]) * image.width /
                  float(s.ratio * head.width);
  const float h = std::exp(head.at(3, cell)) * float(s.anchors[size_t(2 * anchor + 1)]) * image.height /
                  float(s.ratio * head.height);
  box[0] = x - w / 2;
  box[1] = y - h / 2;
  box[2] = x + w / 2;
  box[3] = y + h / 2;
  if (!s.clip) return;
  box[0] = std::max(box[0], 0.0f);
  box[1] = std::max(box[1], 0.0f);
  box[2] = std::min(box[2], image.width - 1);
  box[3] = std::min(box[3], image.height - 1);
}

void decode(const Settings& s, const Head& head, const Image& image, int64_t anchor, float* boxes,
            float* scores) {
  for (int64_t cell = 0; cell < head.height * head.width; ++cell, boxes += 4, scores += s.classes) {
    float confidence = sigmoid(head.at(4, cell));
    if (head.iou)
      confidence = std::pow(confidence, 1 - s.iou_share) * std::pow(sigmoid(head.iou[cell]), s.iou_share);
    if (confidence < s.confidence) continue;
    decode_box(s, head, image, anchor, cell, boxes);
    for (int64_t c = 0; c < s.classes; ++c) scores[c] = confidence * sigmoid(head.at(5 + c, cell));
  }
}

void compute(ComputeContext& ctx) {
  const Settings s = read_settings(ctx.node());
  const Tensor& x = ctx.input(0);
  const Shape shape = box_shape(s, x.dims, ctx.input(1).dims);
  const std::vector<int64_t> sizes = ctx.input(1).to_int64();
  const int64_t height = x.dims[2], width = x.dims[3], cells = height * width, anchors = s.anchor_count();
  float* boxes = nn::zeroed_output(ctx, 0, DataType::Float, shape).mutable_data<float>();
  float* scores =
      nn::zeroed_output(ctx, 1, DataType::Float, {shape[0], shape[1], s.classes}).mutable_data<float>();
  const int64_t per_image = x.dims[1] * cells, iou_channels = s.iou_aware ? anchors : 0;
  for (int64_t n = 0; n < x.dims[0]; ++n)
    for (int64_t a = 0; a < anchors; ++a) {
      const float* image = x.data<float>() + n * per_image;
      const Head head{image + (iou_channels + a * (5 + s.classes)) * cells,
                      s.iou_aware ? image + a * cells : nullptr, height, width};
      const int64_t first = (n * anchors + a) * cells;
      decode(s, head, {float(sizes[size_t(2 * n)]), float(sizes[size_t(2 * n + 1)])}, a, boxes + first * 4,
             scores + first * s.classes);
    }
}

}  // namespace

QUERN_OPERATOR(kQuernDomain, "YoloBox", infer, compute);

}  // namespace quern::ops
