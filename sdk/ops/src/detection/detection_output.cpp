// quern.DetectionOutput: the end of SSD detectors. docs/canonical.md has the attributes.
#include <limits>
#include <map>

#include "detection/boxes.hpp"

namespace quern::ops {
namespace {

using detection::Box;

enum class Code { Corner, CenterSize, CornerSize };

struct Settings {
  int64_t classes, background;
  bool share_location, variance_encoded, clip;
  Code code;
  float nms_threshold, eta, confidence;
  int64_t nms_top_k, keep_top_k;
};

Settings read_settings(const Node& node) {
  static const std::map<std::string, Code> codes = {
      {"corner", Code::Corner}, {"center_size", Code::CenterSize}, {"corner_size", Code::CornerSize}};
  const auto code = codes.find(node.get_string("code_type", "corner"));
  nn::require(code != codes.end(), "code_type must be corner, center_size or corner_size");
  Settings s{node.require<int64_t>("num_classes"),
             node.get_int("background_label", 0),
             node.get_int("share_location", 1) != 0,
             node.get_int("variance_encoded", 0) != 0,
             node.get_int("clip", 0) != 0,
             code->second,
             node.get_float("nms_threshold", 0.3f),
             node.get_float("nms_eta", 1.0f),
             node.get_float("confidence_threshold", std::numeric_limits<float>::lowest()),
             node.get_int("nms_top_k", -1),
             node.get_int("keep_top_k", -1)};
  nn::require(s.classes >= 1 && s.classes <= (1 << 20), "num_classes is out of range");
  nn::require(s.eta > 0 && s.eta <= 1, "nms_eta must be above 0 and at most 1");
  return s;
}

// Inputs: locations [N, P * L * 4] (L = 1, or classes), confidences [N, P * classes], priors [1 or N, 2, P *
// 4].
struct Sizes {
  int64_t batch, priors, rows;  // rows: of the output, per image
};

Sizes sizes_of(const Settings& s, const Shape& locations, const Shape& confidences, const Shape& priors) {
  nn::require_rank(priors, 3, "the priors");
  const int64_t batch = locations.empty() ? 0 : locations[0], count = priors[2] / 4;
  const int64_t sets = s.share_location ? 1 : s.classes;
  nn::require(priors[2] % 4 == 0, "the priors do not have four coordinates each");
  nn::require(priors[1] == 2 || (s.variance_encoded && priors[1] == 1), "the priors have no variances");
  nn::require(priors[0] == 1 || priors[0] == batch, "the priors belong to another number of images");
  nn::require(element_count(locations) == multiply_sizes(batch, multiply_sizes(count, sets * 4)),
              "the locations do not fit the priors");
  nn::require(!confidences.empty() && confidences[0] == batch &&
                  element_count(confidences) == multiply_sizes(batch, multiply_sizes(count, s.classes)),
              "the confidences do not fit the priors");
  const bool has_background = s.background >= 0 && s.background < s.classes;
  const int64_t per_class = s.nms_top_k >= 0 ? std::min(s.nms_top_k, count) : count;
  const int64_t all = multiply_sizes(per_class, s.classes - (has_background ? 1 : 0));
  return {batch, count, s.keep_top_k >= 0 ? std::min(s.keep_top_k, all) : all};
}

Shape output_shape(const Sizes& sizes) { return {1, 1, multiply_sizes(sizes.batch, sizes.rows), 7}; }

void infer(InferContext& ctx) {
  ctx.output_unknown(0, DataType::Float);
  const Shape &locations = ctx.shape(0), &confidences = ctx.shape(1), &priors = ctx.shape(2);
  if (!is_static(locations) || !is_static(confidences) || !is_static(priors)) throw InferContext::Unknown();
  const Shape shape = output_shape(sizes_of(read_settings(ctx.node()), locations, confidences, priors));
  check_size(shape);
  ctx.output(0, DataType::Float, shape);
}

Box decode(const Settings& s, const float* p, const float* variance, const float* l) {
  const auto v = [&](size_t i) { return s.variance_encoded ? 1.0f : variance[i]; };
  const float width = p[2] - p[0], height = p[3] - p[1];
  if (s.code == Code::Corner)
    return {p[0] + v(0) * l[0], p[1] + v(1) * l[1], p[2] + v(2) * l[2], p[3] + v(3) * l[3]};
  if (s.code == Code::CornerSize)
    return {p[0] + v(0) * l[0] * width, p[1] + v(1) * l[1] * height, p[2] + v(2) * l[2] * width,
            p[3] + v(3) * l[3] * height};
  const float x = v(0) * l[0] * width + (p[0] + p[2]) / 2, y = v(1) * l[1] * height + (p[1] + p[3]) / 2;
  const float w = std::exp(v(2) * l[2]) * width, h = std::exp(v(3) * l[3]) * height;
  return {x - w / 2, y - h / 2, x + w / 2, y + h / 2};
}

struct Detection {
  int64_t label;
  float score;
  Box box;
};

class Image {
 public:
  Image(const Settings& s, const Sizes& sizes, const float* locations, const float* confidences,
        const float* priors)
      : s_(s), sizes_(sizes), locations_(locations), confidences_(confidences), priors_(priors) {}

  // By label, best first within each.
  std::vector<Detection> detect() const {
    std::vector<Detection> found;
    std::vector<Box> boxes;
    for (int64_t label = 0; label < s_.classes; ++label) {
      if (label == s_.background) continue;
      if (boxes.empty() || !s_.share_location) boxes = decoded(s_.share_location ? 0 : label);
      const auto order =
          detection::ranked(confidences_ + label, sizes_.priors, s_.classes, s_.confidence, s_.nms_top_k);
      for (const int64_t i : detection::suppressed(boxes, order, s_.nms_threshold, s_.eta, 0, -1))
        found.push_back({label, confidences_[i * s_.classes + label], boxes[size_t(i)]});
    }
    keep_best(found);
    return found;
  }

 private:
  [[nodiscard]] std::vector<Box> decoded(int64_t set) const {
    const int64_t sets = s_.share_location ? 1 : s_.classes;
    std::vector<Box> boxes;
    for (int64_t i = 0; i < sizes_.priors; ++i) {
      Box box =
          decode(s_, priors_ + 4 * i, priors_ + 4 * (sizes_.priors + i), locations_ + 4 * (i * sets + set));
      if (s_.clip)
        for (float* edge : {&box.left, &box.top, &box.right, &box.bottom})
          *edge = std::clamp(*edge, 0.0f, 1.0f);
      boxes.push_back(box);
    }
    return boxes;
  }

  void keep_best(std::vector<Detection>& found) const {
    if (s_.keep_top_k < 0 || int64_t(found.size()) <= s_.keep_top_k) return;
    std::stable_sort(found.begin(), found.end(),
                     [](const Detection& a, const Detection& b) { return a.score > b.score; });
    found.resize(size_t(s_.keep_top_k));
    std::stable_sort(found.begin(), found.end(),
                     [](const Detection& a, const Detection& b) { return a.label < b.label; });
  }

  const Settings& s_;
  const Sizes& sizes_;
  const float *locations_, *confidences_, *priors_;
};

void compute(ComputeContext& ctx) {
  const Tensor &locations = ctx.input(0), &confidences = ctx.input(1), &priors = ctx.input(2);
  const Settings s = read_settings(ctx.node());
  const Sizes sizes = sizes_of(s, locations.dims, confidences.dims, priors.dims);
  const Shape shape = output_shape(sizes);
  check_size(shape);
  Tensor& y = ctx.output(0, DataType::Float, shape);
  float* out = y.mutable_data<float>();
  std::fill_n(out, y.count(), -1.0f);
  const int64_t sets = s.share_location ? 1 : s.classes;
  for (int64_t n = 0; n < sizes.batch; ++n) {
    const int64_t prior_set = priors.dims[0] == 1 ? 0 : n;
    const Image image(s, sizes, locations.data<float>() + n * sizes.priors * sets * 4,
                      confidences.data<float>() + n * sizes.priors * s.classes,
                      priors.data<float>() + prior_set * priors.dims[1] * priors.dims[2]);
    // Images follow each other without gaps; what is left over stands at the end.
    for (const Detection& d : image.detect())
      for (const float value :
           {float(n), float(d.label), d.score, d.box.left, d.box.top, d.box.right, d.box.bottom})
        *out++ = value;
  }
}

}  // namespace

QUERN_OPERATOR(kQuernDomain, "DetectionOutput", infer, compute);

}  // namespace quern::ops
