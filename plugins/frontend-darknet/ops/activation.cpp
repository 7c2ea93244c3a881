#include "ops/activation.hpp"

#include <map>

#include <quern/frontend/names.hpp>

namespace quern::frontend::darknet {
namespace {

// Makes tensor `y` from tensor `x`.
using Function = void (*)(Emitter& emit, const std::string& x, const std::string& y);

void make_clip(Emitter& emit, const std::string& x, const std::string& y, float low, float high) {
  emit.make(y, "Clip", {x, emit.scalar("low", low), emit.scalar("high", high)});
}

// clip(a x + b, 0, 1) + slope (x - clip(x, low, high)): flat pieces that go on with a small slope.
void make_sloped(Emitter& emit, const std::string& x, const std::string& y, float a, float b, float low,
                 float high, float slope) {
  const std::string line = emit.add("line", "HardSigmoid", {x}, {{"alpha", a}, {"beta", b}});
  const std::string inside =
      emit.add("inside", "Clip", {x, emit.scalar("low", low), emit.scalar("high", high)});
  const std::string outside = emit.add("outside", "Sub", {x, inside});
  emit.make(y, "Add", {line, emit.add("sloped", "Mul", {outside, emit.scalar("slope", slope)})});
}

// floor(x / 2), plus the fraction of x where floor(x) is odd.
void make_stair(Emitter& emit, const std::string& x, const std::string& y) {
  const std::string half =
      emit.add("half", "Floor", {emit.add("halved", "Mul", {x, emit.scalar("0.5", 0.5f)})});
  const std::string whole = emit.add("whole", "Floor", {x});
  const std::string even = emit.add("even", "Mul", {half, emit.scalar("2", 2)});
  const std::string is_odd = emit.add("is_odd", "Sub", {whole, even});
  const std::string fraction = emit.add("fraction", "Sub", {x, whole});
  emit.make(y, "Add", {half, emit.add("rise", "Mul", {fraction, is_odd})});
}

// `values` of every position divided by their sum over the channels and a little more.
void make_share(Emitter& emit, const std::string& values, const std::string& y) {
  const std::string axes = emit.ints("channel_axis", {1});
  const std::string sum = emit.add("sum", "ReduceSum", {values, axes}, {{"keepdims", int64_t(1)}});
  emit.make(y, "Div", {values, emit.add("divisor", "Add", {sum, emit.scalar("epsilon", 1e-4f)})});
}

const std::map<std::string, Function>& functions() {
  static const std::map<std::string, Function> table = {
      {"logistic", [](Emitter& e, auto& x, auto& y) { e.make(y, "Sigmoid", {x}); }},
      {"loggy",  // 2 / (1 + exp(-x)) - 1
       [](Emitter& e, auto& x, auto& y) {
         const std::string twice =
             e.add("twice", "Mul", {e.add("sigmoid", "Sigmoid", {x}), e.scalar("2", 2)});
         e.make(y, "Sub", {twice, e.scalar("1", 1)});
       }},
      {"relu", [](Emitter& e, auto& x, auto& y) { e.make(y, "Relu", {x}); }},
      {"relu6", [](Emitter& e, auto& x, auto& y) { make_clip(e, x, y, 0, 6); }},
      {"elu",
       [](Emitter& e, auto& x, auto& y) {
         e.make(y, "Elu", {x}, {{"alpha", 1.0f}});
       }},
      {"selu",
       [](Emitter& e, auto& x, auto& y) {
         e.make(y, "Selu", {x}, {{"alpha", 1.6732f}, {"gamma", 1.0507f}});
       }},
      {"gelu",
       [](Emitter& e, auto& x, auto& y) {
         e.make(y, "Gelu", {x}, {{"approximate", std::string("tanh")}}, kQuernDomain);
       }},
      {"relie",
       [](Emitter& e, auto& x, auto& y) {
         e.make(y, "LeakyRelu", {x}, {{"alpha", 0.01f}});
       }},
      {"leaky",
       [](Emitter& e, auto& x, auto& y) {
         e.make(y, "LeakyRelu", {x}, {{"alpha", 0.1f}});
       }},
      {"ramp",  // max(x, 0) + 0.1 x
       [](Emitter& e, auto& x, auto& y) {
         const std::string slope = e.add("slope", "Mul", {x, e.scalar("0.1", 0.1f)});
         e.make(y, "Add", {e.add("relu", "Relu", {x}), slope});
       }},
      {"tanh", [](Emitter& e, auto& x, auto& y) { e.make(y, "Tanh", {x}); }},
      {"plse", [](Emitter& e, auto& x, auto& y) { make_sloped(e, x, y, 0.125f, 0.5f, -4, 4, 0.01f); }},
      {"stair", [](Emitter& e, auto& x, auto& y) { make_stair(e, x, y); }},
      {"hardtan", [](Emitter& e, auto& x, auto& y) { make_clip(e, x, y, -1, 1); }},
      {"lhtan", [](Emitter& e, auto& x, auto& y) { make_sloped(e, x, y, 1, 0, 0, 1, 0.001f); }},
      {"swish", [](Emitter& e, auto& x, auto& y) { e.make(y, "Silu", {x}, {}, kQuernDomain); }},
      {"mish", [](Emitter& e, auto& x, auto& y) { e.make(y, "Mish", {x}, {}, kQuernDomain); }},
      {"hard_mish",  // x clip(x / 2 + 1, 0, 1)
       [](Emitter& e, auto& x, auto& y) {
         e.make(y, "Mul", {x, e.add("gate", "HardSigmoid", {x}, {{"alpha", 0.5f}, {"beta", 1.0f}})});
       }},
      {"hard_swish", [](Emitter& e, auto& x, auto& y) { e.make(y, "HardSwish", {x}); }},
      {"hard_sigmoid",
       [](Emitter& e, auto& x, auto& y) {
         e.make(y, "HardSigmoid", {x}, {{"alpha", 1.0f / 6}, {"beta", 0.5f}});
       }},
      {"normalize_channels",
       [](Emitter& e, auto& x, auto& y) { make_share(e, e.add("relu", "Relu", {x}), y); }},
      {"normalize_channels_softmax",
       [](Emitter& e, auto& x, auto& y) { make_share(e, e.add("exp", "Exp", {x}), y); }},
      {"normalize_channels_softmax_maxval", [](Emitter& e, auto& x, auto& y) {
         const std::string most =
             e.add("max", "ReduceMax", {x}, {{"axes", Shape{1}}, {"keepdims", int64_t(1)}});
         make_share(e, e.add("exp", "Exp", {e.add("shifted", "Sub", {x, most})}), y);
       }}};
  return table;
}

// Other spellings; "" where the activation is linear.
std::string canonical(std::string name) {
  static const std::map<std::string, std::string> names = {{"linear", ""},
                                                           {"none", ""},
                                                           {"revleaky", "leaky"},
                                                           {"silu", "swish"},
                                                           {"sigmoid", "logistic"},
                                                           {"hardswish", "hard_swish"},
                                                           {"hswish", "hard_swish"},
                                                           {"h_swish", "hard_swish"},
                                                           {"hard-swish", "hard_swish"},
                                                           {"hardsigmoid", "hard_sigmoid"},
                                                           {"hsigmoid", "hard_sigmoid"}};
  const auto it = names.find(name);
  return it == names.end() ? name : it->second;
}

}  // namespace

std::string before_activation(Context& layer, const char* fallback) {
  const bool linear = canonical(layer.options().text("activation", fallback)).empty();
  return linear ? layer.output() : layer.emit().tensor("before_activation");
}

void activate(Context& layer, const std::string& tensor, const char* fallback) {
  const std::string name = canonical(layer.options().text("activation", fallback));
  if (!name.empty()) functions().at(name)(layer.emit(), tensor, layer.output());
}

void check_activation(const Geometry& layer, const char* fallback) {
  const std::string name = canonical(layer.options().text("activation", fallback));
  if (name.empty() || functions().contains(name)) return;
  std::vector<std::string> known = {"linear"};
  for (const auto& [activation, function] : functions()) known.push_back(activation);
  layer.fail("there is no activation \"" + name + "\"; the nearest names are " +
                 quoted_list(nearest_names(name, known, 3)),
             "activation");
}

}  // namespace quern::frontend::darknet
