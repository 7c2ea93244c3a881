// compile.json: what the target made of each layer.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace quern::report {

struct Layer {
  std::string node, op_type, source;
  bool is_integer = false;
  std::string reason;  // why it stayed in float
  int64_t macs = 0;    // multiply-accumulates per run
};

struct CompileReport {
  double integer_mac_share = 0;  // 0 to 1
  std::vector<Layer> layers;

  [[nodiscard]] int64_t macs() const;
  [[nodiscard]] size_t float_layers() const;
};

// Throws InputError with `where` as the file's name.
CompileReport decode_compile_report(const std::string& text, const std::string& where);

// Layers that stayed float, with the same operator and for the same reason.
struct FloatGroup {
  std::string op_type, reason;
  std::vector<std::string> nodes;
  int64_t macs = 0;
};

// In the order of their first layer.
std::vector<FloatGroup> group_float_layers(const CompileReport& report);

}  // namespace quern::report
