#include "model/value.hpp"

#include <array>

namespace quern::frontend::pytorch {
namespace {

// Distinguishes 1, True, 1.0 and "1"; equal keys have equal text.
std::string text_of_key(const Value& key) {
  if (const auto* text = key.get<std::string>()) return "s" + *text;
  if (const auto* number = key.get<int64_t>()) return "i" + std::to_string(*number);
  if (const auto* flag = key.get<bool>()) return *flag ? "b1" : "b0";
  if (const auto* real = key.get<double>()) return "f" + std::to_string(*real);
  throw UnsupportedError(std::string("a dictionary has a key of type ") + type_name(key));
}

}  // namespace

Value* Dict::find(const Value& key) {
  const auto it = positions_.find(text_of_key(key));
  return it == positions_.end() ? nullptr : &items[it->second].second;
}

void Dict::set(const Value& key, Value value) {
  const auto [it, is_new] = positions_.emplace(text_of_key(key), items.size());
  if (is_new)
    items.emplace_back(key, std::move(value));
  else
    items[it->second].second = std::move(value);
}

void Dict::remove(const Value& key) {
  const auto it = positions_.find(text_of_key(key));
  if (it == positions_.end()) return;
  const size_t position = it->second;
  positions_.erase(it);
  items.erase(items.begin() + std::ptrdiff_t(position));
  for (auto& [text, other] : positions_)
    if (other > position) --other;
}

const char* type_name(const Value& value) {
  static constexpr std::array<const char*, 14> names = {"NoneType", "bool", "int",    "float",  "str",
                                                        "Tensor",   "List", "Tuple",  "Dict",   "object",
                                                        "storage",  "name", "device", "unknown"};
  return names.at(value.index());
}

}  // namespace quern::frontend::pytorch
