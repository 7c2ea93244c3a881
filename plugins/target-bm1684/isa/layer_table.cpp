#include "layer_table.hpp"

#include <algorithm>
#include <sstream>

namespace quern::bm1684 {
namespace {

constexpr std::string_view kHeading = "quern layers 1\n";

}  // namespace

std::string write_layer_table(const std::vector<LayerCommands>& layers) {
  std::ostringstream text;
  text << kHeading;
  for (const LayerCommands& l : layers) {
    std::string name = l.name;
    std::replace(name.begin(), name.end(), '\n', ' ');
    text << l.group << ' ' << l.bd_first << ' ' << l.bd_count << ' ' << l.gdma_first << ' ' << l.gdma_count
         << ' ' << name << '\n';
  }
  return text.str();
}

std::vector<LayerCommands> read_layer_table(std::string_view text) {
  std::vector<LayerCommands> layers;
  if (text.substr(0, kHeading.size()) != kHeading) return layers;
  std::istringstream lines{std::string(text.substr(kHeading.size()))};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    LayerCommands l;
    if (!(words >> l.group >> l.bd_first >> l.bd_count >> l.gdma_first >> l.gdma_count)) return {};
    std::getline(words >> std::ws, l.name);
    layers.push_back(l);
  }
  return layers;
}

std::string layer_of_bd(const std::vector<LayerCommands>& layers, uint32_t group, uint32_t index) {
  for (const LayerCommands& l : layers)
    if (l.group == group && index >= l.bd_first && index - l.bd_first < l.bd_count) return l.name;
  return {};
}

std::string layer_of_gdma(const std::vector<LayerCommands>& layers, uint32_t group, uint32_t index) {
  for (const LayerCommands& l : layers)
    if (l.group == group && index >= l.gdma_first && index - l.gdma_first < l.gdma_count) return l.name;
  return {};
}

}  // namespace quern::bm1684
