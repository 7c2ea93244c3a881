// LSTM, GRU and plain recurrent networks.
#include <algorithm>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

// What differs between the three. Gates are listed as ONNX orders them, by their places in PyTorch's order.
struct Kind {
  const char* op;
  std::vector<size_t> gates;
  bool has_cell = false;
  const char* activation = nullptr;
};
const Kind kLstm = {"LSTM", {0, 3, 1, 2}, true};  // PyTorch: i f g o; ONNX: i o f c
const Kind kGru = {"GRU", {1, 0, 2}};             // PyTorch: r z n; ONNX: z r h
const Kind kTanh = {"RNN", {0}, false, "Tanh"};
const Kind kRelu = {"RNN", {0}, false, "Relu"};

struct Layout {
  bool has_bias, batch_first, bidirectional;
  int64_t layers;
  [[nodiscard]] size_t directions() const { return bidirectional ? 2 : 1; }
};

// Rows of a weight [gates * hidden, ...] in ONNX's order of gates, with a leading axis for the direction.
std::string in_order(Call& call, const Kind& kind, const std::string& weight) {
  const int64_t hidden = call.shape(weight).at(0) / int64_t(kind.gates.size());
  std::vector<std::string> parts;
  for (const size_t gate : kind.gates) {
    const int64_t begin = int64_t(gate) * hidden;
    parts.push_back(call.add("gate", "Slice",
                             {weight, call.ints_constant("begin", {begin}),
                              call.ints_constant("end", {begin + hidden}), call.ints_constant("axis", {0})}));
  }
  const std::string ordered =
      parts.size() == 1 ? parts[0] : call.add("gates", "Concat", parts, {{"axis", int64_t(0)}});
  return call.add("weights", "Unsqueeze", {ordered, call.ints_constant("direction", {0})});
}

std::string joined(Call& call, const std::vector<std::string>& parts, int64_t axis) {
  return parts.size() == 1 ? parts[0] : call.add("joined", "Concat", parts, {{"axis", axis}});
}

// Entries of an initial state that belong to one layer: [directions, batch, hidden].
std::string layer_state(Call& call, const std::string& state, const Layout& layout, int64_t layer) {
  if (state.empty()) return "";
  if (layout.layers == 1) return state;
  const int64_t begin = layer * int64_t(layout.directions());
  return call.add(
      "state", "Slice",
      {state, call.ints_constant("begin", {begin}),
       call.ints_constant("end", {begin + int64_t(layout.directions())}), call.ints_constant("axis", {0})});
}

struct Sequence {
  std::string values, hidden, cell;
};

// One layer over a sequence [time, batch, features].
Sequence run_layer(Call& call, const Kind& kind, const Layout& layout,
                   const std::vector<std::string>& weights, const Sequence& from) {
  std::vector<std::string> w, r, b;
  const size_t per_direction = layout.has_bias ? 4 : 2;
  for (size_t d = 0; d < layout.directions(); ++d) {
    const auto weight = [&](size_t i) { return in_order(call, kind, weights.at(d * per_direction + i)); };
    w.push_back(weight(0));
    r.push_back(weight(1));
    if (layout.has_bias) b.push_back(joined(call, {weight(2), weight(3)}, 1));
  }
  const int64_t hidden = call.shape(weights[1]).at(1);
  Node node(kind.op,
            {from.values, joined(call, w, 0), joined(call, r, 0), b.empty() ? "" : joined(call, b, 0), "",
             from.hidden},
            {});
  if (kind.has_cell) node.inputs.push_back(from.cell);
  node.outputs = {call.emit().tensor("sequence"), call.emit().tensor("hidden")};
  if (kind.has_cell) node.outputs.push_back(call.emit().tensor("cell"));
  node.set("hidden_size", hidden)
      .set("direction", std::string(layout.bidirectional ? "bidirectional" : "forward"));
  if (std::string(kind.op) == "GRU") node.set("linear_before_reset", int64_t(1));
  if (kind.activation)
    node.set("activations", std::vector<std::string>(layout.directions(), kind.activation));
  const std::vector<std::string> outputs = node.outputs;
  call.emit().append(std::move(node));
  // [time, directions, batch, hidden] to [time, batch, directions * hidden]
  const Shape shape = call.shape(outputs[0]);
  const std::string turned = layout.bidirectional ? call.add("turned", "Transpose", {outputs[0]},
                                                             {{"perm", std::vector<int64_t>{0, 2, 1, 3}}})
                                                  : outputs[0];
  return {call.reshape("flat", turned, {shape[0], shape[2], shape[1] * shape[3]}), outputs[1],
          kind.has_cell ? outputs[2] : ""};
}

// input, initial states, weights, has_biases, num_layers, dropout, train, bidirectional, batch_first
void recurrent(Call& call, const Kind& kind) {
  if (call.arg(3).ref<List>())
    throw Call::unsupported("packed sequences", "Export the model for sequences of one length.");
  const Layout layout{call.flag(3, true), call.flag(8, false), call.flag(7, false), call.integer(4, 1)};
  std::string x = call.tensor(0);
  const std::vector<std::string> weights = call.tensors(2);
  const std::vector<std::string> states =
      call.is_tensor(1) ? std::vector<std::string>{call.tensor(1)} : call.tensors(1);
  const size_t per_layer = layout.directions() * (layout.has_bias ? 4 : 2);
  if (layout.layers < 1 || weights.size() != size_t(layout.layers) * per_layer) {
    if (weights.size() == size_t(layout.layers) * layout.directions() * (layout.has_bias ? 5 : 3))
      throw Call::unsupported("an LSTM with a projection (proj_size)");
    throw call.wrong(std::to_string(weights.size()) + " weights for " + std::to_string(layout.layers) +
                     " layers");
  }
  if (states.size() != (kind.has_cell ? 2u : 1u))
    throw call.wrong(std::to_string(states.size()) + " initial states");
  const bool unbatched = call.rank(x) == 2;
  if (unbatched) x = call.add("batch", "Unsqueeze", {x, call.ints_constant("batch_axis", {1})});
  const bool swap = layout.batch_first && !unbatched;
  const std::vector<int64_t> swapped = {1, 0, 2};
  if (swap) x = call.add("time_first", "Transpose", {x}, {{"perm", swapped}});
  const auto batched = [&](const std::string& state) {
    return call.rank(state) == 2
               ? call.add("batched", "Unsqueeze", {state, call.ints_constant("batch_axis", {1})})
               : state;
  };
  const std::string hidden = batched(states[0]), cell = kind.has_cell ? batched(states[1]) : "";
  Sequence sequence{x, "", ""};
  std::vector<std::string> hiddens, cells;
  for (int64_t layer = 0; layer < layout.layers; ++layer) {
    const auto begin = weights.begin() + std::ptrdiff_t(size_t(layer) * per_layer);
    sequence.hidden = layer_state(call, hidden, layout, layer);
    sequence.cell = layer_state(call, cell, layout, layer);
    sequence = run_layer(call, kind, layout, {begin, begin + std::ptrdiff_t(per_layer)}, sequence);
    hiddens.push_back(sequence.hidden);
    cells.push_back(sequence.cell);
  }
  const auto unbatch = [&](const std::string& y) {
    return unbatched ? call.add("unbatched", "Squeeze", {y, call.ints_constant("batch_axis", {1})}) : y;
  };
  std::string y = unbatch(sequence.values);
  if (swap) y = call.add("batch_first", "Transpose", {y}, {{"perm", swapped}});
  call.emit().make(call.output(), "Identity", {y});
  std::vector<std::string> results = {call.output(), unbatch(joined(call, hiddens, 0))};
  if (kind.has_cell) results.push_back(unbatch(joined(call, cells, 0)));
  call.give_tensors(results, false);
}
void lstm(Call& call) { recurrent(call, kLstm); }
void gru(Call& call) { recurrent(call, kGru); }
void rnn_tanh(Call& call) { recurrent(call, kTanh); }
void rnn_relu(Call& call) { recurrent(call, kRelu); }

// One step: input, state(s), w_ih, w_hh, b_ih, b_hh.
void cell_step(Call& call, const Kind& kind) {
  const std::vector<std::string> states =
      call.is_tensor(1) ? std::vector<std::string>{call.tensor(1)} : call.tensors(1);
  const Layout layout{call.has(4), false, false, 1};
  std::vector<std::string> weights = {call.tensor(2), call.tensor(3)};
  if (layout.has_bias) weights.insert(weights.end(), {call.tensor(4), call.tensor(5)});
  const bool unbatched = call.rank(call.tensor(0)) == 1;
  const auto as_sequence = [&](const std::string& x) {
    const Shape shape = call.shape(x);
    return call.reshape("sequence", x, {1, unbatched ? 1 : shape[0], shape.back()});
  };
  const Sequence from{as_sequence(call.tensor(0)), as_sequence(states[0]),
                      kind.has_cell ? as_sequence(states.at(1)) : ""};
  const Sequence result = run_layer(call, kind, layout, weights, from);
  const Shape shape = call.shape(states[0]);
  call.make("Reshape", {result.hidden, call.ints_constant("shape", shape)});
  if (kind.has_cell) call.give_tensors({call.output(), call.reshape("cell", result.cell, shape)}, false);
}
void lstm_cell(Call& call) { cell_step(call, kLstm); }
void gru_cell(Call& call) { cell_step(call, kGru); }
void rnn_tanh_cell(Call& call) { cell_step(call, kTanh); }
void rnn_relu_cell(Call& call) { cell_step(call, kRelu); }

QUERN_TRANSLATOR(Call, "aten::lstm", lstm);
QUERN_TRANSLATOR(Call, "aten::gru", gru);
QUERN_TRANSLATOR(Call, "aten::rnn_tanh", rnn_tanh);
QUERN_TRANSLATOR(Call, "aten::rnn_relu", rnn_relu);
QUERN_TRANSLATOR(Call, "aten::lstm_cell", lstm_cell);
QUERN_TRANSLATOR(Call, "aten::gru_cell", gru_cell);
QUERN_TRANSLATOR(Call, "aten::rnn_tanh_cell", rnn_tanh_cell);
QUERN_TRANSLATOR(Call, "aten::rnn_relu_cell", rnn_relu_cell);

}  // namespace
}  // namespace quern::frontend::pytorch
