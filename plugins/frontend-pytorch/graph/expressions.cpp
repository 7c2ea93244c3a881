// Expressions but for calls.
#include <limits>

#include "graph/evaluator.hpp"
#include "graph/primitive.hpp"

namespace quern::frontend::pytorch {

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
}  // namespace quern::frontend::pytorch
