#include "passes/match.hpp"

#include <algorithm>
#include <cmath>

namespace quern::passes {
namespace {

constexpr int kMostSteps = 16;

void multiply_out(const Editor& edit, const Node& node, Product& result, int depth);

void take_factor(const Editor& edit, const std::string& tensor, Product& result, int depth) {
  if (const std::optional<double> value = scalar(edit, tensor)) {
    result.scale *= *value;
    return;
  }
  for (const char* op : {"Mul", "Div", "Neg"})
    if (const Node* node = inner(edit, tensor, op); node && depth < kMostSteps)
      return multiply_out(edit, *node, result, depth + 1);
  result.factors.push_back(tensor);
}

void multiply_out(const Editor& edit, const Node& node, Product& result, int depth) {
  if (node.is("Neg")) {
    result.scale = -result.scale;
    take_factor(edit, node.inputs[0], result, depth);
  } else if (node.is("Mul")) {
    take_factor(edit, node.inputs[0], result, depth);
    take_factor(edit, node.inputs[1], result, depth);
  } else if (const std::optional<double> divisor = scalar(edit, node.inputs[1])) {
    result.scale /= *divisor;
    take_factor(edit, node.inputs[0], result, depth);
  } else {
    result.factors.push_back(node.outputs[0]);
  }
}

std::optional<Polynomial> multiply(const Polynomial& a, const Polynomial& b) {
  Polynomial result{};
  for (size_t i = 0; i < a.size(); ++i)
    for (size_t j = 0; j < b.size(); ++j) {
      const double term = a[i] * b[j];
      if (term == 0) continue;
      if (i + j >= result.size()) return std::nullopt;
      result[i + j] += term;
    }
  return result;
}

// `steps` bounds the nodes visited in all.
std::optional<Polynomial> expand(const Editor& edit, const std::string& tensor, const std::string& x,
                                 int& steps) {
  if (tensor == x) return Polynomial{0, 1, 0, 0};
  if (const std::optional<double> value = scalar(edit, tensor)) return Polynomial{*value, 0, 0, 0};
  const Node* node = edit.producer(tensor);
  if (!node || !node->domain.empty() || --steps < 0) return std::nullopt;
  const std::vector<Node*>& readers = edit.consumers(tensor);
  const bool is_own = !edit.is_pinned(tensor) && std::all_of(readers.begin(), readers.end(),
                                                             [&](const Node* r) { return r == readers[0]; });
  if (!is_own || node->inputs.size() > 2 || node->inputs.empty()) return std::nullopt;

  std::optional<Polynomial> a = expand(edit, node->inputs[0], x, steps);
  if (!a) return std::nullopt;
  if (node->is("Neg")) return multiply(*a, {-1, 0, 0, 0});
  if (node->inputs.size() != 2) return std::nullopt;
  if (node->is("Pow")) {
    const std::optional<double> exponent = scalar(edit, node->inputs[1]);
    if (exponent == 2) return multiply(*a, *a);
    if (exponent != 3) return std::nullopt;
    const std::optional<Polynomial> square = multiply(*a, *a);
    return square ? multiply(*square, *a) : std::nullopt;
  }
  const std::optional<Polynomial> b = expand(edit, node->inputs[1], x, steps);
  if (!b) return std::nullopt;
  if (node->is("Mul")) return multiply(*a, *b);
  if (node->is("Div")) {
    const bool is_constant = (*b)[1] == 0 && (*b)[2] == 0 && (*b)[3] == 0 && (*b)[0] != 0;
    return is_constant ? multiply(*a, {1 / (*b)[0], 0, 0, 0}) : std::nullopt;
  }
  if (!node->is("Add") && !node->is("Sub")) return std::nullopt;
  for (size_t i = 0; i < a->size(); ++i) (*a)[i] += node->is("Add") ? (*b)[i] : -(*b)[i];
  return a;
}

}  // namespace

std::optional<double> scalar(const Editor& edit, const std::string& tensor) {
  const Tensor* t = edit.constant(tensor);
  if (!t || t->count() != 1) return std::nullopt;
  if (t->type != DataType::Float && t->type != DataType::Double) return std::nullopt;
  return t->type == DataType::Float ? double(t->values<float>()[0]) : t->values<double>()[0];
}

bool is_near(double a, double b, double relative) {
  return std::abs(a - b) <= relative * std::max(std::abs(a), std::abs(b));
}

bool is_same_float(const Editor& edit, const std::string& a, const std::string& b) {
  const Shape *left = edit.static_shape(a), *right = edit.static_shape(b);
  return left && right && *left == *right && edit.graph().type(a) == DataType::Float &&
         edit.graph().type(b) == DataType::Float;
}

const Node* inner(const Editor& edit, const std::string& tensor, std::string_view op) {
  return edit.has_one_use(tensor) ? edit.producer(tensor, op) : nullptr;
}

std::optional<ScalarOperand> scalar_operand(const Editor& edit, const Node& node) {
  if (node.inputs.size() != 2) return std::nullopt;
  for (const size_t i : {size_t(1), size_t(0)})
    if (const std::optional<double> value = scalar(edit, node.inputs[i]))
      return ScalarOperand{*value, node.inputs[1 - i]};
  return std::nullopt;
}

Affine affine(const Editor& edit, const std::string& tensor) {
  Affine result{tensor};
  for (int i = 0; i < kMostSteps && edit.has_one_use(result.base); ++i) {
    const Node* node = edit.producer(result.base);
    if (!node || !node->domain.empty()) break;
    if (node->is("Neg")) {
      result.scale = -result.scale;
      result.base = node->inputs[0];
      continue;
    }
    const std::optional<ScalarOperand> operand = scalar_operand(edit, *node);
    if (!operand) break;
    const bool is_left = operand->other == node->inputs[0];
    if (node->is("Add")) {
      result.shift += result.scale * operand->value;
    } else if (node->is("Sub")) {  // x - c or c - x
      result.shift += (is_left ? -1 : 1) * result.scale * operand->value;
      if (!is_left) result.scale = -result.scale;
    } else if (node->is("Mul")) {
      result.scale *= operand->value;
    } else if (node->is("Div") && is_left) {
      result.scale /= operand->value;
    } else {
      break;
    }
    result.base = operand->other;
  }
  return result;
}

Product product(const Editor& edit, const Node& node) {
  Product result;
  if (node.domain.empty() && (node.is("Mul") || node.is("Div") || node.is("Neg")))
    multiply_out(edit, node, result, 0);
  return result;
}

std::optional<Polynomial> polynomial(const Editor& edit, const std::string& tensor, const std::string& x) {
  int steps = kMostSteps;
  return expand(edit, tensor, x, steps);
}

}  // namespace quern::passes
