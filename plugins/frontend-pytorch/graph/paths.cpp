#include "graph/paths.hpp"

#include <deque>
#include <unordered_set>

namespace quern::frontend::pytorch {
namespace {

struct Place {
  Value value;
  std::string path;
};

// Breadth first and without recursion: hostile objects may be nested deeply or contain themselves.
void name_all(std::deque<Place> open) {
  std::unordered_set<const void*> seen;
  const auto add = [&](const Value& value, const std::string& base, const std::string& name) {
    constexpr size_t kLongestPath = 2000;
    if (base.size() > kLongestPath) return;  // no real model; its tensors are named "weight"
    open.push_back({value, base.empty() ? name : base + "." + name});
  };
  while (!open.empty()) {
    const Place place = std::move(open.front());
    open.pop_front();
    if (TensorValue* tensor = place.value.ref<TensorValue>()) {
      if (tensor->path.empty()) tensor->path = place.path;
    } else if (Object* object = place.value.ref<Object>()) {
      if (!seen.insert(object).second) continue;
      object->path = place.path;
      for (const auto& [name, value] : object->attributes) add(value, place.path, name);
      add(object->state, place.path, "state");
    } else if (const List* list = place.value.ref<List>()) {
      if (!seen.insert(list).second) continue;
      for (size_t i = 0; i < list->items.size(); ++i) add(list->items[i], place.path, std::to_string(i));
    } else if (const Tuple* tuple = place.value.ref<Tuple>()) {
      if (!seen.insert(tuple).second) continue;
      for (size_t i = 0; i < tuple->items.size(); ++i) add(tuple->items[i], place.path, std::to_string(i));
    } else if (const Dict* dict = place.value.ref<Dict>()) {
      if (!seen.insert(dict).second) continue;
      for (const auto& [key, value] : dict->items)
        add(value, place.path, key.is<std::string>() ? *key.get<std::string>() : "item");
    }
  }
}

}  // namespace

void name_objects(Object& root) { name_all({{&root, ""}}); }

void name_constants(const Value& constants) {
  std::deque<Place> open;
  if (const Tuple* tuple = constants.ref<Tuple>())
    for (size_t i = 0; i < tuple->items.size(); ++i)
      open.push_back({tuple->items[i], "CONSTANTS.c" + std::to_string(i)});
  name_all(std::move(open));
}

}  // namespace quern::frontend::pytorch
