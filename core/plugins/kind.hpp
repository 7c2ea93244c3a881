// The kinds of plugins and what they are called.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <quern/plugin.h>

namespace quern::plugins {

inline constexpr std::array<int32_t, 4> kKinds{QUERN_KIND_FRONTEND, QUERN_KIND_QUANT, QUERN_KIND_TARGET,
                                               QUERN_KIND_RUNTIME};

// "frontend", "quant", …; "unknown" for a number that is no kind.
constexpr std::string_view kind_name(int32_t kind) {
  switch (kind) {
    case QUERN_KIND_FRONTEND:
      return "frontend";
    case QUERN_KIND_QUANT:
      return "quant";
    case QUERN_KIND_TARGET:
      return "target";
    case QUERN_KIND_RUNTIME:
      return "runtime";
    default:
      return "unknown";
  }
}

// The number of a kind; 0 where the name is no kind.
constexpr int32_t kind_of(std::string_view name) {
  for (const int32_t kind : kKinds)
    if (kind_name(kind) == name) return kind;
  return 0;
}

}  // namespace quern::plugins
