// What is wrong with an instruction: sentences, gathered by the check() of each kind.
#pragma once

#include <string>
#include <vector>

#include "access.hpp"

namespace quern::bm1684 {

class Findings {
 public:
  void require(bool holds, const std::string& otherwise) {
    if (!holds) list_.push_back(otherwise);
  }
  // lowest <= value <= highest
  void range(const std::string& what, int64_t value, int64_t lowest, int64_t highest);
  void sizes(const std::string& what, const Dims& dims, int64_t max_channels);
  void window(const Window& window, const Dims& input, const Dims& result);
  // The operand's element size divides its address; aligned operands start at a row of 128 bytes.
  void alignment(const std::string& what, const Operand& operand, uint32_t explicit_alignment = 4);
  // Every byte lies within the lane it belongs to.
  void lane_bounds(const Accesses& accesses);

  [[nodiscard]] std::vector<std::string> take() { return std::move(list_); }

 private:
  std::vector<std::string> list_;
};

}  // namespace quern::bm1684
