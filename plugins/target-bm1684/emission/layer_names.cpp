#include "emission/synchronise.hpp"
#include "isa/layer_table.hpp"

namespace quern::bm1684 {

std::vector<LayerCommands> layer_commands(const std::vector<Commands>& groups, size_t first_group,
                                          const std::vector<std::string>& names) {
  std::vector<LayerCommands> list;
  for (size_t g = 0; g < groups.size(); ++g) {
    const auto group = uint32_t(first_group + g);
    // Runs of neighbouring commands of one layer, each queue for itself.
    const auto add = [&](const std::vector<int>& layers, bool is_bd) {
      for (size_t i = 0; i < layers.size();) {
        size_t end = i + 1;
        while (end < layers.size() && layers[end] == layers[i]) ++end;
        if (layers[i] >= 0) {
          LayerCommands run;
          run.group = group;
          (is_bd ? run.bd_first : run.gdma_first) = uint32_t(i);
          (is_bd ? run.bd_count : run.gdma_count) = uint32_t(end - i);
          run.name = names[size_t(layers[i])];
          list.push_back(std::move(run));
        }
        i = end;
      }
    };
    add(groups[g].bd_layers, true);
    add(groups[g].gdma_layers, false);
  }
  return list;
}

}  // namespace quern::bm1684
