#include "ops/layout.hpp"

namespace quern::frontend::paddle {

bool is_channels_last(const Context& layer, const char* name) {
  const std::string format = layer.text(name, "NCHW");
  return format == "NHWC" || format == "NDHWC" || format == "NLC" || format == "NWC";
}

std::string channels_first(Context& layer, const std::string& tensor) {
  const auto rank = int64_t(layer.rank(tensor));
  std::vector<int64_t> order = {0, rank - 1};
  for (int64_t i = 1; i + 1 < rank; ++i) order.push_back(i);
  return layer.add("channels_first", "Transpose", {tensor}, {{"perm", order}});
}

std::string channels_last(Context& layer, const std::string& tensor) {
  const auto rank = int64_t(layer.rank(tensor));
  std::vector<int64_t> order = {0};
  for (int64_t i = 2; i < rank; ++i) order.push_back(i);
  order.push_back(1);
  return layer.add("channels_last", "Transpose", {tensor}, {{"perm", order}});
}

}  // namespace quern::frontend::paddle
