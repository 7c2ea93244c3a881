#include "graph/ports.hpp"

#include <algorithm>

namespace quern::frontend::pytorch {
namespace {

bool is_name(const Expression* e, const char* name) {
  return e && e->kind == Expression::Kind::Name && e->text == name;
}

// The argument of "Optional[...]", "List[...]" and so on; null where `type` is something else.
const Expression* inside(const Expression* type, const char* outer) {
  if (!type || type->kind != Expression::Kind::Subscript || !is_name(type->items[0].get(), outer))
    return nullptr;
  return type->items[1].get();
}

// Which tensors a parameter stands for.
struct Port {
  enum class Kind { Tensor, Sequence, Other } kind = Kind::Other;
  bool is_list = false;
  size_t count = 0;  // of a tuple's tensors; 0 for lists
};

Port port_of(const Expression* type) {
  if (const Expression* optional = inside(type, "Optional")) return port_of(optional);
  if (!type || is_name(type, "Tensor")) return {Port::Kind::Tensor};
  if (const Expression* item = inside(type, "List"); item && is_name(item, "Tensor"))
    return {Port::Kind::Sequence, true, 0};
  if (const Expression* items = inside(type, "Tuple")) {
    if (is_name(items, "Tensor")) return {Port::Kind::Sequence, false, 1};
    if (items->kind != Expression::Kind::Tuple) return {};
    for (const ExpressionPtr& item : items->items)
      if (!is_name(item.get(), "Tensor")) return {};
    return {Port::Kind::Sequence, false, items->items.size()};
  }
  return {};
}

// Tensors that a parameter with a default value stands for only where the user binds them.
bool is_used(const Parameter& p, const std::vector<Binding>& bindings) {
  if (!p.default_value) return true;
  for (const Binding& b : bindings)
    if (b.name == p.name || b.name.starts_with(p.name + ".")) return true;
  return false;
}

std::vector<std::string> names_of(const Parameter& p, const Port& port,
                                  const std::vector<Binding>& bindings) {
  if (port.kind == Port::Kind::Tensor) return {p.name};
  size_t count = port.count;
  if (port.is_list)
    for (const Binding& b : bindings) count += b.name.starts_with(p.name + ".") ? 1 : 0;
  if (count == 0)
    throw InputError("input \"" + p.name + "\" is a list of tensors, whose number is not known", p.name,
                     "Bind each of them, for example with --input " + p.name + ".0=1x3x224x224.");
  std::vector<std::string> names;
  for (size_t i = 0; i < count; ++i) names.push_back(p.name + "." + std::to_string(i));
  return names;
}

void collect(const Value& value, const std::string& name, std::vector<std::pair<std::string, Value>>& outputs,
             int depth) {
  if (depth > 20 || outputs.size() > 1000)
    throw InputError("the network's result has too many parts or is nested too deeply");
  const List* list = value.ref<List>();
  const Tuple* tuple = value.ref<Tuple>();
  const std::string prefix = depth == 0 ? name : name + "_";
  if (list || tuple) {
    const std::vector<Value>& items = list ? list->items : tuple->items;
    for (size_t i = 0; i < items.size(); ++i)
      collect(items[i], prefix + std::to_string(i), outputs, depth + 1);
  } else if (const Dict* dict = value.ref<Dict>()) {
    for (const auto& [key, item] : dict->items) {
      const auto* text = key.get<std::string>();
      const std::string item_name = text ? *text : "out" + std::to_string(outputs.size());
      collect(item, depth == 0 ? item_name : name + "_" + item_name, outputs, depth + 1);
    }
  } else if (value.ref<TensorValue>() || value.is<Unknown>()) {
    outputs.emplace_back(name, value);
  }
}

// The name itself: a tensor inside of the network that is called so makes room. Only inputs, weights and
// other outputs keep theirs.
std::string free_output_name(const std::string& wanted, Session& session, std::vector<std::string>& tensors) {
  Graph& graph = session.emitter().graph();
  const auto makes = [&](const Node& node) {
    return std::find(node.outputs.begin(), node.outputs.end(), wanted) != node.outputs.end();
  };
  const auto maker = std::find_if(graph.nodes.begin(), graph.nodes.end(), makes);
  if (maker == graph.nodes.end() || graph.is_output(wanted)) return session.fresh(wanted);
  const std::string other = session.fresh(wanted + "/value");
  for (Node& node : graph.nodes) {
    std::replace(node.inputs.begin(), node.inputs.end(), wanted, other);
    std::replace(node.outputs.begin(), node.outputs.end(), wanted, other);
  }
  std::replace(tensors.begin(), tensors.end(), wanted, other);
  session.rename_hint(wanted, other);
  return wanted;
}

}  // namespace

void declare_inputs(const Function& method, const std::vector<Binding>& bindings,
                    const std::map<std::string, DataType>& types, Graph& graph) {
  for (size_t i = 1; i < method.parameters.size(); ++i) {
    const Parameter& p = method.parameters[i];
    const Port port = port_of(p.type.get());
    if (port.kind == Port::Kind::Other) {
      if (p.default_value) continue;
      throw UnsupportedError(
          "parameter \"" + p.name + "\" of \"" + method.name + "\" is not a tensor and has no default value",
          method.file + ":" + std::to_string(method.line),
          "Trace the model with a fixed value, or wrap it in a module that takes tensors only.");
    }
    if (!is_used(p, bindings)) continue;
    for (const std::string& name : names_of(p, port, bindings)) {
      ValueInfo input;
      input.name = name;
      const auto type = types.find(name);
      input.type = type == types.end() ? DataType::Float : type->second;
      graph.inputs.push_back(input);
    }
  }
  for (const auto& [name, type] : types) {
    const auto same = [&, &wanted = name](const ValueInfo& v) { return v.name == wanted; };
    if (std::none_of(graph.inputs.begin(), graph.inputs.end(), same))
      throw InputError("the model has no input \"" + name + "\" to give a type to", name);
  }
}

void name_only_input(const std::vector<Binding>& bindings, Graph& graph, const Host& host) {
  if (graph.inputs.size() != 1 || bindings.size() != 1 || bindings[0].name == graph.inputs[0].name) return;
  host.note("the only input is called \"" + graph.inputs[0].name + "\" in the model's code; it becomes \"" +
                bindings[0].name + "\", as it was bound",
            bindings[0].name);
  graph.inputs[0].name = bindings[0].name;
}

std::vector<Value> arguments_of(const Function& method, Evaluator& evaluator, Session& session) {
  std::vector<Value> args;
  size_t next = 0;
  const std::vector<ValueInfo> inputs = session.emitter().graph().inputs;
  const auto belongs = [&](const Parameter& p) {
    if (inputs.size() == 1 && next == 0 && !p.default_value) return true;  // name_only_input()
    return next < inputs.size() &&
           (inputs[next].name == p.name || inputs[next].name.starts_with(p.name + "."));
  };
  for (size_t i = 1; i < method.parameters.size(); ++i) {
    const Parameter& p = method.parameters[i];
    const Port port = port_of(p.type.get());
    if (port.kind == Port::Kind::Tensor && belongs(p)) {
      args.push_back(session.heap().tensor(inputs[next++].name));
    } else if (port.kind == Port::Kind::Sequence && belongs(p)) {
      std::vector<Value> items;
      while (belongs(p)) items.push_back(session.heap().tensor(inputs[next++].name));
      args.push_back(port.is_list ? session.heap().list(std::move(items))
                                  : session.heap().tuple(std::move(items)));
    } else {
      args.push_back(evaluator.default_value(method, p));
    }
  }
  return args;
}

void declare_outputs(const Value& result, Session& session) {
  std::vector<std::pair<std::string, Value>> parts;
  collect(result, "out", parts, 0);
  if (parts.empty()) throw InputError("the network returns no tensor");
  Emitter& emit = session.emitter();
  std::vector<std::string> tensors;
  std::vector<ValueInfo> outputs(parts.size());
  for (size_t i = 0; i < parts.size(); ++i) {
    const auto* unknown = parts[i].second.get<Unknown>();
    tensors.push_back(unknown ? unknown->tensor : session.name_of(*parts[i].second.ref<TensorValue>()));
    outputs[i].type = emit.type(tensors[i]);
    outputs[i].shape = emit.shape(tensors[i]);
  }
  for (size_t i = 0; i < parts.size(); ++i) {
    outputs[i].name = free_output_name(parts[i].first, session, tensors);
    emit.begin(outputs[i].name);
    emit.make(outputs[i].name, "Identity", {tensors[i]});
    emit.graph().outputs.push_back(outputs[i]);
  }
}

}  // namespace quern::frontend::pytorch
