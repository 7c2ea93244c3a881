// Turns a graph into a plan. Each operator's builder (steps/builders.hpp) takes part through this class.
#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <quern/host.hpp>

#include "fusion.hpp"
#include "inference.hpp"
#include "plan.hpp"

namespace quern::cpu {

struct PlanOptions {
  int threads = 1;
  std::vector<std::string> observe;  // tensors whose values every run reports
  bool observe_unordered = false;    // the elements of observed tensors may be reported in memory order
};

class Planner {
 public:
  Planner(const Graph& graph, const PlanOptions& options);

  // Throws UnsupportedError listing all nodes that nothing here can execute, InputError for unknown observed
  // names.
  Plan build();

  // ---- For builders ----
  [[nodiscard]] const Graph& graph() const { return graph_; }
  [[nodiscard]] const TensorType& type(const std::string& tensor) const;
  [[nodiscard]] const Tensor* constant(const std::string& tensor) const { return graph_.constant(tensor); }
  [[nodiscard]] int threads() const { return options_.threads; }

  // The tensor as it was made. Throws InputError where nothing makes it.
  Value& value(const std::string& tensor);
  // The tensor in the wanted axis order; adds the step that changes the order where none did so yet.
  Value& value(const std::string& tensor, const AxisOrder& order);
  // The order in which the tensor already lies in memory; plain for constants.
  const AxisOrder& order_of(const std::string& tensor) { return value(tensor).order; }

  // A place for a tensor that the next step makes.
  Value& make(const std::string& tensor, const AxisOrder& order);
  // Declares `tensor` to be the bytes of `base` in the given order of its own axes.
  void make_view(const std::string& tensor, Value& base, const AxisOrder& order);
  // A tensor with a shape that only the run knows.
  Value& make_dynamic(const std::string& tensor);
  // Memory for the duration of one step: list it among the step's writes. At least one byte.
  Value& scratch(size_t bytes);
  // A constant that is not in the graph.
  Value& make_constant(Tensor tensor);

  // Adds a step that makes `node`'s outputs.
  template <class S, class... Arguments>
  S& add(const Node& node, Arguments&&... arguments) {
    auto step = std::make_unique<S>(std::forward<Arguments>(arguments)...);
    step->label = node.label();
    S& result = *step;
    plan_.steps.push_back(std::move(step));
    return result;
  }

 private:
  void plan_inputs();
  void plan_group(const FusedNode& group);
  void plan_node(const FusedNode& node);
  void plan_outputs();
  void observe(const std::string& tensor);
  void check_supported() const;
  void check_observed() const;
  [[nodiscard]] bool is_plannable(const Node& node) const;
  Value& reordered(Value& source, const AxisOrder& order);
  Value& enter(const std::string& tensor, Value value);

  const Graph& graph_;
  const PlanOptions& options_;
  std::unordered_set<std::string> observed_;
  TensorTypes types_;
  Plan plan_;
  std::unordered_map<std::string, std::vector<Value*>> values_;  // the same tensor in several orders
};

// Fails where `condition` does not hold: for what a builder found wrong with a node.
inline void require(bool condition, const Node& node, const char* message) {
  if (!condition) throw InputError(message, node.label());
}

}  // namespace quern::cpu
