// Which commands belong to which layer: text that a compiler may leave in a program (Stage::statistics of the
// container) for the disassembler and for profiles. One line per layer:
//   <group> <first bd> <bds> <first gdma> <gdmas> <name to the end of the line>
// Commands are counted from 0 within their group.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace quern::bm1684 {

struct LayerCommands {
  uint32_t group = 0;
  uint32_t bd_first = 0, bd_count = 0, gdma_first = 0, gdma_count = 0;
  std::string name;
  bool operator==(const LayerCommands&) const = default;
};

std::string write_layer_table(const std::vector<LayerCommands>& layers);

// Empty where the text is not such a table: the field may hold something of another compiler's.
std::vector<LayerCommands> read_layer_table(std::string_view text);

// The layer of a command; empty where no line has it.
std::string layer_of_bd(const std::vector<LayerCommands>& layers, uint32_t group, uint32_t index);
std::string layer_of_gdma(const std::vector<LayerCommands>& layers, uint32_t group, uint32_t index);

}  // namespace quern::bm1684
