#include "graph/evaluator.hpp"

#include <limits>

#include "graph/primitive.hpp"
#include "ops/context.hpp"
#include "reader/debug_info.hpp"

namespace quern::frontend::pytorch {
namespace {

constexpr int kDeepest = 800;  // statements and expressions inside of each other, over all calls

// Variables "_12" are the printer's own.
bool is_anonymous(const std::string& name) {
  return name.size() > 1 && name[0] == '_' && name.find_first_not_of("0123456789", 1) == std::string::npos;
}

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

Evaluator::Flow Evaluator::run(const Block& block, Frame& frame) {
  for (const Statement& statement : block)
    if (const Flow flow = run(statement, frame); flow != Flow::Next) return flow;
  return Flow::Next;
}

Evaluator::Flow Evaluator::run(const Statement& s, Frame& frame) {
  using Kind = Statement::Kind;
  const Nesting nesting(*this);
  session_.source = frame.function->file + ":" + std::to_string(s.line);
  session_.hint.clear();
  switch (s.kind) {
    case Kind::Assign:
      if (s.unpacks) {
        unpack(s, evaluate(*s.value, frame), frame);
      } else {
        if (s.targets[0]->kind == Expression::Kind::Name && !is_anonymous(s.targets[0]->text) &&
            s.value->kind == Expression::Kind::Call)
          session_.hint = s.targets[0]->text;
        assign(*s.targets[0], evaluate(*s.value, frame), frame);
      }
      return Flow::Next;
    case Kind::Evaluate:
      evaluate(*s.value, frame);
      return Flow::Next;
    case Kind::If: {
      // A branch that only complains is not taken where the condition depends on the data.
      if (only_raises(s.body) || only_raises(s.otherwise)) {
        const Value value = evaluate(*s.value, frame);
        if (value.is<Unknown>() || (value.ref<TensorValue>() &&
                                    !session_.emitter().value(session_.name_of(*value.ref<TensorValue>()))))
          return run(only_raises(s.body) ? s.otherwise : s.body, frame);
      }
      return run(condition(*s.value, frame) ? s.body : s.otherwise, frame);
    }
    case Kind::While:
    case Kind::For:
      return run_loop(s, frame);
    case Kind::With:
      return run(s.body, frame);
    case Kind::Return:
      if (s.value) {
        if (s.value->kind == Expression::Kind::Call) session_.hint = frame.result_hint;
        frame.result = evaluate(*s.value, frame);
      }
      return Flow::Return;
    case Kind::Raise:
      throw InputError("the model refuses this input: " + line_text(), session_.source,
                       "Bind the inputs to shapes that the model accepts.");
    case Kind::Assert:
      if (!condition(*s.value, frame))
        throw InputError("the model refuses this input: " + line_text(), session_.source,
                         "Bind the inputs to shapes that the model accepts.");
      return Flow::Next;
    case Kind::Break:
      return Flow::Break;
    case Kind::Continue:
      return Flow::Continue;
    case Kind::Pass:
      return Flow::Next;
  }
  return Flow::Next;
}

bool Evaluator::only_raises(const Block& block) {
  for (const Statement& s : block) {
    if (s.kind == Statement::Kind::Raise) return true;
    if (s.kind != Statement::Kind::Evaluate || s.value->kind != Expression::Kind::Call) continue;
    if (s.value->items[0]->kind == Expression::Kind::Attribute && s.value->items[0]->text == "RaiseException")
      return true;
  }
  return false;
}

Evaluator::Flow Evaluator::run_loop(const Statement& s, Frame& frame) {
  if (s.kind == Statement::Kind::While) {
    while (condition(*s.value, frame)) {
      const Flow flow = run(s.body, frame);
      if (flow == Flow::Return) return flow;
      if (flow == Flow::Break) break;
    }
    return Flow::Next;
  }
  const Value sequence = evaluate(*s.value, frame);
  const List* list = sequence.ref<List>();
  const Tuple* tuple = sequence.ref<Tuple>();
  if (sequence.is<Unknown>())
    throw UnsupportedError("a loop runs over what an unsupported operator makes", session_.source);
  if (!list && !tuple)
    throw InputError(std::string("a loop runs over a ") + type_name(sequence), session_.source);
  for (size_t i = 0; i < (list ? list->items : tuple->items).size(); ++i) {
    assign(*s.targets[0], (list ? list->items : tuple->items)[i], frame);
    const Flow flow = run(s.body, frame);
    if (flow == Flow::Return) return flow;
    if (flow == Flow::Break) break;
  }
  return Flow::Next;
}

void Evaluator::assign(const Expression& target, Value value, Frame& frame) {
  if (target.kind == Expression::Kind::Name) {
    frame.locals[target.text] = std::move(value);
  } else if (target.kind == Expression::Kind::Attribute) {
    const Value base = evaluate(*target.items[0], frame);
    Object* object = base.ref<Object>();
    if (!object) throw InputError("an attribute is set of something that is not an object", session_.source);
    object->attributes[target.text] = std::move(value);
  } else if (target.kind == Expression::Kind::Subscript) {
    operation("aten::_set_item",
              {evaluate(*target.items[0], frame), evaluate(*target.items[1], frame), std::move(value)}, {});
  } else {
    throw InputError("the code assigns to something that is not a variable", session_.source);
  }
}

void Evaluator::unpack(const Statement& s, const Value& value, Frame& frame) {
  const List* list = value.ref<List>();
  const Tuple* tuple = value.ref<Tuple>();
  if (!list && !tuple && !value.is<Unknown>())
    throw InputError(std::string("the code unpacks a ") + type_name(value), session_.source);
  const std::vector<Value> items = list    ? list->items
                                   : tuple ? tuple->items
                                           : std::vector<Value>(s.targets.size(), value);
  if (items.size() != s.targets.size())
    throw InputError("the code unpacks " + std::to_string(items.size()) + " values into " +
                         std::to_string(s.targets.size()) + " variables",
                     session_.source);
  for (size_t i = 0; i < items.size(); ++i) assign(*s.targets[i], items[i], frame);
}

bool Evaluator::condition(const Expression& e, Frame& frame) {
  if (e.kind == Expression::Kind::Call && e.items.size() == 2 && e.items[0]->kind == Expression::Kind::Name &&
      e.items[0]->text == "bool")
    return condition(*e.items[1], frame);
  const Value value = evaluate(e, frame);
  if (value.is<Unknown>()) throw depends_on_data("a decision of the model");
  if (TensorValue* tensor = value.ref<TensorValue>()) {
    const Tensor* known = session_.emitter().value(session_.name_of(*tensor));
    if (!known || known->count() != 1) throw depends_on_data("a decision of the model");
    return known->to_float()[0] != 0;
  }
  return is_true(value);
}

Value Evaluator::evaluate(const Expression& e, Frame& frame) {
  using Kind = Expression::Kind;
  session_.spend(1);
  const Nesting nesting(*this);
  const auto all = [&] {
    session_.hint.clear();
    std::vector<Value> values;
    for (const ExpressionPtr& item : e.items) values.push_back(evaluate(*item, frame));
    return values;
  };
  switch (e.kind) {
    case Kind::Name:
      return name(e, frame);
    case Kind::Integer:
      return e.integer;
    case Kind::Real:
      return e.real;
    case Kind::String:
      return e.text;
    case Kind::Constant:
      return e.text == "None" ? Value(None()) : Value(e.text == "True");
    case Kind::Tuple:
      return session_.heap().tuple(all());
    case Kind::List:
      return session_.heap().list(all());
    case Kind::Dict: {
      const std::vector<Value> values = all();
      Dict* dict = session_.heap().make(Dict());
      for (size_t i = 0; i + 1 < values.size(); i += 2) dict->set(values[i], values[i + 1]);
      return dict;
    }
    case Kind::Attribute:
      return attribute(evaluate(*e.items[0], frame), e.text);
    case Kind::Subscript:
      return subscript(e, frame);
    case Kind::Slice:
      throw InputError("a slice stands where a value is expected", session_.source);
    case Kind::Call:
      return call(e, frame);
    case Kind::Unary: {
      if (e.text == "not") return !condition(*e.items[0], frame);
      Value value = evaluate(*e.items[0], frame);
      if (e.text == "+") return value;
      if (const auto* number = value.get<int64_t>(); number && e.text == "-")
        return int64_t(uint64_t(0) - uint64_t(*number));
      if (const auto* number = value.get<double>(); number && e.text == "-") return -*number;
      return operation(e.text == "-" ? "aten::neg" : "aten::bitwise_not", {std::move(value)}, {});
    }
    case Kind::Binary:
      return binary(e, frame);
    case Kind::Choice:
      return evaluate(condition(*e.items[1], frame) ? *e.items[0] : *e.items[2], frame);
  }
  return None();
}

Value Evaluator::name(const Expression& e, Frame& frame) {
  if (const auto it = frame.locals.find(e.text); it != frame.locals.end()) return it->second;
  if (e.text == "inf") return std::numeric_limits<double>::infinity();
  if (e.text == "nan") return std::numeric_limits<double>::quiet_NaN();
  return Global{e.text};
}

Value Evaluator::attribute(const Value& base, const std::string& name) {
  if (base.is<Unknown>()) return base;
  if (const Object* object = base.ref<Object>()) {
    if (name == "training") return false;  // networks are converted for use, whatever mode they were saved in
    if (const auto it = object->attributes.find(name); it != object->attributes.end()) return it->second;
    if (const auto type = program_.classes.find(object->type); type != program_.classes.end())
      for (const auto& [field, value] : type->second.fields)
        if (field == name && value) {
          Frame none{nullptr};
          return evaluate(*value, none);
        }
    throw InputError("an object of class " + object->type + " has no attribute \"" + name + "\"",
                     session_.source);
  }
  if (const Global* global = base.get<Global>()) {
    if (global->name == "CONSTANTS") {
      const Tuple* constants = constants_.ref<Tuple>();
      const size_t number = name.size() > 1 ? size_t(std::strtoul(name.c_str() + 1, nullptr, 10)) : 0;
      if (!constants || number >= constants->items.size())
        throw InputError("the archive has no constant " + name, session_.source);
      return constants->items[number];
    }
    return Global{global->name + "." + name};
  }
  if (const Tuple* tuple = base.ref<Tuple>())
    for (size_t i = 0; i < tuple->fields.size() && i < tuple->items.size(); ++i)
      if (tuple->fields[i] == name) return tuple->items[i];
  if (base.ref<TensorValue>()) return session_.call("prim::" + name, {base}, {});
  throw InputError(std::string("a ") + type_name(base) + " has no attribute \"" + name + "\"",
                   session_.source);
}

Value Evaluator::subscript(const Expression& e, Frame& frame) {
  const Value base = evaluate(*e.items[0], frame);
  if (base.is<Unknown>()) return base;
  if (e.items[1]->kind == Expression::Kind::Slice) {
    std::vector<Value> args = {base};
    for (const ExpressionPtr& bound : e.items[1]->items)
      args.push_back(bound ? evaluate(*bound, frame) : Value());
    return operation("aten::slice", std::move(args), {});
  }
  return operation("aten::__getitem__", {base, evaluate(*e.items[1], frame)}, {});
}

Value Evaluator::binary(const Expression& e, Frame& frame) {
  if (e.text == "and") return condition(*e.items[0], frame) && condition(*e.items[1], frame);
  if (e.text == "or") return condition(*e.items[0], frame) || condition(*e.items[1], frame);
  static const std::map<std::string, const char*> names = {
      {"==", "aten::eq"},         {"!=", "aten::ne"},         {"<", "aten::lt"},
      {"<=", "aten::le"},         {">", "aten::gt"},          {">=", "aten::ge"},
      {"+", "aten::add"},         {"-", "aten::sub"},         {"*", "aten::mul"},
      {"/", "aten::div"},         {"//", "aten::floordiv"},   {"%", "aten::remainder"},
      {"**", "aten::pow"},        {"&", "aten::__and__"},     {"|", "aten::__or__"},
      {"^", "aten::__xor__"},     {"is", "aten::__is__"},     {"is not", "aten::__isnot__"},
      {"<<", "aten::__lshift__"}, {">>", "aten::__rshift__"}, {"@", "aten::matmul"}};
  Value left = evaluate(*e.items[0], frame), right = evaluate(*e.items[1], frame);
  if (e.text == "in" || e.text == "not in") {
    const Value found = operation("aten::__contains__", {right, left}, {});
    return e.text == "in" ? found : Value(!is_true(found));
  }
  return operation(names.at(e.text), {std::move(left), std::move(right)}, {});
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
  try {
    primitive(p);
  } catch (const Error& e) {
    if (!e.where().empty()) throw;
    throw Error(e.status(), e.what(), session_.source, e.hint());
  }
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
