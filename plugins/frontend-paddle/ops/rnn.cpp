// rnn (LSTM, GRU, RNN_TANH, RNN_RELU) and cudnn_lstm: several layers, both directions.
//   Input [T, N, D]; initial states [layers * directions, N, H]; WeightList: for each layer and direction
//   W_ih [G * H, D] and W_hh [G * H, H], then for each b_ih and b_hh [G * H].
// Gates stand in another order than in ONNX: LSTM i f c o (ONNX i o f c), GRU r z c (ONNX z r h).
#include "ops/context.hpp"

namespace quern::frontend::paddle {
namespace {

struct Kind {
  std::string op;               // of ONNX
  std::vector<int64_t> gates;   // Paddle's number of each of ONNX's gates
  std::string activation = {};  // of a plain RNN
};

Kind kind_of(const Context& layer) {
  const std::string mode = layer.op().type == "cudnn_lstm" ? "LSTM" : layer.text("mode", "LSTM");
  if (mode == "LSTM") return {"LSTM", {0, 3, 1, 2}};
  if (mode == "GRU") return {"GRU", {1, 0, 2}};
  if (mode == "RNN_TANH") return {"RNN", {0}, "Tanh"};
  if (mode == "RNN_RELU") return {"RNN", {0}, "Relu"};
  throw UnsupportedError("recurrent layers of mode \"" + mode + "\"");
}

struct Stack {
  Kind kind;
  int64_t layers, directions, hidden;
  std::vector<std::string> weights;                 // all of WeightList
  std::vector<std::string> states;                  // initial h, for LSTM also c
  std::vector<std::vector<std::string>> last = {};  // of h and c: final states of each layer
};

// Blocks of `hidden` rows in ONNX's order.
std::string reorder(Context& layer, const std::string& weight, const Stack& stack) {
  if (stack.kind.gates.size() == 1) return weight;
  Emitter& emit = layer.emit();
  const auto gates = int64_t(stack.kind.gates.size());
  const Shape dims = layer.shape(weight);
  if (dims.empty() || dims[0] != gates * stack.hidden)
    throw InputError("recurrent weights of shape " + to_string(dims) + " for " +
                     std::to_string(stack.hidden) + " cells");
  Shape blocks = {gates, stack.hidden};
  blocks.insert(blocks.end(), dims.begin() + 1, dims.end());
  const std::string moved = layer.add(
      "gates", "Gather", {layer.reshape("blocks", weight, blocks), emit.ints("order", stack.kind.gates)},
      {{"axis", int64_t(0)}});
  return layer.reshape("ordered", moved, dims);
}

// Parameter `which` (0 and 1) of all directions of a layer, stacked: [directions, ...].
std::string parameters(Context& layer, const Stack& stack, size_t first, size_t which) {
  std::vector<std::string> parts;
  for (int64_t d = 0; d < stack.directions; ++d) {
    const std::string weight = reorder(layer, stack.weights.at(first + size_t(d) * 2 + which), stack);
    Shape shape = layer.shape(weight);
    shape.insert(shape.begin(), 1);
    parts.push_back(layer.reshape("direction", weight, shape));
  }
  return parts.size() == 1 ? parts[0] : layer.add("directions", "Concat", parts, {{"axis", int64_t(0)}});
}

std::string initial_state(Context& layer, const Stack& stack, size_t which, int64_t number) {
  Emitter& emit = layer.emit();
  return layer.add("initial", "Slice",
                   {stack.states.at(which), emit.ints("begin", {number * stack.directions}),
                    emit.ints("end", {(number + 1) * stack.directions}), emit.ints("axis", {0})});
}

// One layer; returns its output [T, N, directions * H].
std::string run_layer(Context& layer, Stack& stack, const std::string& x, int64_t number) {
  const size_t per_layer = size_t(stack.directions) * 2, half = stack.weights.size() / 2;
  const size_t first = size_t(number) * per_layer;
  const std::string w = parameters(layer, stack, first, 0), r = parameters(layer, stack, first, 1);
  const std::string b =
      layer.add("bias", "Concat",
                {parameters(layer, stack, half + first, 0), parameters(layer, stack, half + first, 1)},
                {{"axis", int64_t(1)}});
  std::vector<std::string> inputs = {x, w, r, b, ""};
  std::vector<std::string> outputs = {layer.emit().tensor("sequence")};
  for (size_t i = 0; i < stack.states.size(); ++i) {
    inputs.push_back(initial_state(layer, stack, i, number));
    outputs.push_back(layer.emit().tensor("last"));
    stack.last[i].push_back(outputs.back());
  }
  Node node(stack.kind.op, inputs, outputs);
  node.set("hidden_size", stack.hidden);
  node.set("direction", stack.directions == 2 ? "bidirectional" : "forward");
  if (stack.kind.op == "GRU") node.set("linear_before_reset", int64_t(1));
  if (!stack.kind.activation.empty())
    node.set("activations", std::vector<std::string>(size_t(stack.directions), stack.kind.activation));
  layer.emit().append(std::move(node));
  const Shape dims = layer.shape(x);
  const std::string merged =
      layer.add("merged", "Transpose", {outputs[0]}, {{"perm", std::vector<int64_t>{0, 2, 1, 3}}});
  return layer.reshape("output", merged, {dims.at(0), dims.at(1), stack.directions * stack.hidden});
}

// Makes `output` from the final states of all layers.
void finish_states(Context& layer, const std::vector<std::string>& states, const std::string& output) {
  if (output.empty()) return;
  if (states.size() == 1) return layer.emit().make(output, "Identity", states);
  layer.emit().make(output, "Concat", states, {{"axis", int64_t(0)}});
}

void run(Context& layer, Stack stack, const std::vector<std::string>& state_outputs) {
  if (layer.has_input("SequenceLength"))
    throw UnsupportedError("recurrent layers with a length for each sequence");
  if (stack.layers < 1 || stack.layers > 1024 || stack.hidden < 1)
    throw InputError("a recurrent layer without layers or cells");
  if (stack.weights.size() != size_t(stack.layers * stack.directions) * 4)
    throw InputError("recurrent layers need four weights each, here are " +
                     std::to_string(stack.weights.size()) + " in all");
  stack.last.resize(stack.states.size());
  std::string x = layer.input("Input");
  if (layer.rank(x) != 3) throw InputError("a sequence must have the axes time, batch and features");
  for (int64_t i = 0; i < stack.layers; ++i) x = run_layer(layer, stack, x, i);
  layer.make("Identity", {x});
  for (size_t i = 0; i < stack.last.size() && i < state_outputs.size(); ++i)
    finish_states(layer, stack.last[i], state_outputs[i]);
}

void translate_rnn(Context& layer) {
  const Kind kind = kind_of(layer);
  const std::vector<std::string> states = layer.inputs("PreState");
  if (states.size() != (kind.op == "LSTM" ? 2u : 1u)) throw InputError("the initial states are missing");
  run(layer,
      {kind, layer.integer("num_layers", 1), layer.flag("is_bidirec", false) ? 2 : 1,
       layer.integer("hidden_size", 0), layer.inputs("WeightList"), states},
      layer.outputs("State"));
}

void translate_cudnn_lstm(Context& layer) {
  if (layer.inputs("WeightList").empty())
    throw UnsupportedError("cudnn_lstm with all weights in one tensor", "",
                           "Load and save the model with Paddle 2, which splits them.");
  run(layer,
      {kind_of(layer),
       layer.integer("num_layers", 1),
       layer.flag("is_bidirec", false) ? 2 : 1,
       layer.integer("hidden_size", 0),
       layer.inputs("WeightList"),
       {layer.input("InitH"), layer.input("InitC")}},
      {layer.has_output("LastH") ? layer.output("LastH") : "",
       layer.has_output("LastC") ? layer.output("LastC") : ""});
}

QUERN_PADDLE_OP("rnn", translate_rnn);
QUERN_PADDLE_OP("cudnn_lstm", translate_cudnn_lstm);

}  // namespace
}  // namespace quern::frontend::paddle
