#include "command/info_model.hpp"

#include <iostream>
#include <map>

#include <quern/onnx/file.hpp>

#include "report/macs.hpp"

namespace quern::command {
namespace {

void print_ports(const char* title, const std::vector<ValueInfo>& values) {
  std::cout << title << "\n";
  for (const ValueInfo& value : values)
    std::cout << "  " << value.name << ": " << name_of(value.type) << " "
              << (value.shape ? to_string(*value.shape) : "of unknown shape") << "\n";
}

struct Kind {
  size_t nodes = 0;
  int64_t macs = 0;
};

void print_operators(const Graph& graph) {
  std::map<std::string, Kind> kinds;
  bool complete = true;
  int64_t total = 0;
  for (const Node& node : graph.nodes) {
    Kind& kind = kinds[node.domain.empty() ? node.op_type : node.domain + "." + node.op_type];
    ++kind.nodes;
    try {
      const int64_t macs = report::macs_of(graph, node);
      kind.macs += macs;
      total += macs;
    } catch (const Error&) {
      complete = false;
    }
  }
  std::cout << "operators\n";
  for (const auto& [name, kind] : kinds) {
    std::cout << "  " << name << ": " << kind.nodes;
    if (kind.macs > 0) std::cout << " (" << kind.macs << " MACs)";
    std::cout << "\n";
  }
  std::cout << "MACs per run: " << total << (complete ? "" : ", without nodes of unknown shape") << "\n";
}

}  // namespace

void print_model(const std::string& file) {
  const Model model = load_model(file);
  const Graph& graph = model.graph;
  std::cout << "ONNX model, IR version " << model.ir_version;
  for (const auto& [domain, version] : model.opsets)
    std::cout << ", " << (domain.empty() ? "opset" : domain) << " " << version;
  if (!model.producer_name.empty())
    std::cout << ", made by " << model.producer_name << " " << model.producer_version;
  std::cout << "\n";
  print_ports("inputs", graph.inputs);
  print_ports("outputs", graph.outputs);
  int64_t parameters = 0;
  for (const auto& [name, tensor] : graph.initializers) parameters += tensor.count();
  std::cout << "nodes: " << graph.nodes.size() << "\nparameters: " << parameters << "\n";
  print_operators(graph);
}

}  // namespace quern::command
