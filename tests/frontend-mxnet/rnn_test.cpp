// Recurrent layers against the equations of their cells, written out for one step at a time.
#include <array>
#include <cmath>

#include "support.hpp"

namespace quern::frontend::mxnet::test {
namespace {

struct Sizes {
  int64_t time = 3, batch = 2, features = 4, units = 3, layers = 1, directions = 1;
};

// Reads the list of weights in the order of MXNet.
class WeightList {
 public:
  WeightList(const Array& list, int64_t gates, const Sizes& s) : list_(list), gates_(gates), s_(s) {}

  // Where the parts of a layer and direction begin: input weights, recurrent weights, the two biases.
  [[nodiscard]] std::array<int64_t, 4> parts(int64_t layer, int64_t direction) const {
    const int64_t rows = gates_ * s_.units;
    int64_t at = 0;
    std::array<int64_t, 4> result{};
    for (int64_t l = 0; l < s_.layers; ++l)
      for (int64_t d = 0; d < s_.directions; ++d) {
        const int64_t inputs = l == 0 ? s_.features : s_.directions * s_.units;
        if (l == layer && d == direction) {
          result[0] = at;
          result[1] = at + rows * inputs;
        }
        at += rows * (inputs + s_.units);
      }
    const int64_t number = layer * s_.directions + direction;
    result[2] = at + number * 2 * rows;
    result[3] = result[2] + rows;
    return result;
  }
  // Gate `g`, unit `u`: the product with `x` plus the bias.
  [[nodiscard]] double gate(int64_t matrix, int64_t bias, int64_t g, int64_t u,
                            const std::vector<double>& x) const {
    const int64_t row = g * s_.units + u;
    double sum = list_.at({bias + row});
    for (size_t i = 0; i < x.size(); ++i)
      sum += list_.at({matrix + row * int64_t(x.size()) + int64_t(i)}) * x[i];
    return sum;
  }

 private:
  const Array& list_;
  int64_t gates_;
  const Sizes& s_;
};

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

struct State {
  std::vector<double> h, c;
};

void step(const std::string& mode, const WeightList& w, const std::array<int64_t, 4>& parts,
          const std::vector<double>& x, State& state) {
  const auto units = int64_t(state.h.size());
  const std::vector<double> h = state.h;
  for (int64_t u = 0; u < units; ++u) {
    const auto in = [&](int64_t g) { return w.gate(parts[0], parts[2], g, u, x); };
    const auto back = [&](int64_t g) { return w.gate(parts[1], parts[3], g, u, h); };
    double& out = state.h[size_t(u)];
    if (mode == "lstm") {
      const double i = sigmoid(in(0) + back(0)), f = sigmoid(in(1) + back(1)), g = std::tanh(in(2) + back(2)),
                   o = sigmoid(in(3) + back(3));
      state.c[size_t(u)] = f * state.c[size_t(u)] + i * g;
      out = o * std::tanh(state.c[size_t(u)]);
    } else if (mode == "gru") {
      const double r = sigmoid(in(0) + back(0)), z = sigmoid(in(1) + back(1)),
                   n = std::tanh(in(2) + r * back(2));
      out = (1 - z) * n + z * h[size_t(u)];
    } else {
      const double sum = in(0) + back(0);
      out = mode == "rnn_relu" ? std::max(0.0, sum) : std::tanh(sum);
    }
  }
}

struct Result {
  Array steps, h, c;
};

Result run_reference(const std::string& mode, int64_t gates, const Sizes& s, const Array& x,
                     const Array& list, const Array& h0, const Array& c0) {
  const WeightList w(list, gates, s);
  Array below = x;
  Array h({s.layers * s.directions, s.batch, s.units}), c = h;
  for (int64_t l = 0; l < s.layers; ++l) {
    Array above({s.time, s.batch, s.directions * s.units});
    for_each({s.directions, s.batch}, [&](const Shape& p) {
      const int64_t d = p[0], n = p[1], number = l * s.directions + d;
      State state{std::vector<double>(size_t(s.units)), std::vector<double>(size_t(s.units))};
      for (int64_t u = 0; u < s.units; ++u) {
        state.h[size_t(u)] = h0.at({number, n, u});
        state.c[size_t(u)] = c0.at({number, n, u});
      }
      for (int64_t i = 0; i < s.time; ++i) {
        const int64_t t = d == 0 ? i : s.time - 1 - i;
        std::vector<double> inputs;
        for (int64_t k = 0; k < below.dims[2]; ++k) inputs.push_back(below.at({t, n, k}));
        step(mode, w, w.parts(l, d), inputs, state);
        for (int64_t u = 0; u < s.units; ++u) above.at({t, n, d * s.units + u}) = float(state.h[size_t(u)]);
      }
      for (int64_t u = 0; u < s.units; ++u) {
        h.at({number, n, u}) = float(state.h[size_t(u)]);
        c.at({number, n, u}) = float(state.c[size_t(u)]);
      }
    });
    below = above;
  }
  return {below, h, c};
}

int64_t gates_of(const std::string& mode) { return mode == "lstm" ? 4 : mode == "gru" ? 3 : 1; }

Array weight_list(const std::string& mode, const Sizes& s) {
  int64_t count = 0;
  for (int64_t l = 0; l < s.layers; ++l)
    count += s.directions * gates_of(mode) * s.units *
             ((l == 0 ? s.features : s.directions * s.units) + s.units + 2);
  return mapped(noise({count}, 3), [](double v) { return v / 2; });
}

Texts attributes_of(const std::string& mode, const Sizes& s) {
  return {{"mode", mode},
          {"state_size", std::to_string(s.units)},
          {"num_layers", std::to_string(s.layers)},
          {"bidirectional", s.directions == 2 ? "True" : "False"},
          {"state_outputs", "True"},
          {"p", "0.2"}};
}

class Rnn : public testing::TestWithParam<std::tuple<std::string, int64_t, int64_t>> {};

TEST_P(Rnn, FollowsTheEquations) {
  const auto& [mode, layers, directions] = GetParam();
  Sizes s;
  s.layers = layers;
  s.directions = directions;
  const Array x = noise({s.time, s.batch, s.features}), list = weight_list(mode, s),
              h0 = noise({layers * directions, s.batch, s.units}, 5), c0 = noise(h0.dims, 6);
  Net net;
  net.input("x", x.dims).weight("w", list).input("h", h0.dims).input("c", h0.dims);
  const bool is_lstm = mode == "lstm";
  std::vector<std::string> inputs = {"x", "w", "h"};
  if (is_lstm) inputs.emplace_back("c");
  net.layer("RNN", "rnn", inputs, attributes_of(mode, s)).head("rnn:0").head("rnn:1");
  if (is_lstm) net.head("rnn:2");
  const Result expected = run_reference(mode, gates_of(mode), s, x, list, h0, c0);
  const std::vector<Tensor> actual = net.run_all(is_lstm ? std::vector{x, h0, c0} : std::vector{x, h0});
  expect_equal(actual.at(0), expected.steps, 1e-4f);
  expect_equal(actual.at(1), expected.h, 1e-4f);
  if (is_lstm) expect_equal(actual.at(2), expected.c, 1e-4f);
}

INSTANTIATE_TEST_SUITE_P(Modes, Rnn,
                         testing::Combine(testing::Values("lstm", "gru", "rnn_tanh", "rnn_relu"),
                                          testing::Values(1, 2), testing::Values(1, 2)));

// What Gluon exports: the list is joined from the layers' own weights, and the first state is made of zeros
// whose batch MXNet would infer.
TEST(RnnLayer, AsGluonExportsIt) {
  const Sizes s;
  const Array x = noise({s.time, s.batch, s.features}), list = weight_list("lstm", s);
  Net net;
  net.input("x", x.dims);
  int64_t begin = 0;
  std::vector<std::string> parts;
  for (const int64_t size : {12 * s.features, 12 * s.units, int64_t(12), int64_t(12)}) {
    const std::string name = "part" + std::to_string(parts.size());
    net.weight(name, computed({size}, [&](const Shape& p) { return list.at({begin + p[0]}); }));
    begin += size;
    parts.push_back(name);
  }
  net.layer("_rnn_param_concat", "all", parts, {{"dim", "0"}, {"num_args", "4"}});
  net.layer("_zeros", "h", {}, {{"shape", "(1, 0, 3)"}}).layer("_zeros", "c", {}, {{"shape", "(1, 0, 3)"}});
  Texts attributes = attributes_of("lstm", s);
  attributes[4] = {"state_outputs", "False"};
  net.layer("RNN", "rnn", {"x", "all", "h", "c"}, attributes);
  const Array zero({1, s.batch, s.units});
  expect_equal(net.run({x}), run_reference("lstm", 4, s, x, list, zero, zero).steps, 1e-4f);
  EXPECT_EQ(net.convert().graph.outputs.at(0).name, "rnn");
}

TEST(RnnLayer, RefusesListsOfAnotherLength) {
  Net net;
  net.input("x", {3, 2, 4}).weight("w", noise({10})).input("h", {1, 2, 3});
  net.layer("RNN", "rnn", {"x", "w", "h"}, {{"mode", "gru"}, {"state_size", "3"}, {"num_layers", "1"}});
  EXPECT_THAT(error_of([&] { (void)net.convert(); }), testing::HasSubstr("10 values, not 81"));
}

}  // namespace
}  // namespace quern::frontend::mxnet::test
