#include "plugins/handshake.hpp"

#include <cstddef>

#include "plugins/kind.hpp"
#include "plugins/manifest.hpp"

namespace quern::plugins {
namespace {

// Every function table begins with its size. The sizes of ABI 1.0: a table may be larger, never smaller.
struct TableHead {
  uint32_t struct_size;
};

size_t smallest_table(int32_t kind) {
  switch (kind) {
    case QUERN_KIND_FRONTEND:
      return sizeof(quern_frontend);
    case QUERN_KIND_QUANT:
      return sizeof(quern_quant);
    case QUERN_KIND_TARGET:
      return sizeof(quern_target);
    default:
      return sizeof(quern_runtime);
  }
}

bool has_all_functions(const quern_plugin& plugin) {
  switch (plugin.kind) {
    case QUERN_KIND_FRONTEND: {
      const auto& f = *static_cast<const quern_frontend*>(plugin.functions);
      return f.sniff && f.convert && f.operators;
    }
    case QUERN_KIND_QUANT:
      return static_cast<const quern_quant*>(plugin.functions)->threshold != nullptr;
    case QUERN_KIND_TARGET: {
      const auto& f = *static_cast<const quern_target*>(plugin.functions);
      return f.compile && f.operators;
    }
    default: {
      const auto& f = *static_cast<const quern_runtime*>(plugin.functions);
      return f.sniff && f.open && f.describe && f.run && f.close && f.operators;
    }
  }
}

}  // namespace

std::string handshake_objection(const quern_plugin* plugin) {
  if (!plugin) return "its entry function returned nothing";
  if (plugin->magic != QUERN_PLUGIN_MAGIC) return "its descriptor does not begin with the Quern magic number";
  if (const std::string abi = abi_objection(plugin->abi_major, plugin->abi_minor); !abi.empty()) return abi;
  if (plugin->struct_size < sizeof(quern_plugin))
    return "its descriptor has " + std::to_string(plugin->struct_size) + " bytes, ABI 1.0 needs " +
           std::to_string(sizeof(quern_plugin)) + ": rebuild it with this SDK";
  if (kind_of(kind_name(plugin->kind)) != plugin->kind)
    return "it is of kind " + std::to_string(plugin->kind) +
           ", which this quern does not know: install a newer quern";
  if (!plugin->name || !plugin->version || !plugin->summary)
    return "its descriptor lacks name, version or summary";
  if (!plugin->functions) return "it has no function table";
  const uint32_t table = static_cast<const TableHead*>(plugin->functions)->struct_size;
  if (table < smallest_table(plugin->kind))
    return "its function table has " + std::to_string(table) + " bytes, ABI 1.0 needs " +
           std::to_string(smallest_table(plugin->kind)) + ": rebuild it with this SDK";
  if (!has_all_functions(*plugin)) return "a function is missing in its function table";
  return {};
}

}  // namespace quern::plugins
