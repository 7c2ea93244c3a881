#include "graph/network.hpp"

#include <map>
#include <set>

namespace quern::frontend::paddle {
namespace {

int64_t column_of(const Op& op) {
  const auto it = op.attributes.find("col");
  const auto* column = it == op.attributes.end() ? nullptr : std::get_if<int64_t>(&it->second);
  return column ? *column : 0;
}

void append_variables(const std::vector<Slot>& slots, std::vector<std::string>& names) {
  for (const Slot& slot : slots)
    for (const std::string& name : slot.variables)
      if (!name.empty()) names.push_back(name);
}

ValueInfo input_of(const Network& network, const std::string& name) {
  const auto it = network.variables.find(name);
  if (it == network.variables.end() || it->second.type == DataType::Undefined)
    throw InputError("input \"" + name + "\" has no element type in the program", name);
  ValueInfo value;
  value.name = name;
  value.type = converted_type(it->second.type);
  if (it->second.has_dims) value.shape = it->second.dims;
  return value;
}

// Names by feed or fetch column; operators of one column keep their order.
using Columns = std::multimap<int64_t, std::string>;

Columns guessed_inputs(const Network& network) {
  Columns inputs;
  std::set<std::string> made;
  for (const Op& op : network.ops) {
    std::vector<std::string> read, written;
    append_variables(op.inputs, read);
    append_variables(op.outputs, written);
    for (const std::string& name : read) {
      const auto it = network.variables.find(name);
      const bool is_tensor = it != network.variables.end() && it->second.kind == VariableKind::Tensor;
      if (is_tensor && !it->second.is_persistable && made.insert(name).second) inputs.emplace(0, name);
    }
    made.insert(written.begin(), written.end());
  }
  return inputs;
}

Columns guessed_outputs(const Network& network) {
  std::vector<std::string> read;
  for (const Op& op : network.ops) append_variables(op.inputs, read);
  const std::set<std::string> used(read.begin(), read.end());
  Columns outputs;
  for (const Op& op : network.ops) {
    std::vector<std::string> written;
    append_variables(op.outputs, written);
    bool is_last = !written.empty();
    for (const std::string& name : written) is_last = is_last && !used.contains(name);
    if (is_last) outputs.emplace(0, written[0]);
  }
  return outputs;
}

}  // namespace

Network network_of(const Program& program) {
  Network network;
  for (const Block& block : program.blocks)
    for (const auto& [name, variable] : block.variables) network.variables.emplace(name, variable);
  Columns inputs, outputs;
  for (const Op& op : program.blocks[0].ops) {
    std::vector<std::string> fed, fetched;
    if (op.type == "feed") {
      append_variables(op.outputs, fed);
      for (const std::string& name : fed) inputs.emplace(column_of(op), name);
    } else if (op.type == "fetch") {
      append_variables(op.inputs, fetched);
      for (const std::string& name : fetched) outputs.emplace(column_of(op), name);
    } else {
      network.ops.push_back(op);
    }
  }
  if (inputs.empty())
    for (const auto& [name, variable] : std::map<std::string, Variable>(program.blocks[0].variables.begin(),
                                                                        program.blocks[0].variables.end()))
      if (variable.is_feed && variable.kind == VariableKind::Tensor) inputs.emplace(0, name);
  if (inputs.empty()) inputs = guessed_inputs(network);
  if (outputs.empty()) outputs = guessed_outputs(network);
  std::set<std::string> seen;
  for (const auto& [column, name] : inputs)
    if (seen.insert(name).second) network.inputs.push_back(input_of(network, name));
  seen.clear();
  for (const auto& [column, name] : outputs)
    if (seen.insert(name).second) network.outputs.push_back(name);
  if (network.outputs.empty())
    throw InputError("the program has no outputs", "", "Export it with the outputs that are wanted.");
  return network;
}

}  // namespace quern::frontend::paddle
