#include "model/graph.hpp"

#include <charconv>

namespace quern::frontend::tensorflow {

TensorName parse_tensor_name(const std::string& text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon + 1 == text.size()) return {text, 0};
  uint32_t output = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, output);
  if (error != std::errc() || stop != end) return {text, 0};
  return {text.substr(0, colon), output};
}

std::string tensor_name(const std::string& node, size_t output) {
  return output == 0 ? node : node + ":" + std::to_string(output);
}

}  // namespace quern::frontend::tensorflow
