// Reads the chip's golden single-command cases and the tensors inside its local memory. The format is
// described in the README beside the vectors, the data layouts in isa.md.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <quern/graph/tensor.hpp>

namespace quern::ops::test {

// The chip's local memory: 64 lanes of 512 KiB.
inline constexpr int64_t kLanes = 64, kLaneBytes = 512 * 1024, kLocalBase = 0x08000000;

struct Case {
  std::string name;
  std::map<std::string, int64_t> fields;  // absent fields are 0
  std::vector<uint8_t> before, after;     // local memory

  [[nodiscard]] int64_t field(const std::string& key) const {
    const auto it = fields.find(key);
    return it == fields.end() ? 0 : it->second;
  }
  [[nodiscard]] bool flag(const std::string& key) const { return field(key) != 0; }
};

// Calls f for every case of a kind, e.g. "conv_i8_to_i8". Throws where the file is damaged.
void for_each_case(const std::string& kind, void (*f)(const Case&));

// Where the elements of one operand lie.
struct Operand {
  int64_t address;      // of lane memory, without kLocalBase
  int64_t channels;     // all channels, for the number of slots
  int64_t n, c, h, w;   // strides: batch group, channel slot, row, column, in units of `unit` bytes
  int64_t unit;         // bytes per step of a stride
  int64_t batches = 1;  // batches that share one unit (4 for 8 bits, 2 for 16 bits)

  [[nodiscard]] size_t byte(int64_t batch, int64_t channel, int64_t row, int64_t column) const;
};

// Operand `name` ("opd0", "opd1", "res0") of a command, as an activation of the given size in [N, C, H, W].
// `bytes` is 1 or 2 per element.
Operand activation(const Case& c, const std::string& name, const Shape& shape, int64_t bytes = 1);

// Element at an offset of a memory image, sign- or zero-extended.
int32_t read_element(const std::vector<uint8_t>& memory, size_t at, int64_t bytes, bool is_signed);

// An activation of 8 bits as an ONNX tensor.
Tensor read_activation(const std::vector<uint8_t>& memory, const Operand& operand, const Shape& shape,
                       bool is_signed);

}  // namespace quern::ops::test
