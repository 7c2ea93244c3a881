#include "graph/single_assignment.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace quern::frontend::paddle {
namespace {

bool reads(const Op& op, const std::string& variable) {
  return std::any_of(op.inputs.begin(), op.inputs.end(), [&](const Slot& slot) {
    return std::count(slot.variables.begin(), slot.variables.end(), variable) > 0;
  });
}

void drop_updates_of_parameters(const Network& network, Op& op) {
  for (Slot& slot : op.outputs)
    for (std::string& variable : slot.variables)
      if (network.is_parameter(variable) && reads(op, variable)) variable.clear();
}

void for_each_read(Op& op, const std::function<void(std::string&)>& visit) {
  for (Slot& slot : op.inputs)
    for (std::string& variable : slot.variables)
      if (!variable.empty()) visit(variable);
  for (auto& [name, value] : op.attributes)
    if (auto* list = std::get_if<VariableNames>(&value))
      for (std::string& variable : list->names) visit(variable);
}

void for_each_written(Op& op, const std::function<void(std::string&)>& visit) {
  for (Slot& slot : op.outputs)
    for (std::string& variable : slot.variables)
      if (!variable.empty()) visit(variable);
}

class Versions {
 public:
  explicit Versions(Network& network) : network_(&network) {
    for (const ValueInfo& input : network.inputs) given_.insert(input.name);
    for (Op& op : network.ops) for_each_written(op, [&](std::string& v) { ++writes_[v]; });
  }
  void read(std::string& variable) const {
    if (const auto it = current_.find(variable); it != current_.end()) variable = it->second;
  }
  void write(std::string& variable) {
    const std::string name = variable;
    const int version = ++written_[name];
    const bool is_given = given_.contains(name) || network_->is_parameter(name);
    if (is_given || version < writes_[name]) variable = fresh(name, version);
    current_[name] = variable;
    if (const auto it = network_->variables.find(name); variable != name && it != network_->variables.end()) {
      Variable renamed = it->second;
      renamed.name = variable;
      renamed.is_persistable = false;
      network_->variables.emplace(variable, renamed);
    }
  }
  // Names of the last values that are not called like their variables.
  [[nodiscard]] std::unordered_map<std::string, std::string> renamed() const {
    std::unordered_map<std::string, std::string> names;
    for (const auto& [variable, name] : current_)
      if (variable != name) names.emplace(variable, name);
    return names;
  }

 private:
  [[nodiscard]] std::string fresh(const std::string& variable, int version) const {
    std::string name = variable + "@" + std::to_string(version);
    while (network_->variables.contains(name)) name += "'";
    return name;
  }

  Network* network_;
  std::set<std::string> given_;
  std::unordered_map<std::string, int> writes_, written_;
  std::unordered_map<std::string, std::string> current_;
};

std::string name_of(const Op& op, size_t number) {
  for (const Slot& slot : op.outputs)
    for (const std::string& variable : slot.variables)
      if (!variable.empty()) return variable;
  return op.type + "#" + std::to_string(number);
}

}  // namespace

std::unordered_map<std::string, std::string> assign_once(Network& network) {
  for (Op& op : network.ops) drop_updates_of_parameters(network, op);
  Versions versions(network);
  for (size_t i = 0; i < network.ops.size(); ++i) {
    Op& op = network.ops[i];
    for_each_read(op, [&](std::string& variable) { versions.read(variable); });
    for_each_written(op, [&](std::string& variable) { versions.write(variable); });
    op.name = name_of(op, i);
  }
  return versions.renamed();
}

}  // namespace quern::frontend::paddle
