#include "graph/primitive.hpp"

#include <algorithm>
#include <set>

namespace quern::frontend::pytorch {

const Value& Primitive::arg(size_t i) const {
  if (i < args.size()) return args[i];
  throw wrong("argument " + std::to_string(i + 1) + " is missing");
}

int64_t Primitive::integer(size_t i) const {
  if (const auto* number = arg(i).get<int64_t>()) return *number;
  if (const auto* flag = arg(i).get<bool>()) return *flag ? 1 : 0;
  throw wrong(std::string("a ") + type_name(arg(i)) + " stands where an integer is expected");
}

double Primitive::number(size_t i) const {
  if (const auto* number = arg(i).get<double>()) return *number;
  return double(integer(i));
}

const std::string& Primitive::text(size_t i) const {
  if (const auto* text = arg(i).get<std::string>()) return *text;
  throw wrong(std::string("a ") + type_name(arg(i)) + " stands where a text is expected");
}

std::vector<Value>& Primitive::items(size_t i) const {
  if (List* list = arg(i).ref<List>()) return list->items;
  if (Tuple* tuple = arg(i).ref<Tuple>()) return tuple->items;
  throw wrong(std::string("a ") + type_name(arg(i)) + " stands where a list is expected");
}

Dict& Primitive::dict(size_t i) const {
  if (Dict* dict = arg(i).ref<Dict>()) return *dict;
  throw wrong(std::string("a ") + type_name(arg(i)) + " stands where a dictionary is expected");
}

bool Primitive::both_integers() const { return !arg(0).is<double>() && !arg(1).is<double>(); }

bool is_primitive_call(const std::string& op, const std::vector<Value>& args) {
  static const std::set<std::string> always = {"aten::__is__",
                                               "aten::__isnot__",
                                               "prim::unchecked_unwrap_optional",
                                               "aten::_unwrap_optional",
                                               "prim::RaiseException",
                                               "aten::warn",
                                               "prim::Print",
                                               "prim::unchecked_cast"};
  if (always.contains(op) || args.empty()) return true;
  const Value& first = args[0];
  if (first.ref<List>() || first.ref<Tuple>() || first.ref<Dict>() || first.is<std::string>()) return true;
  return std::none_of(args.begin(), args.end(),
                      [](const Value& v) { return v.ref<TensorValue>() || v.is<Unknown>(); });
}

}  // namespace quern::frontend::pytorch
