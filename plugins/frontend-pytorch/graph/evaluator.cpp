// Calls of functions, methods, operators and classes.
#include "graph/evaluator.hpp"

#include "graph/primitive.hpp"
#include "ops/context.hpp"
#include "reader/debug_info.hpp"

namespace quern::frontend::pytorch {
namespace {

constexpr int kDeepest = 800;  // statements and expressions inside of each other, over all calls

}  // namespace

Evaluator::Nesting::Nesting(Evaluator& evaluator) : depth_(evaluator.depth_) {
  if (++depth_ > kDeepest) throw InputError("calls are nested too deeply", evaluator.session_.source);
}

// The line of code that is being run.
std::string Evaluator::line_text() const {
  const size_t colon = session_.source.rfind(':');
  const auto file = program_.lines.find(session_.source.substr(0, colon));
  if (file == program_.lines.end()) return "";
  const size_t line = std::strtoul(session_.source.c_str() + colon + 1, nullptr, 10);
  if (line < 1 || line > file->second.size()) return "";
  const std::string& text = file->second[line - 1];
  const size_t begin = text.find_first_not_of(' ');
  return begin == std::string::npos ? "" : text.substr(begin, 200);
}

UnsupportedError Evaluator::depends_on_data(const std::string& what) const {
  const size_t colon = session_.source.rfind(':');
  const size_t line = std::strtoul(session_.source.c_str() + colon + 1, nullptr, 10);
  const std::string original = original_line(program_, session_.source.substr(0, colon), line);
  return UnsupportedError(
      what + " depends on the network's input: " + line_text() +
          (original.empty() ? "" : " (" + original + ")"),
      session_.source,
      "Trace the model instead of scripting it: torch.jit.trace(model.eval(), example) keeps the "
      "way that the example takes.");
}

const Function* Evaluator::find_method(const Object& object, const std::string& method) const {
  const auto type = program_.classes.find(object.type);
  if (type == program_.classes.end()) return nullptr;
  const auto it = type->second.methods.find(method);
  return it == type->second.methods.end() ? nullptr : &it->second;
}

Value Evaluator::default_value(const Function& function, const Parameter& parameter) {
  Frame frame{&function};
  return evaluate(*parameter.default_value, frame);
}

Value Evaluator::call_method(Object& object, const std::string& method, std::vector<Value> args,
                             Keywords keywords) {
  const Function* function = find_method(object, method);
  if (!function)
    throw InputError("class " + object.type + " has no method \"" + method + "\"", session_.source);
  const std::string path = session_.path;
  session_.path = object.path;
  session_.hint = "output";
  args.insert(args.begin(), &object);
  Value result = call_function(*function, std::move(args), std::move(keywords));
  session_.path = path;
  return result;
}

Value Evaluator::call_function(const Function& function, std::vector<Value> args, Keywords keywords) {
  const std::string caller = session_.source;
  Frame frame{&function};
  frame.result_hint = session_.hint;
  session_.hint.clear();
  if (args.size() > function.parameters.size())
    throw InputError("\"" + function.name + "\" is called with too many arguments", session_.source);
  for (size_t i = 0; i < function.parameters.size(); ++i) {
    const Parameter& p = function.parameters[i];
    const auto keyword = keywords.find(p.name);
    if (i < args.size())
      frame.locals[p.name] = args[i];
    else if (keyword != keywords.end())
      frame.locals[p.name] = keyword->second;
    else if (p.default_value)
      frame.locals[p.name] = evaluate(*p.default_value, frame);
    else
      throw InputError("\"" + function.name + "\" is called without its argument \"" + p.name + "\"",
                       session_.source);
  }
  run(function.body, frame);
  session_.source = caller;
  return frame.result;
}

Value Evaluator::operation(const std::string& op, std::vector<Value> args, Keywords keywords) {
  // Not for what works on references, whatever they refer to.
  const bool looks_inside = op != "aten::__is__" && op != "aten::__isnot__";
  if (looks_inside && !args.empty() && args[0].is<Unknown>())
    return session_.call(op, std::move(args), std::move(keywords));
  const PrimitiveTable::Function primitive = PrimitiveTable::find(op);
  if (!primitive || !is_primitive_call(op, args)) {
    try {
      return session_.call(op, std::move(args), std::move(keywords));
    } catch (const UnsupportedError& e) {
      if (!e.where().empty()) throw;
      throw depends_on_data("a number that the model's code needs");
    }
  }
  Primitive p{session_, op, args, keywords};
  with_place(session_.source, [&] { primitive(p); });
  return p.result;
}

Value Evaluator::call(const Expression& e, Frame& frame) {
  const std::string hint = session_.hint;  // for this call, not for those among its arguments
  session_.hint.clear();
  const Expression& function = *e.items[0];
  const std::string builtin =
      function.kind == Expression::Kind::Name && !frame.locals.contains(function.text) ? function.text : "";
  if (builtin == "annotate" || builtin == "unchecked_cast") {  // the first argument is a type
    session_.hint = hint;
    return e.items.size() > 2 ? evaluate(*e.items[2], frame) : None();
  }
  if (builtin == "uninitialized") return None();
  Value base;  // of a method
  if (function.kind == Expression::Kind::Attribute) base = evaluate(*function.items[0], frame);
  std::vector<Value> args;
  const bool second_is_type = builtin == "isinstance" ||
                              (function.kind == Expression::Kind::Attribute && function.text == "isinstance");
  for (size_t i = 1; i < e.items.size(); ++i)
    args.push_back(second_is_type && i == 2 ? Value() : evaluate(*e.items[i], frame));
  Keywords keywords;
  for (const auto& [key, value] : e.keywords) keywords[key] = evaluate(*value, frame);
  session_.hint = hint;

  if (second_is_type)
    throw UnsupportedError("isinstance in the code of a model", session_.source, "Trace the model instead.");
  if (Object* object = base.ref<Object>(); object && !object->attributes.contains(function.text)) {
    if (!find_method(*object, function.text)) {
      const std::string op = "class::" + function.text;  // methods of built-in classes
      args.insert(args.begin(), base);
      return session_.call(op, std::move(args), std::move(keywords));
    }
    return call_method(*object, function.text, std::move(args), std::move(keywords));
  }
  if (base.ref<TensorValue>()) {
    args.insert(args.begin(), base);
    return operation("aten::" + function.text, std::move(args), std::move(keywords));
  }
  const Value callee = function.kind == Expression::Kind::Attribute ? attribute(base, function.text)
                                                                    : evaluate(function, frame);
  if (callee.is<Unknown>()) return callee;
  const Global* global = callee.get<Global>();
  if (!global) throw InputError(std::string("the code calls a ") + type_name(callee), session_.source);
  return call_global(global->name, std::move(args), std::move(keywords));
}

Value Evaluator::call_global(const std::string& name, std::vector<Value> args, Keywords keywords) {
  if (const auto function = program_.functions.find(name); function != program_.functions.end())
    return call_function(function->second, std::move(args), std::move(keywords));
  if (const auto type = program_.classes.find(name); type != program_.classes.end())
    return construct(type->second, std::move(args), std::move(keywords));
  // "torch.add" is aten::add, "ops.quantized.conv2d" quantized::conv2d.
  static const std::string torch = "torch.", ops = "ops.";
  if (name.starts_with(torch))
    return operation("aten::" + name.substr(torch.size()), std::move(args), std::move(keywords));
  if (name.starts_with(ops)) {
    std::string op = name.substr(ops.size());
    const size_t dot = op.find('.');
    if (dot != std::string::npos) op.replace(dot, 1, "::");
    return operation(op, std::move(args), std::move(keywords));
  }
  if (name == "getattr" && args.size() >= 2 && args[1].is<std::string>())
    return attribute(args[0], *args[1].get<std::string>());
  if (name == "fork" && !args.empty() && args[0].is<Global>()) {  // done at once; wait() has nothing to do
    const std::string function = args[0].get<Global>()->name;
    args.erase(args.begin());
    return call_global(function, std::move(args), std::move(keywords));
  }
  if (name == "wait" && args.size() == 1) return args[0];
  static const std::map<std::string, const char*> builtins = {
      {"int", "aten::Int"}, {"float", "aten::Float"}, {"bool", "aten::Bool"},  {"str", "aten::str"},
      {"len", "aten::len"}, {"range", "prim::range"}, {"list", "aten::list"},  {"min", "prim::min"},
      {"max", "prim::max"}, {"abs", "aten::abs"},     {"print", "prim::Print"}};
  if (const auto it = builtins.find(name); it != builtins.end())
    return operation(it->second, std::move(args), std::move(keywords));
  throw UnsupportedError("the code calls \"" + name + "\", which is not known", session_.source);
}

Value Evaluator::construct(const Class& type, std::vector<Value> args, Keywords keywords) {
  if (type.base == "NamedTuple") {
    std::vector<std::string> fields;
    for (const auto& [field, value] : type.fields) fields.push_back(field);
    for (size_t i = args.size(); i < fields.size(); ++i)
      if (const auto it = keywords.find(fields[i]); it != keywords.end()) args.push_back(it->second);
    return session_.heap().make(Tuple{std::move(args), std::move(fields)});
  }
  Object* object = session_.heap().make(Object{type.name});
  object->path = session_.path;
  if (find_method(*object, "__init__")) call_method(*object, "__init__", std::move(args));
  return object;
}
}  // namespace quern::frontend::pytorch
