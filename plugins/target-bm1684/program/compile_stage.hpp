// One graph with static shapes to one stage of a program.
#pragma once

#include <string>
#include <vector>

#include "bmodel/model.hpp"
#include "program/network.hpp"
#include "translate/translator.hpp"

namespace quern::bm1684 {

struct CompiledStage {
  bmodel::Stage stage;
  std::vector<HostNode> host_nodes;  // what the host processor computes, and why
  int64_t macs = 0;                  // of the chip's layers
  size_t groups = 0;
};

// `graph` is fp32.onnx or int8.onnx in memory; `optimisation` is 0, 1 or 2. Throws Error.
CompiledStage compile_stage(const Graph& graph, int optimisation);

}  // namespace quern::bm1684
