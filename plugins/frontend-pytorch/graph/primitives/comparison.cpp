// Comparisons and logic on numbers, texts and lists.
#include "graph/primitive.hpp"

namespace quern::frontend::pytorch {
namespace {

bool equal_items(Session& session, const std::vector<Value>& a, const std::vector<Value>& b, int depth);

// Depth bounds lists that contain themselves.
bool equal_values(Session& session, const Value& a, const Value& b, int depth) {
  if (depth > 50) throw InputError("lists are nested too deeply");
  const auto number = [](const Value& v) {
    return v.is<double>() ? *v.get<double>()
           : v.is<bool>() ? double(*v.get<bool>())
                          : double(*v.get<int64_t>());
  };
  if (a.is<int64_t>() && b.is<int64_t>()) return *a.get<int64_t>() == *b.get<int64_t>();
  if (a.is_number() && b.is_number()) return number(a) == number(b);
  if (a.index() != b.index()) return false;
  if (const auto* text = a.get<std::string>()) return *text == *b.get<std::string>();
  if (const List* list = a.ref<List>())
    return equal_items(session, list->items, b.ref<List>()->items, depth + 1);
  if (const Tuple* tuple = a.ref<Tuple>())
    return equal_items(session, tuple->items, b.ref<Tuple>()->items, depth + 1);
  if (const auto* device = a.get<Device>()) return device->name == b.get<Device>()->name;
  if (TensorValue* tensor = a.ref<TensorValue>()) return tensor == b.ref<TensorValue>();
  if (Object* object = a.ref<Object>()) {
    const Object* other = b.ref<Object>();
    const auto x = object->attributes.find("value");
    const auto y = other->attributes.find("value");
    const bool enumeration =
        object->type == other->type && x != object->attributes.end() && y != other->attributes.end();
    return object == other || (enumeration && equal_values(session, x->second, y->second, depth + 1));
  }
  return a.is_none();
}

bool equal_items(Session& session, const std::vector<Value>& a, const std::vector<Value>& b, int depth) {
  if (a.size() != b.size()) return false;
  session.spend(a.size());
  for (size_t i = 0; i < a.size(); ++i)
    if (!equal_values(session, a[i], b[i], depth)) return false;
  return true;
}

void eq(Primitive& p) { p.result = equal(p.session, p.arg(0), p.arg(1)); }
void ne(Primitive& p) { p.result = !equal(p.session, p.arg(0), p.arg(1)); }

template <class Compare>
bool ordered(const Primitive& p, Compare&& compare) {
  if (p.arg(0).is<std::string>()) return compare(p.text(0).compare(p.text(1)), 0);
  if (p.both_integers()) return compare(p.integer(0), p.integer(1));
  return compare(p.number(0), p.number(1));
}
void lt(Primitive& p) {
  p.result = ordered(p, [](auto a, auto b) { return a < b; });
}
void le(Primitive& p) {
  p.result = ordered(p, [](auto a, auto b) { return a <= b; });
}
void gt(Primitive& p) {
  p.result = ordered(p, [](auto a, auto b) { return a > b; });
}
void ge(Primitive& p) {
  p.result = ordered(p, [](auto a, auto b) { return a >= b; });
}

bool same(const Primitive& p) {
  const Value &a = p.arg(0), &b = p.arg(1);
  if (a.is_none() || b.is_none()) return a.is_none() && b.is_none();
  return equal(p.session, a, b);
}
void is(Primitive& p) { p.result = same(p); }
void is_not(Primitive& p) { p.result = !same(p); }
void logical_not(Primitive& p) { p.result = !is_true(p.arg(0)); }

template <class Combine>
void combine(Primitive& p, Combine&& f) {
  if (p.arg(0).is<bool>() && p.arg(1).is<bool>())
    p.result = f(p.integer(0), p.integer(1)) != 0;
  else
    p.result = f(p.integer(0), p.integer(1));
}
void and_bits(Primitive& p) {
  combine(p, [](int64_t a, int64_t b) { return a & b; });
}
void or_bits(Primitive& p) {
  combine(p, [](int64_t a, int64_t b) { return a | b; });
}
void xor_bits(Primitive& p) {
  combine(p, [](int64_t a, int64_t b) { return a ^ b; });
}
void shift_left(Primitive& p) { p.result = int64_t(uint64_t(p.integer(0)) << (p.integer(1) & 63)); }
void shift_right(Primitive& p) { p.result = p.integer(0) >> (p.integer(1) & 63); }

QUERN_TRANSLATOR(Primitive, "aten::eq", eq);
QUERN_TRANSLATOR(Primitive, "aten::ne", ne);
QUERN_TRANSLATOR(Primitive, "aten::lt", lt);
QUERN_TRANSLATOR(Primitive, "aten::le", le);
QUERN_TRANSLATOR(Primitive, "aten::gt", gt);
QUERN_TRANSLATOR(Primitive, "aten::ge", ge);
QUERN_TRANSLATOR(Primitive, "aten::__is__", is);
QUERN_TRANSLATOR(Primitive, "aten::__isnot__", is_not);
QUERN_TRANSLATOR(Primitive, "aten::__not__", logical_not);
QUERN_TRANSLATOR(Primitive, "aten::__and__", and_bits);
QUERN_TRANSLATOR(Primitive, "aten::__or__", or_bits);
QUERN_TRANSLATOR(Primitive, "aten::__xor__", xor_bits);
QUERN_TRANSLATOR(Primitive, "aten::__lshift__", shift_left);
QUERN_TRANSLATOR(Primitive, "aten::__rshift__", shift_right);

}  // namespace

bool equal(Session& session, const Value& a, const Value& b) { return equal_values(session, a, b, 0); }

bool is_true(const Value& value) {
  if (const auto* flag = value.get<bool>()) return *flag;
  if (const auto* number = value.get<int64_t>()) return *number != 0;
  if (const auto* number = value.get<double>()) return *number != 0;
  if (const auto* text = value.get<std::string>()) return !text->empty();
  if (const List* list = value.ref<List>()) return !list->items.empty();
  if (const Tuple* tuple = value.ref<Tuple>()) return !tuple->items.empty();
  if (const Dict* dict = value.ref<Dict>()) return !dict->items.empty();
  return !value.is_none();
}

}  // namespace quern::frontend::pytorch
