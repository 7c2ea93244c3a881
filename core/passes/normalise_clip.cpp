#include <cmath>
#include <limits>
#include <optional>

#include "passes/editor.hpp"
#include "passes/match.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kFloatMax = std::numeric_limits<float>::max();

// y = min(max(x, low), high)
struct Limits {
  std::string x;
  double low = -kInfinity, high = kInfinity;
};

// The limits that `node` sets, where they are known. The largest float counts as infinity: many exporters
// write it for "no limit", and results beyond it are infinite anyway.
std::optional<Limits> limits_of(const Editor& edit, const Node& node) {
  if (node.inputs.empty() || edit.graph().type(node.inputs[0]) != DataType::Float) return std::nullopt;
  Limits limits{node.inputs[0]};
  if (node.is("Relu")) {
    limits.low = 0;
  } else if (node.is("Clip")) {
    for (const size_t i : {size_t(1), size_t(2)}) {
      if (!node.has_input(i)) continue;
      const std::optional<double> bound = scalar(edit, node.inputs[i]);
      if (!bound || std::isnan(*bound)) return std::nullopt;
      (i == 1 ? limits.low : limits.high) = *bound;
    }
  } else if (node.is("Max") || node.is("Min")) {
    const std::optional<ScalarOperand> operand = scalar_operand(edit, node);
    if (!operand || std::isnan(operand->value)) return std::nullopt;
    limits.x = operand->other;
    (node.is("Max") ? limits.low : limits.high) = operand->value;
  } else {
    return std::nullopt;
  }
  if (limits.low <= -kFloatMax) limits.low = -kInfinity;
  if (limits.high >= kFloatMax) limits.high = kInfinity;
  return limits;
}

bool normalise(Editor& edit, const Node& node) {
  std::optional<Limits> limits = limits_of(edit, node);
  if (!limits || !is_same_float(edit, limits->x, node.outputs[0])) return false;
  bool changed = node.is("Max") || node.is("Min");
  const Node* before = edit.has_one_use(limits->x) ? edit.producer(limits->x) : nullptr;
  const std::optional<Limits> first = before ? limits_of(edit, *before) : std::nullopt;
  // Limits that contradict each other have no simple common form.
  if (first && first->low <= first->high && limits->low <= limits->high && first->low <= limits->high &&
      limits->low <= first->high && is_same_float(edit, first->x, limits->x)) {
    limits = Limits{first->x, std::max(first->low, limits->low), std::min(first->high, limits->high)};
    changed = true;
  }
  if (limits->low == 0 && limits->high == kInfinity) {
    if (node.is("Relu") && !changed) return false;
    edit.rewrite(node, successor(node, "Relu", {limits->x}));
    return true;
  }
  if (!changed) return false;
  const auto bound = [&](double value, const char* suffix) {
    if (std::isinf(value)) return std::string();
    return edit.add_constant(node.outputs[0] + suffix, Tensor::scalar(float(value)));
  };
  std::vector<std::string> inputs = {limits->x, bound(limits->low, "_min"), bound(limits->high, "_max")};
  while (inputs.back().empty()) inputs.pop_back();
  edit.rewrite(node, successor(node, "Clip", std::move(inputs)));
  return true;
}

}  // namespace

bool normalise_clip(Graph& graph) { return rewrite_nodes(graph, normalise); }

}  // namespace quern::passes
