// The activation functions that RNN, GRU and LSTM name in their attribute "activations".
#pragma once

#include <string>
#include <vector>

#include <quern/graph/node.hpp>

namespace quern::ops::nn {

struct Activation {
  double (*function)(double x, double alpha, double beta);
  double alpha, beta;

  template <class T>
  T operator()(T x) const {
    return T(function(double(x), alpha, beta));
  }
};

// The activations of all directions, with activation_alpha and activation_beta dealt out in order to those
// that take them. `defaults` names the functions of one direction. Throws InputError on unknown names or a
// wrong count.
std::vector<Activation> read_activations(const Node& node, const std::vector<std::string>& defaults,
                                         size_t directions);

}  // namespace quern::ops::nn
