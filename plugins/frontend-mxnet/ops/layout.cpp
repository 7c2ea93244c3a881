#include "ops/layout.hpp"

#include <numeric>

namespace quern::frontend::mxnet {

Shape channels_first(size_t rank) {
  Shape order(rank);
  std::iota(order.begin(), order.end(), 0);
  if (rank < 3) return order;
  order.erase(order.end() - 1);
  order.insert(order.begin() + 1, int64_t(rank) - 1);
  return order;
}

Shape channels_last(size_t rank) {
  Shape order(rank);
  std::iota(order.begin(), order.end(), 0);
  if (rank < 3) return order;
  order.erase(order.begin() + 1);
  order.push_back(1);
  return order;
}

bool has_channels_last(const Context& layer) {
  const std::string layout = layer.attributes().text("layout", "");
  if (layout.empty() || layout == "NCW" || layout == "NCHW" || layout == "NCDHW") return false;
  if (layout == "NWC" || layout == "NHWC" || layout == "NDHWC") return true;
  throw UnsupportedError("layout \"" + layout + "\"");
}

}  // namespace quern::frontend::mxnet
