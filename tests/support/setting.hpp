// Numbers that the environment may set, for tests that can be run longer or begin elsewhere.
#pragma once

#include <cstdlib>

namespace quern::test {

inline unsigned setting(const char* name, unsigned fallback) {
  const char* text = std::getenv(name);
  return text ? unsigned(std::strtoul(text, nullptr, 10)) : fallback;
}

}  // namespace quern::test
