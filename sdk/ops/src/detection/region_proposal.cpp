// quern.RegionProposal: regions that may hold objects, from a region proposal network, as MXNet's Proposal
// defines it.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "nn/checks.hpp"

namespace quern::ops {
namespace {

struct Settings {
  float stride, nms_threshold, min_size;
  int64_t pre_nms, post_nms;
  bool corner_offsets;

  explicit Settings(const Node& node)
      : stride(node.get_float("stride", 16)),
        nms_threshold(node.get_float("nms_threshold", 0.7f)),
        min_size(node.get_float("min_size", 16)),
        pre_nms(node.get_int("pre_nms_top_n", 6000)),
        post_nms(node.get_int("post_nms_top_n", 300)),
        corner_offsets(node.get_int("corner_offsets", 0) != 0) {
    nn::require(stride > 0 && post_nms >= 1 && post_nms <= (1 << 24),
                "stride or post_nms_top_n is out of range");
  }
};

// Inputs: probabilities [N, 2 A, H, W] (background, then objects), offsets [N, 4 A, H, W], images [N, 3]
// (height, width, scale), anchors [A, 4] of the first cell. Outputs: regions [N * post_nms_top_n, 5] (image,
// x1, y1, x2, y2) and their scores [N * post_nms_top_n, 1].
int64_t output_rows(const Node& node, const Shape& probabilities, const Shape& offsets, const Shape& images,
                    const Shape& anchors) {
  nn::require_rank(probabilities, 4, "the probabilities");
  nn::require_rank(anchors, 2, "the anchors");
  const int64_t batch = probabilities[0], count = anchors[0];
  const auto channels = [&](int64_t factor) { return count < 0 ? count : multiply_sizes(count, factor); };
  nn::require_shape(anchors, {count, 4}, "the anchors");
  nn::require_shape(probabilities, {batch, channels(2), probabilities[2], probabilities[3]},
                    "the probabilities");
  nn::require_shape(offsets, {batch, channels(4), probabilities[2], probabilities[3]}, "the offsets");
  nn::require_shape(images, {batch, 3}, "the images");
  return batch < 0 ? batch : multiply_sizes(batch, Settings(node).post_nms);
}

void infer(InferContext& ctx) {
  for (size_t i = 0; i < 2; ++i) ctx.output_unknown(i, DataType::Float);
  const int64_t rows = output_rows(ctx.node(), ctx.shape(0), ctx.shape(1), ctx.shape(2), ctx.shape(3));
  check_size({rows, 5});
  ctx.output(0, DataType::Float, Shape{rows, 5});
  ctx.output(1, DataType::Float, Shape{rows, 1});
}

// Both corners are inside: a region of one pixel has x1 == x2.
struct Region {
  float x1, y1, x2, y2, score;

  [[nodiscard]] float width() const { return x2 - x1 + 1; }
  [[nodiscard]] float height() const { return y2 - y1 + 1; }
};

// The anchor moved by the offsets (dx, dy, log dw, log dh; or each corner by its own).
Region moved(const Region& anchor, const float (&offset)[4], bool corners) {
  if (corners)
    return {anchor.x1 + offset[0], anchor.y1 + offset[1], anchor.x2 + offset[2], anchor.y2 + offset[3],
            anchor.score};
  const float x = offset[0] * anchor.width() + anchor.x1 + 0.5f * (anchor.width() - 1);
  const float y = offset[1] * anchor.height() + anchor.y1 + 0.5f * (anchor.height() - 1);
  const float half_width = 0.5f * (std::exp(offset[2]) * anchor.width() - 1);
  const float half_height = 0.5f * (std::exp(offset[3]) * anchor.height() - 1);
  return {x - half_width, y - half_height, x + half_width, y + half_height, anchor.score};
}

// The input tensors of one image.
struct Maps {
  const float *objects, *offsets, *image, *anchors;
  int64_t count, height, width;
};

// Every anchor of every cell. Those behind the image (padding) and those that are too small score -1.
std::vector<Region> decode(const Settings& s, const Maps& m) {
  std::vector<Region> regions;
  const float last_x = m.image[1] - 1, last_y = m.image[0] - 1, least = s.min_size * m.image[2];
  const float rows = std::trunc(m.image[0] / s.stride), columns = std::trunc(m.image[1] / s.stride);
  const int64_t plane = m.height * m.width;
  for (int64_t cell = 0; cell < plane; ++cell)
    for (int64_t a = 0; a < m.count; ++a) {
      const auto row = float(cell / m.width), column = float(cell % m.width);
      const float* base = m.anchors + a * 4;
      const float dx = column * s.stride, dy = row * s.stride;
      const Region anchor = {base[0] + dx, base[1] + dy, base[2] + dx, base[3] + dy,
                             m.objects[a * plane + cell]};
      float offset[4];
      for (int64_t i = 0; i < 4; ++i) offset[i] = m.offsets[(a * 4 + i) * plane + cell];
      Region r = moved(anchor, offset, s.corner_offsets);
      const auto inside = [](float v, float last) { return std::max(std::min(v, last), 0.0f); };
      r = {inside(r.x1, last_x), inside(r.y1, last_y), inside(r.x2, last_x), inside(r.y2, last_y), r.score};
      if (row >= rows || column >= columns) r.score = -1;
      if (r.width() < least || r.height() < least)
        r = {r.x1 - least / 2, r.y1 - least / 2, r.x2 + least / 2, r.y2 + least / 2, -1};
      regions.push_back(r);
    }
  return regions;
}

bool overlap(const Region& a, const Region& b, float threshold) {
  const float width = std::max(0.0f, std::min(a.x2, b.x2) - std::max(a.x1, b.x1) + 1);
  const float height = std::max(0.0f, std::min(a.y2, b.y2) - std::max(a.y1, b.y1) + 1);
  const float common = width * height;
  return common / (a.width() * a.height() + b.width() * b.height() - common) > threshold;
}

std::vector<Region> select(const Settings& s, std::vector<Region> regions) {
  std::erase_if(regions, [](const Region& r) { return r.score != r.score; });
  std::stable_sort(regions.begin(), regions.end(),
                   [](const Region& a, const Region& b) { return a.score > b.score; });
  if (s.pre_nms > 0 && s.pre_nms < int64_t(regions.size())) regions.resize(size_t(s.pre_nms));
  std::vector<Region> kept;
  for (const Region& r : regions) {
    if (int64_t(kept.size()) >= s.post_nms) break;
    if (std::none_of(kept.begin(), kept.end(),
                     [&](const Region& k) { return overlap(k, r, s.nms_threshold); }))
      kept.push_back(r);
  }
  return kept;
}

void compute(ComputeContext& ctx) {
  const Tensor &probabilities = ctx.input(0), &offsets = ctx.input(1), &images = ctx.input(2),
               &anchors = ctx.input(3);
  const int64_t rows = output_rows(ctx.node(), probabilities.dims, offsets.dims, images.dims, anchors.dims);
  const Settings settings(ctx.node());
  check_size({rows, 5});
  Tensor& regions = nn::zeroed_output(ctx, 0, DataType::Float, {rows, 5});
  Tensor scores(DataType::Float, {rows, 1});
  const int64_t count = anchors.dims[0], height = probabilities.dims[2], width = probabilities.dims[3];
  const int64_t objects = count * height * width;
  for (int64_t n = 0; n < probabilities.dims[0]; ++n) {
    const Maps maps{probabilities.data<float>() + (2 * n + 1) * objects,
                    offsets.data<float>() + 4 * n * objects,
                    images.data<float>() + 3 * n,
                    anchors.data<float>(),
                    count,
                    height,
                    width};
    const std::vector<Region> kept = select(settings, decode(settings, maps));
    // Where there are too few, they are repeated from the first on.
    for (int64_t i = 0; i < settings.post_nms && !kept.empty(); ++i) {
      const Region& r = kept[size_t(i) % kept.size()];
      const int64_t row = n * settings.post_nms + i;
      const float values[5] = {float(n), r.x1, r.y1, r.x2, r.y2};
      std::copy_n(values, 5, regions.mutable_data<float>() + row * 5);
      scores.mutable_data<float>()[row] = r.score;
    }
  }
  ctx.output(1, std::move(scores));
}

}  // namespace

QUERN_OPERATOR(kQuernDomain, "RegionProposal", infer, compute);

}  // namespace quern::ops
