// What lowering decided, node by node; becomes compile.json.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <quern/graph/graph.hpp>

namespace quern::bm1684 {

struct LayerReport {
  std::string node, op_type, source;
  bool is_integer = false;
  std::string reason;  // why it stayed in float
  int64_t macs = 0;    // multiply-accumulates per run
};

// A node that the host processor computes because the chip cannot.
struct HostReport {
  std::string node, op_type, reason;
};

struct LoweringReport {
  std::vector<LayerReport> layers;
  std::vector<HostReport> host_nodes;
  int64_t quantise_casts = 0;
  int64_t dequantise_casts = 0;

  // Share of the multiply-accumulates that run on integers, 0 to 1; 1 where there are none.
  [[nodiscard]] double integer_mac_share() const;
  [[nodiscard]] std::string to_json(const std::string& network) const;
};

// Multiply-accumulates of a node of a canonical graph, padding counted as work.
int64_t macs_of(const Graph& graph, const Node& node);

}  // namespace quern::bm1684
