// Helpers that recognise arithmetic on one tensor, whatever way it is spelled. All of them follow tensors
// from the result back to the sources, and only through nodes whose result nothing else reads.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "passes/editor.hpp"

namespace quern::passes {

// The value of a floating-point constant of one element.
std::optional<double> scalar(const Editor& edit, const std::string& tensor);
// |a - b| within `relative` of the larger: constants are rounded differently by every exporter.
bool is_near(double a, double b, double relative = 1e-4);
// Whether both shapes are known and equal and both tensors are float32.
bool is_same_float(const Editor& edit, const std::string& a, const std::string& b);
// The maker of `tensor` if it is `op` and nothing else reads `tensor`.
const Node* inner(const Editor& edit, const std::string& tensor, std::string_view op);

// Splits the inputs of a node with two inputs into the constant scalar and the other tensor.
struct ScalarOperand {
  double value;
  std::string other;
};
std::optional<ScalarOperand> scalar_operand(const Editor& edit, const Node& node);

// tensor = scale * base + shift, through Add, Sub, Mul, Div with scalars, and Neg.
struct Affine {
  std::string base;
  double scale = 1, shift = 0;
};
Affine affine(const Editor& edit, const std::string& tensor);

// result = scale * (product of factors), through Mul of tensors, Mul and Div with scalars, and Neg. The
// factors are not scalars; constants of more than one element stand among them.
struct Product {
  double scale = 1;
  std::vector<std::string> factors;
};
Product product(const Editor& edit, const Node& node);

// The coefficients, by ascending power, of `tensor` as a polynomial of `x` of degree 3 at most.
using Polynomial = std::array<double, 4>;
std::optional<Polynomial> polynomial(const Editor& edit, const std::string& tensor, const std::string& x);

}  // namespace quern::passes
