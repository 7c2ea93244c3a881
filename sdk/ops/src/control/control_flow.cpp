#include <algorithm>

#include <quern/ops/control_flow.hpp>

#include "control/subgraph.hpp"

namespace quern::ops {
namespace {

bool read_condition(const Tensor& condition) {
  nn::require(condition.count() == 1, "the condition must be a single boolean");
  return condition.values<bool>()[0];
}

// The condition that the body computes after each iteration, where it is known.
std::optional<bool> body_condition(const Graph& body) {
  if (body.inputs.size() < 2 || body.outputs.empty())
    throw InputError("the body of a Loop lacks its condition");
  std::string name = body.outputs[0].name;
  for (auto node = body.nodes.rbegin(); node != body.nodes.rend(); ++node)
    if (node->is("Identity") && node->has_input(0) && node->has_output(0) && node->outputs[0] == name)
      name = node->inputs[0];
  if (name == body.inputs[1].name) return true;  // handed on; the body only runs while it is true
  if (const Tensor* constant = body.constant(name)) return read_condition(*constant);
  for (const Node& node : body.nodes)
    if (node.is("Constant") && node.has_output(0) && node.outputs[0] == name)
      if (const Attribute* value = node.find("value"))
        if (const Tensor* tensor = std::get_if<Tensor>(&value->value)) return read_condition(*tensor);
  return std::nullopt;
}

}  // namespace

const Graph& taken_branch(const Node& node, const Tensor& condition) {
  return control::subgraph(node, read_condition(condition) ? "then_branch" : "else_branch");
}

std::optional<int64_t> constant_trip_count(const Node& node, const Tensor* trip_count,
                                           const Tensor* condition) {
  if (condition && !read_condition(*condition)) return 0;
  const std::optional<bool> next = body_condition(control::subgraph(node, "body"));
  if (!next) return std::nullopt;
  const int64_t limit = trip_count ? std::max<int64_t>(0, nn::scalar_int(*trip_count)) : -1;
  if (!*next) return limit < 0 ? 1 : std::min<int64_t>(1, limit);
  if (limit < 0) throw InputError("this Loop would never end", node.label());
  return limit;
}

}  // namespace quern::ops
