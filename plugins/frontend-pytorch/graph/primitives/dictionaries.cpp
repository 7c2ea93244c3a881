// Dictionaries.
#include "graph/primitive.hpp"

namespace quern::frontend::pytorch {
namespace {

// Of nothing, of a dictionary, or of pairs.
void dict(Primitive& p) {
  Dict made;
  if (!p.args.empty() && p.arg(0).ref<Dict>()) {
    made = p.dict(0);
  } else if (!p.args.empty()) {
    for (const Value& pair : p.items(0)) {
      const Tuple* entry = pair.ref<Tuple>();
      if (!entry || entry->items.size() != 2) throw p.wrong("an entry is not a pair");
      made.set(entry->items[0], entry->items[1]);
    }
  }
  p.result = p.session.heap().make(std::move(made));
}

void keys(Primitive& p) {
  std::vector<Value> list;
  for (const auto& [key, value] : p.dict(0).items) list.push_back(key);
  p.result = p.session.heap().list(std::move(list));
}

void values(Primitive& p) {
  std::vector<Value> list;
  for (const auto& [key, value] : p.dict(0).items) list.push_back(value);
  p.result = p.session.heap().list(std::move(list));
}

void items(Primitive& p) {
  std::vector<Value> list;
  for (const auto& [key, value] : p.dict(0).items) list.push_back(p.session.heap().tuple({key, value}));
  p.result = p.session.heap().list(std::move(list));
}

void get(Primitive& p) {
  const Value* value = p.dict(0).find(p.arg(1));
  if (value)
    p.result = *value;
  else if (p.args.size() > 2)
    p.result = p.arg(2);
}

void set_default(Primitive& p) {
  if (!p.dict(0).find(p.arg(1))) p.dict(0).set(p.arg(1), p.arg(2));
  p.result = *p.dict(0).find(p.arg(1));
}

void update(Primitive& p) {
  for (const auto& [key, value] : p.dict(1).items) p.dict(0).set(key, value);
}

QUERN_TRANSLATOR(Primitive, "aten::dict", dict);
QUERN_TRANSLATOR(Primitive, "aten::keys", keys);
QUERN_TRANSLATOR(Primitive, "aten::values", values);
QUERN_TRANSLATOR(Primitive, "aten::items", items);
QUERN_TRANSLATOR(Primitive, "aten::get", get);
QUERN_TRANSLATOR(Primitive, "aten::setdefault", set_default);
QUERN_TRANSLATOR(Primitive, "aten::update", update);

}  // namespace
}  // namespace quern::frontend::pytorch
