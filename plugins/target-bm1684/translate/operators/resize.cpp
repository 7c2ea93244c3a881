// Resize: nearest neighbour by whole factors.
#include "layers/upsample.hpp"
#include "translate/operators.hpp"

namespace quern::bm1684 {

std::string translate_resize(Translator& t, const Node& node) {
  const Shape& x = t.shape(node.inputs[0]);
  const Shape& y = t.shape(node.outputs[0]);
  if (x.size() != 4 || x[0] != y[0] || x[1] != y[1]) return "it resizes other axes than the last two of four";
  if (node.get_string("mode", "nearest") != "nearest") return "only nearest-neighbour resizing is translated";
  if (y[2] % x[2] != 0 || y[3] % x[3] != 0) return "its factors are not whole";
  const int64_t fh = y[2] / x[2], fw = y[3] / x[3];
  // Which input an output takes must be its number divided by the factor.
  const std::string place = node.get_string("coordinate_transformation_mode", "half_pixel");
  const std::string rounding = node.get_string("nearest_mode", "round_prefer_floor");
  const bool is_floor = place == "asymmetric" && rounding == "floor";
  const bool is_middle =
      (place == "half_pixel" || place == "pytorch_half_pixel") && rounding.starts_with("round");
  const bool is_rounded = place == "asymmetric" && rounding == "round_prefer_floor" && fh <= 2 && fw <= 2;
  if (!is_floor && !is_middle && !is_rounded) return "its rule for the nearest neighbour is not translated";
  auto layer = std::make_unique<UpsampleLayer>();
  layer->factor_h = int(fh), layer->factor_w = int(fw);
  layer->inputs = {t.canonical(node.inputs[0])};
  layer->output = {t.make(node.outputs[0]), canonical_dims(y)};
  t.add(node, std::move(layer));
  return "";
}

}  // namespace quern::bm1684
