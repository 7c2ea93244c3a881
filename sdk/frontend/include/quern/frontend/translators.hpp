// The registry of a frontend's translators: functions that turn one layer of the source model into ONNX
// nodes. One file per operator registers itself:
//
//   void translate_relu(Context& layer) { layer.emit().make(layer.output(), "Relu", {layer.input(0)}); }
//   QUERN_TRANSLATOR(Context, "ReLU", translate_relu);
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace quern::frontend {

// Context is what the translators of one frontend work with.
template <class Context>
class Translators {
 public:
  // Appends the nodes that stand for the layer. Throws UnsupportedError where the layer cannot be expressed,
  // InputError where it contradicts its operator.
  using Function = void (*)(Context&);

  // Null where no file registered the operator.
  static Function find(std::string_view type) {
    const auto it = table().find(type);
    return it == table().end() ? nullptr : it->second;
  }

  // The operators' names, sorted.
  static std::vector<std::string> names() {
    std::vector<std::string> list;
    for (const auto& [type, function] : table()) list.emplace_back(type);
    return list;
  }

  struct Registration {
    Registration(std::string_view type, Function function) { table().emplace(type, function); }
  };

 private:
  static std::map<std::string_view, Function>& table() {
    static std::map<std::string_view, Function> functions;
    return functions;
  }
};

// At namespace scope of an operator's file. TYPE is a string literal.
#define QUERN_TRANSLATOR_CAT_(a, b) a##b
#define QUERN_TRANSLATOR_CAT(a, b) QUERN_TRANSLATOR_CAT_(a, b)
#define QUERN_TRANSLATOR(CONTEXT, TYPE, FUNCTION)                                          \
  static const ::quern::frontend::Translators<CONTEXT>::Registration QUERN_TRANSLATOR_CAT( \
      registration_, __LINE__)(TYPE, FUNCTION)

}  // namespace quern::frontend
