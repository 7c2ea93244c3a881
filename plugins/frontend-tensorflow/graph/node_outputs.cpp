#include "graph/node_outputs.hpp"

#include <algorithm>
#include <map>
#include <string_view>

namespace quern::frontend::tensorflow {
namespace {

using Names = std::vector<std::string_view>;

// Operators with several named outputs, in order.
const std::map<std::string_view, Names>& named_outputs() {
  static const Names batch_norm = {
      "y", "batch_mean", "batch_variance", "reserve_space_1", "reserve_space_2", "reserve_space_3"};
  static const Names switched = {"output_false", "output_true"}, merged = {"output", "value_index"};
  static const Names ranged = {"output", "output_min", "output_max"};
  static const std::map<std::string_view, Names> table = {
      {"FusedBatchNorm", batch_norm},
      {"FusedBatchNormV2", batch_norm},
      {"FusedBatchNormV3", batch_norm},
      {"_FusedBatchNormEx", batch_norm},
      {"Switch", switched},
      {"RefSwitch", switched},
      {"Merge", merged},
      {"RefMerge", merged},
      {"TopK", {"values", "indices"}},
      {"TopKV2", {"values", "indices"}},
      {"MaxPoolWithArgmax", {"output", "argmax"}},
      {"NonMaxSuppressionV4", {"selected_indices", "valid_outputs"}},
      {"NonMaxSuppressionV5", {"selected_indices", "selected_scores", "valid_outputs"}},
      {"CombinedNonMaxSuppression", {"nmsed_boxes", "nmsed_scores", "nmsed_classes", "valid_detections"}},
      {"QuantizeV2", ranged},
      {"Unique", {"y", "idx"}},
      {"UniqueV2", {"y", "idx"}},
      {"BlockLSTM", {"i", "cs", "f", "o", "ci", "co", "h"}},
      {"BlockLSTMV2", {"i", "cs", "f", "o", "ci", "co", "h"}},
      {"LSTMBlockCell", {"i", "cs", "f", "o", "ci", "co", "h"}},
      {"GRUBlockCell", {"r", "u", "c", "h"}},
      {"DecodeWav", {"audio", "sample_rate"}},
  };
  return table;
}

size_t list_size(const Node& node, std::string_view attribute, size_t fallback) {
  const auto* count = node.find<int64_t>(attribute);
  return count && *count >= 1 && *count < 100'000 ? size_t(*count) : fallback;
}

}  // namespace

size_t output_count(const Node& node) {
  if (node.op.starts_with("FusedBatchNorm") || node.op == "_FusedBatchNormEx") return 3;
  if (const auto it = named_outputs().find(node.op); it != named_outputs().end()) return it->second.size();
  if (node.op == "Split" || node.op == "SplitV") return list_size(node, "num_split", 1);
  if (node.op == "Unpack") return list_size(node, "num", 1);
  if (node.op == "ShapeN") return list_size(node, "N", 1);
  if (node.op == "IdentityN") return std::max<size_t>(node.inputs.size(), 1);
  return 1;
}

size_t output_number(const std::string& op, const std::string& name, size_t k) {
  const auto it = named_outputs().find(op);
  if (it == named_outputs().end()) return k;
  const auto at = std::find(it->second.begin(), it->second.end(), name);
  return at == it->second.end() ? k : size_t(at - it->second.begin()) + k;
}

}  // namespace quern::frontend::tensorflow
