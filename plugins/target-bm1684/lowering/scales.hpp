// Which quantisation each tensor should have: the thresholds of calibration.yaml, adjusted where the graph
// makes tensors share a scale.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include <quern/graph/index.hpp>
#include <quern/plugin.h>
#include <quern/quant/sharing.hpp>

#include "lowering/quantisation.hpp"

namespace quern::bm1684 {

class Scales {
 public:
  Scales(const Graph& graph, const GraphIndex& index, const quern_calibration* entries, uint64_t count);

  // The quantisation wanted for a tensor; nothing where calibration.yaml has no threshold for it.
  [[nodiscard]] std::optional<Quantisation> wanted(const std::string& tensor) const;
  // The user asked for the producer of this tensor to stay in float.
  [[nodiscard]] bool keep_float(const std::string& tensor) const {
    return keep_float_.contains(tensor) || keep_float_.contains(sharing_.entry_source(tensor));
  }

  // The threshold of this tensor is that of a Concat it flows into.
  [[nodiscard]] bool is_merged(const std::string& tensor) const {
    return merged_.contains(sharing_.entry_source(tensor));
  }

 private:
  void merge_concats();
  // `tensor` and the tensors it is moved from have one reader each.
  [[nodiscard]] bool feeds_only(const std::string& tensor) const;

  const Graph* graph_;
  const GraphIndex* index_;
  quant::Sharing sharing_;
  std::unordered_map<std::string, Quantisation> entries_;
  std::unordered_set<std::string> keep_float_;
  std::unordered_set<std::string> merged_;
};

}  // namespace quern::bm1684
