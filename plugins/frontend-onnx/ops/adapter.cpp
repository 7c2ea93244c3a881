#include "ops/adapter.hpp"

#include <map>
#include <set>
#include <utility>

namespace quern::frontend::onnx {
namespace {

using Key = std::pair<std::string_view, std::string_view>;

std::map<Key, const Adapter*>& registry() {
  static std::map<Key, const Adapter*> adapters;
  return adapters;
}

}  // namespace

namespace detail {
AdapterRegistration::AdapterRegistration(const Adapter& adapter) {
  registry().emplace(Key(adapter.domain, adapter.op_type), &adapter);
}
}  // namespace detail

const Adapter* find_adapter(std::string_view domain, std::string_view op_type) {
  const auto it = registry().find(Key(domain, op_type));
  return it == registry().end() ? nullptr : it->second;
}

std::vector<std::string> supported_operators() {
  std::set<std::string> names = {"Constant"};
  const auto add = [&](std::string_view domain, std::string_view name) {
    names.insert(domain.empty() ? std::string(name) : std::string(domain) + "." + std::string(name));
  };
  for (const auto& [key, adapter] : registry()) add(key.first, key.second);
  for (const ops::Operator* op : ops::all()) add(op->domain, op->name);
  return {names.begin(), names.end()};
}

}  // namespace quern::frontend::onnx
