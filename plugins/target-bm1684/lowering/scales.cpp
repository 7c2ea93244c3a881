#include "lowering/scales.hpp"

#include <algorithm>

namespace quern::bm1684 {

Scales::Scales(const Graph& graph, const GraphIndex& index, const quern_calibration* entries, uint64_t count)
    : graph_(&graph), index_(&index), sharing_(graph) {
  for (uint64_t i = 0; i < count; ++i) {
    const quern_calibration& entry = entries[i];
    if (entry.keep_float) keep_float_.insert(entry.tensor);
    if (entry.threshold > 0) entries_[entry.tensor] = {entry.threshold, entry.is_signed != 0};
  }
  merge_concats();
}

std::optional<Quantisation> Scales::wanted(const std::string& tensor) const {
  auto it = entries_.find(tensor);
  if (it == entries_.end()) it = entries_.find(sharing_.entry_source(tensor));
  return it == entries_.end() ? std::nullopt : std::optional<Quantisation>(it->second);
}

// Where an input of a Concat is read by nothing else, its producer can write in the Concat's scale at once.
void Scales::merge_concats() {
  for (auto node = graph_->nodes.rbegin(); node != graph_->nodes.rend(); ++node) {
    if (!node->is("Concat")) continue;
    const auto output = wanted(node->outputs[0]);
    if (!output) continue;
    for (const std::string& input : node->inputs) {
      const auto own = wanted(input);
      if (!own || own->is_signed != output->is_signed || !feeds_only(input)) continue;
      entries_[sharing_.entry_source(input)] = *output;
      merged_.insert(sharing_.entry_source(input));
    }
  }
}

bool Scales::feeds_only(const std::string& tensor) const {
  const std::string& first = sharing_.entry_source(tensor);
  std::string current = tensor;
  for (;;) {
    if (!index_->only_consumer(current)) return false;
    if (current == first) return true;
    const Node* producer = index_->producer(current);
    if (!producer || producer->inputs.empty()) return false;
    current = producer->inputs[0];
  }
}

}  // namespace quern::bm1684
