#include "window.hpp"

#include <algorithm>

namespace quern::cpu {

std::optional<Window> window_of(const Node& node, const Shape& kernel, size_t spatial) {
  const std::string auto_pad = node.get_string("auto_pad", "NOTSET");
  if (auto_pad != "NOTSET" && auto_pad != "VALID") return std::nullopt;
  Window window;
  window.kernel = kernel;
  window.strides = node.get_ints("strides", Shape(spatial, 1));
  window.dilations = node.get_ints("dilations", Shape(spatial, 1));
  const Shape pads =
      auto_pad == "VALID" ? Shape(2 * spatial, 0) : node.get_ints("pads", Shape(2 * spatial, 0));
  if (kernel.size() != spatial || window.strides.size() != spatial || window.dilations.size() != spatial ||
      pads.size() != 2 * spatial)
    return std::nullopt;
  const auto is_positive = [](const Shape& s) {
    return std::all_of(s.begin(), s.end(), [](int64_t v) { return v > 0; });
  };
  if (!is_positive(kernel) || !is_positive(window.strides) || !is_positive(window.dilations))
    return std::nullopt;
  window.pads_begin.assign(pads.begin(), pads.begin() + int64_t(spatial));
  window.pads_end.assign(pads.begin() + int64_t(spatial), pads.end());
  return window;
}

}  // namespace quern::cpu
