#include "ops/window.hpp"

#include <algorithm>

namespace quern::frontend::paddle {
namespace {

constexpr int64_t kLargest = int64_t(1) << 30;

void require_range(const Shape& values, int64_t least, const char* what) {
  for (const int64_t v : values)
    if (v < least || v > kLargest)
      throw InputError(std::string(what) + " of " + std::to_string(v) + " is out of range");
}

void read_explicit_pads(const Context& layer, size_t axes, Window& window) {
  std::vector<int64_t> pads = layer.ints("paddings", std::vector<int64_t>(axes, 0));
  if (pads.size() == 2 * (axes + 2)) {  // batch and channel, too
    if (layer.text("data_format", "NCHW").ends_with("C"))
      pads = std::vector<int64_t>(pads.begin() + 2, pads.end() - 2);
    else
      pads.erase(pads.begin(), pads.begin() + 4);
  }
  if (pads.size() == 2 * axes) {
    for (size_t i = 0; i < axes; ++i) {
      window.pads_begin.push_back(pads[2 * i]);
      window.pads_end.push_back(pads[2 * i + 1]);
    }
    return;
  }
  window.pads_begin = window.pads_end = per_axis(std::move(pads), axes, "paddings");
}

}  // namespace

std::vector<int64_t> Window::pads() const {
  std::vector<int64_t> all = pads_begin;
  all.insert(all.end(), pads_end.begin(), pads_end.end());
  return all;
}

Shape per_axis(std::vector<int64_t> values, size_t axes, const char* what) {
  if (values.size() == 1) values.assign(axes, values[0]);
  if (values.size() != axes)
    throw InputError("attribute " + std::string(what) + " has " + std::to_string(values.size()) +
                     " entries, not " + std::to_string(axes));
  return values;
}

Window window_of(const Context& layer, const Shape& kernel, const Shape& spatial) {
  const size_t axes = spatial.size();
  Window window;
  window.kernel = kernel;
  window.strides = per_axis(layer.ints("strides", {1}), axes, "strides");
  window.dilations = per_axis(layer.ints("dilations", {1}), axes, "dilations");
  require_range(window.kernel, 1, "a kernel size");
  require_range(window.strides, 1, "a stride");
  require_range(window.dilations, 1, "a dilation");
  const std::string algorithm = layer.text("padding_algorithm", "EXPLICIT");
  if (algorithm == "SAME") {
    window.dilations.assign(axes, 1);
    for (size_t i = 0; i < axes; ++i) {
      const int64_t positions = (spatial[i] + window.strides[i] - 1) / window.strides[i];
      const int64_t all = std::max<int64_t>((positions - 1) * window.strides[i] + kernel[i] - spatial[i], 0);
      window.pads_begin.push_back(all / 2);
      window.pads_end.push_back(all - all / 2);
    }
  } else if (algorithm == "VALID") {
    window.pads_begin.assign(axes, 0);
    window.pads_end.assign(axes, 0);
  } else {
    read_explicit_pads(layer, axes, window);
  }
  require_range(window.pads_begin, 0, "a padding");
  require_range(window.pads_end, 0, "a padding");
  return window;
}

}  // namespace quern::frontend::paddle
