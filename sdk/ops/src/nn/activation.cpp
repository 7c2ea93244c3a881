#include "nn/activation.hpp"

#include <algorithm>
#include <cmath>

namespace quern::ops::nn {
namespace {

struct Entry {
  const char* name;
  double (*function)(double x, double alpha, double beta);
  bool takes_alpha, takes_beta;
  double alpha, beta;  // defaults
};

const Entry kActivations[] = {
    {"relu", [](double x, double, double) { return std::max(x, 0.0); }, false, false, 0, 0},
    {"tanh", [](double x, double, double) { return std::tanh(x); }, false, false, 0, 0},
    {"sigmoid", [](double x, double, double) { return 1 / (1 + std::exp(-x)); }, false, false, 0, 0},
    {"affine", [](double x, double a, double b) { return a * x + b; }, true, true, 1, 0},
    {"leakyrelu", [](double x, double a, double) { return x >= 0 ? x : a * x; }, true, false, 0.01, 0},
    {"thresholdedrelu", [](double x, double a, double) { return x > a ? x : 0; }, true, false, 1, 0},
    {"scaledtanh", [](double x, double a, double b) { return a * std::tanh(b * x); }, true, true, 1, 1},
    {"hardsigmoid", [](double x, double a, double b) { return std::clamp(a * x + b, 0.0, 1.0); }, true, true,
     0.2, 0.5},
    {"elu", [](double x, double a, double) { return x >= 0 ? x : a * (std::exp(x) - 1); }, true, false, 1, 0},
    {"softsign", [](double x, double, double) { return x / (1 + std::abs(x)); }, false, false, 0, 0},
    {"softplus",
     [](double x, double, double) { return std::log1p(std::exp(-std::abs(x))) + std::max(x, 0.0); }, false,
     false, 0, 0},
};

const Entry& find(const Node& node, std::string name) {
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
  for (const Entry& entry : kActivations)
    if (name == entry.name) return entry;
  throw InputError("unknown activation \"" + name + "\"", node.label());
}

}  // namespace

std::vector<Activation> read_activations(const Node& node, const std::vector<std::string>& defaults,
                                         size_t directions) {
  auto names = node.get<std::vector<std::string>>("activations", {});
  if (names.empty())
    for (size_t i = 0; i < directions; ++i) names.insert(names.end(), defaults.begin(), defaults.end());
  if (names.size() != defaults.size() * directions)
    throw InputError("activations names " + std::to_string(names.size()) + " functions, " +
                         std::to_string(defaults.size() * directions) + " are needed",
                     node.label());
  const std::vector<float> alphas = node.get_floats("activation_alpha"),
                           betas = node.get_floats("activation_beta");
  size_t next_alpha = 0, next_beta = 0;
  std::vector<Activation> activations;
  for (const std::string& name : names) {
    const Entry& entry = find(node, name);
    Activation activation{entry.function, entry.alpha, entry.beta};
    if (entry.takes_alpha && next_alpha < alphas.size()) activation.alpha = double(alphas[next_alpha++]);
    if (entry.takes_beta && next_beta < betas.size()) activation.beta = double(betas[next_beta++]);
    activations.push_back(activation);
  }
  return activations;
}

}  // namespace quern::ops::nn
