// Recurrent layers, against their equations step by step.
#include <cmath>

#include "support.hpp"

namespace quern::frontend::paddle::test {
namespace {

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

constexpr int64_t kTime = 4, kBatch = 2, kInputs = 3, kCells = 5;

struct Weights {
  Tensor input, hidden, input_bias, hidden_bias;
};

struct State {
  std::vector<double> h, c;
};

// W x + b of gate `gate` and cell `cell`.
double affine(const Tensor& w, const Tensor& b, const std::vector<double>& x, int64_t gate, int64_t cell) {
  const int64_t row = gate * kCells + cell;
  double sum = double(at(b, {row}));
  for (size_t k = 0; k < x.size(); ++k) sum += double(at(w, {row, int64_t(k)})) * x[k];
  return sum;
}

// Paddle's equations; gates of LSTM are i f c o, of GRU r z c.
State step(const std::string& mode, const Weights& w, const std::vector<double>& x, const State& last) {
  State next = last;
  for (int64_t j = 0; j < kCells; ++j) {
    const auto cell = size_t(j);
    const auto in = [&](int64_t gate) { return affine(w.input, w.input_bias, x, gate, j); };
    const auto hidden = [&](int64_t gate) { return affine(w.hidden, w.hidden_bias, last.h, gate, j); };
    if (mode == "LSTM") {
      const double i = sigmoid(in(0) + hidden(0)), f = sigmoid(in(1) + hidden(1)),
                   g = std::tanh(in(2) + hidden(2)), o = sigmoid(in(3) + hidden(3));
      next.c[cell] = f * last.c[cell] + i * g;
      next.h[cell] = o * std::tanh(next.c[cell]);
    } else if (mode == "GRU") {
      const double r = sigmoid(in(0) + hidden(0)), z = sigmoid(in(1) + hidden(1)),
                   n = std::tanh(in(2) + r * hidden(2));
      next.h[cell] = z * last.h[cell] + (1 - z) * n;
    } else {
      const double sum = in(0) + hidden(0);
      next.h[cell] = mode == "RNN_TANH" ? std::tanh(sum) : std::max(sum, 0.0);
    }
  }
  return next;
}

struct Case {
  std::string mode;
  int layers, directions;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.mode << c.layers << c.directions;
}

class Rnn : public testing::TestWithParam<Case> {
 protected:
  int64_t gates() const { return GetParam().mode == "LSTM" ? 4 : GetParam().mode == "GRU" ? 3 : 1; }

  Weights weights(int layer, int direction) const {
    const int seed = 10 * (layer * 2 + direction);
    const int64_t rows = gates() * kCells, columns = layer == 0 ? kInputs : kCells * GetParam().directions;
    return {sample({rows, columns}, seed + 1), sample({rows, kCells}, seed + 2), sample({rows}, seed + 3),
            sample({rows}, seed + 4)};
  }

  // Weights of all layers first, then the biases.
  void add_weights(ProgramBuilder& program, std::vector<std::string>& names) const {
    std::vector<std::string> biases;
    for (int layer = 0; layer < GetParam().layers; ++layer)
      for (int d = 0; d < GetParam().directions; ++d) {
        const Weights w = weights(layer, d);
        const std::string id = std::to_string(layer) + "_" + std::to_string(d);
        program.parameter("wi" + id, w.input).parameter("wh" + id, w.hidden);
        program.parameter("bi" + id, w.input_bias).parameter("bh" + id, w.hidden_bias);
        names.insert(names.end(), {"wi" + id, "wh" + id});
        biases.insert(biases.end(), {"bi" + id, "bh" + id});
      }
    names.insert(names.end(), biases.begin(), biases.end());
  }
};

TEST_P(Rnn, EqualsItsEquations) {
  const auto [mode, layers, directions] = GetParam();
  const int64_t states = layers * directions;
  const Tensor x = sample({kTime, kBatch, kInputs}, 100), h0 = sample({states, kBatch, kCells}, 101),
               c0 = sample({states, kBatch, kCells}, 102);
  ProgramBuilder program;
  std::vector<std::string> names;
  program.input("x", x.dims).input("h0", h0.dims);
  std::vector<std::string> before = {"h0"}, after = {"h"};
  std::vector<Tensor> inputs = {x, h0};
  if (mode == "LSTM") {
    program.input("c0", c0.dims);
    before.push_back("c0");
    after.push_back("c");
    inputs.push_back(c0);
  }
  add_weights(program, names);
  program.op("rnn", {{"Input", {"x"}}, {"PreState", before}, {"WeightList", names}},
             {{"Out", {"y"}}, {"State", after}, {"Reserve", {"r"}}, {"DropoutState", {"d"}}},
             {{"mode", mode},
              {"hidden_size", int(kCells)},
              {"num_layers", layers},
              {"is_bidirec", directions == 2},
              {"is_test", true}});
  program.output("y").output("h");
  const std::vector<Tensor> results = run_all(program, inputs);

  // sequence[time][batch] of each layer in turn
  std::vector<std::vector<std::vector<double>>> sequence(kTime, std::vector<std::vector<double>>(kBatch));
  for (int64_t t = 0; t < kTime; ++t)
    for (int64_t n = 0; n < kBatch; ++n)
      for (int64_t k = 0; k < kInputs; ++k)
        sequence[size_t(t)][size_t(n)].push_back(double(at(x, {t, n, k})));
  Tensor last(DataType::Float, {states, kBatch, kCells});
  for (int layer = 0; layer < layers; ++layer) {
    auto next = sequence;
    for (auto& at_time : next)
      for (auto& cells : at_time) cells.clear();
    for (int d = 0; d < directions; ++d)
      for (int64_t n = 0; n < kBatch; ++n) {
        const int64_t number = layer * directions + d;
        State state{std::vector<double>(kCells), std::vector<double>(kCells)};
        for (int64_t j = 0; j < kCells; ++j) {
          state.h[size_t(j)] = double(at(h0, {number, n, j}));
          state.c[size_t(j)] = double(at(c0, {number, n, j}));
        }
        for (int64_t k = 0; k < kTime; ++k) {
          const auto t = size_t(d == 0 ? k : kTime - 1 - k);
          state = step(mode, weights(layer, d), sequence[t][size_t(n)], state);
          auto& cells = next[t][size_t(n)];
          cells.insert(cells.end(), state.h.begin(), state.h.end());
        }
        for (int64_t j = 0; j < kCells; ++j)
          last.mutable_data<float>()[(number * kBatch + n) * kCells + j] = float(state.h[size_t(j)]);
      }
    sequence = next;
  }
  expect_tensor(results[0], {kTime, kBatch, kCells * directions},
                computed({kTime, kBatch, kCells * directions},
                         [&](const Shape& i) { return sequence[size_t(i[0])][size_t(i[1])][size_t(i[2])]; }),
                1e-4f);
  expect_tensor(results[1], last.dims, last.to_float(), 1e-4f);
}

INSTANTIATE_TEST_SUITE_P(All, Rnn,
                         testing::Values(Case{"LSTM", 1, 1}, Case{"LSTM", 2, 2}, Case{"GRU", 1, 1},
                                         Case{"GRU", 2, 2}, Case{"RNN_TANH", 1, 2}, Case{"RNN_RELU", 2, 1}));

TEST(RecurrentLayers, WithLengthsPerSequenceAreRefused) {
  ProgramBuilder program;
  program.input("x", {2, 1, 1}).input("h", {1, 1, 1}).input("n", {1}, DataType::Int32);
  program.op("rnn", {{"Input", {"x"}}, {"PreState", {"h"}}, {"SequenceLength", {"n"}}}, {{"Out", {"y"}}},
             {{"mode", std::string("GRU")}, {"hidden_size", 1}});
  EXPECT_EQ(status_of([&] { convert(program.output("y")); }), QUERN_ERROR_UNSUPPORTED);
}

}  // namespace
}  // namespace quern::frontend::paddle::test
