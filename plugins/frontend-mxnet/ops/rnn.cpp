// RNN: layers of vanilla, LSTM or GRU cells over [time, batch, features]. All weights are one list: for every
// layer and direction the input weights [gates * units, features] and the recurrent weights
// [gates * units, units]; then, in the same order, the two biases [gates * units]. Gates are in the order of
// cuDNN: LSTM input, forget, cell, output; GRU reset, update, new.
#include <array>

#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

struct Cell {
  const char* op;
  std::vector<int64_t> gates;  // ONNX's gates by their number in MXNet
  std::string activation;      // of a vanilla cell
};

Cell cell_of(const Context& layer) {
  const std::string mode = layer.attributes().text("mode", "");
  if (mode == "lstm") return {"LSTM", {0, 3, 1, 2}, ""};  // ONNX: input, output, forget, cell
  if (mode == "gru") return {"GRU", {1, 0, 2}, ""};       // ONNX: update, reset, new
  if (mode == "rnn_relu") return {"RNN", {0}, "Relu"};
  if (mode == "rnn_tanh") return {"RNN", {0}, "Tanh"};
  throw UnsupportedError("mode \"" + mode + "\"");
}

struct Sizes {
  int64_t layers, directions, units, time, batch, features;

  // Inputs of layer `l`: the network's, or what both directions of the layer below make.
  [[nodiscard]] int64_t inputs(int64_t l) const { return l == 0 ? features : directions * units; }
};

Sizes sizes_of(const Context& layer) {
  const Attributes& a = layer.attributes();
  const Shape shape = layer.shape();
  if (shape.size() != 3)
    throw InputError("the input " + to_string(shape) + " is not [time, batch, features]");
  const Sizes s{a.integer("num_layers", 1),
                a.flag("bidirectional", false) ? 2 : 1,
                a.integer("state_size", 0),
                shape[0],
                shape[1],
                shape[2]};
  if (s.layers < 1 || s.layers > 1024 || s.units < 1 || s.units > (1 << 20))
    throw InputError("num_layers or state_size is out of range");
  return s;
}

// Hands out the parts of the list of weights, as nodes that the host folds into constants.
class Weights {
 public:
  Weights(Context& layer, const Cell& cell) : layer_(layer), cell_(cell) {
    list_ = layer.reshaped("weight_list", layer.input(1), {-1});
  }
  // Moves to the next part: [gates * units, columns] (0 columns: a vector), its gates in ONNX's order.
  std::string next(int64_t units, int64_t columns) {
    std::vector<std::string> gates(cell_.gates.size());
    const int64_t size = units * std::max<int64_t>(columns, 1);
    std::vector<std::string> parts;
    for (size_t i = 0; i < gates.size(); ++i) gates[i] = slice(position_ + int64_t(i) * size, size);
    position_ += size * int64_t(gates.size());
    for (const int64_t gate : cell_.gates) parts.push_back(gates[size_t(gate)]);
    const std::string all = layer_.add("gates", "Concat", parts, {{"axis", int64_t(0)}});
    return columns ? layer_.reshaped("matrix", all, {units * int64_t(gates.size()), columns}) : all;
  }
  [[nodiscard]] int64_t position() const { return position_; }

 private:
  std::string slice(int64_t begin, int64_t size) {
    Emitter& emit = layer_.emit();
    return layer_.add("gate", "Slice",
                      {list_, emit.ints("gate_begin", {begin}), emit.ints("gate_end", {begin + size})});
  }

  Context& layer_;
  const Cell& cell_;
  std::string list_;
  int64_t position_ = 0;
};

struct LayerWeights {
  std::vector<std::string> input, recurrent, bias;  // per direction
};

std::vector<LayerWeights> weights_of(Context& layer, const Cell& cell, const Sizes& s) {
  int64_t expected = 0;
  const auto gates = int64_t(cell.gates.size());
  for (int64_t l = 0; l < s.layers; ++l)
    expected += s.directions * gates * s.units * (s.inputs(l) + s.units + 2);
  const int64_t given = element_count(layer.shape(1));
  if (given != expected)
    throw InputError("the list of weights has " + std::to_string(given) + " values, not " +
                     std::to_string(expected));
  Weights list(layer, cell);
  std::vector<LayerWeights> weights(static_cast<size_t>(s.layers));
  for (int64_t l = 0; l < s.layers; ++l)
    for (int64_t d = 0; d < s.directions; ++d) {
      weights[size_t(l)].input.push_back(list.next(s.units, s.inputs(l)));
      weights[size_t(l)].recurrent.push_back(list.next(s.units, s.units));
    }
  for (LayerWeights& w : weights)
    for (int64_t d = 0; d < s.directions; ++d) {
      const std::string input = list.next(s.units, 0), recurrent = list.next(s.units, 0);
      w.bias.push_back(layer.add("bias", "Concat", {input, recurrent}, {{"axis", int64_t(0)}}));
    }
  return weights;
}

// The directions' weights along a new first axis.
std::string stacked(Context& layer, const char* suffix, const std::vector<std::string>& parts) {
  const std::string axis = layer.emit().ints("direction", {0});
  std::vector<std::string> rows;
  for (const std::string& part : parts) rows.push_back(layer.add("one_direction", "Unsqueeze", {part, axis}));
  return rows.size() == 1 ? rows[0] : layer.add(suffix, "Concat", rows, {{"axis", int64_t(0)}});
}

// Where every layer begins: [layers * directions, batch, units] is cut; zeros are ONNX's default.
std::string initial_state(Context& layer, size_t input, const Sizes& s, int64_t l) {
  if (input >= layer.input_count()) return "";
  const std::string& states = layer.input(input);
  if (const Tensor* known = layer.emit().value(states)) {
    const std::vector<float> values = known->to_float();
    if (std::all_of(values.begin(), values.end(), [](float v) { return v == 0; })) return "";
  }
  const Shape shape = layer.shape(input);
  if (shape != Shape{s.layers * s.directions, s.batch, s.units})
    throw InputError("the first state has the shape " + to_string(shape));
  Emitter& emit = layer.emit();
  return layer.add("first_state", "Slice",
                   {states, emit.ints("state_begin", {l * s.directions}),
                    emit.ints("state_end", {(l + 1) * s.directions})});
}

Node cell_node(Context& layer, const Cell& cell, const Sizes& s, const LayerWeights& w, const std::string& x,
               int64_t l) {
  const bool is_lstm = std::string_view(cell.op) == "LSTM";
  Node node(cell.op,
            {x, stacked(layer, "input_weights", w.input), stacked(layer, "recurrent_weights", w.recurrent),
             stacked(layer, "biases", w.bias), "", initial_state(layer, 2, s, l)},
            {layer.emit().tensor("steps"), layer.emit().tensor("state")});
  if (is_lstm) {
    node.inputs.push_back(initial_state(layer, 3, s, l));
    node.outputs.push_back(layer.emit().tensor("state_cell"));
  }
  node.set("hidden_size", s.units);
  if (s.directions == 2) node.set("direction", std::string("bidirectional"));
  if (std::string_view(cell.op) == "GRU") node.set("linear_before_reset", int64_t(1));
  if (!cell.activation.empty())
    node.set("activations", std::vector<std::string>(size_t(s.directions), cell.activation));
  return node;
}

void make_states(Context& layer, size_t output, const std::vector<std::string>& states) {
  if (output >= layer.output_count()) return;
  layer.emit().make(layer.output(output), "Concat", states, {{"axis", int64_t(0)}});
}

void translate_rnn(Context& layer) {
  const Attributes& a = layer.attributes();
  for (const char* name : {"projection_size", "lstm_state_clip_min", "lstm_state_clip_max"})
    if (a.has(name)) throw UnsupportedError(name);
  if (a.flag("use_sequence_length", false)) throw UnsupportedError("use_sequence_length");
  const Cell cell = cell_of(layer);
  const Sizes s = sizes_of(layer);
  const std::vector<LayerWeights> weights = weights_of(layer, cell, s);
  std::string x = layer.input();
  std::array<std::vector<std::string>, 2> states;  // hidden, cell
  for (int64_t l = 0; l < s.layers; ++l) {
    Node node = cell_node(layer, cell, s, weights[size_t(l)], x, l);
    const std::vector<std::string> made = node.outputs;
    layer.emit().append(std::move(node));
    for (size_t i = 1; i < made.size(); ++i) states[i - 1].push_back(made[i]);
    // [time, directions, batch, units] to [time, batch, directions * units]
    const std::string side_by_side =
        layer.add("side_by_side", "Transpose", {made[0]}, {{"perm", Shape{0, 2, 1, 3}}});
    const Shape flat = {s.time, s.batch, s.directions * s.units};
    if (l + 1 == s.layers)
      layer.make_reshaped(side_by_side, flat);
    else
      x = layer.reshaped("steps_below", side_by_side, flat);
  }
  make_states(layer, 1, states[0]);
  make_states(layer, 2, states[1]);
}

QUERN_MXNET_OPERATOR(translate_rnn, "RNN", "_npx_rnn");

}  // namespace
}  // namespace quern::frontend::mxnet
