// What a table of command fields consists of.
#pragma once

#include <cstdint>

namespace quern::bm1684 {

struct FieldInfo {
  const char* name;  // as in the documents
  int bit;           // lowest bit within the 1024 of a command
  int width;         // bits
};

// Largest value that a field holds.
constexpr uint64_t max_value(const FieldInfo& field) {
  return field.width >= 64 ? ~uint64_t(0) : (uint64_t(1) << field.width) - 1;
}

// Finds the table row of an engine's field; specialised beside each table.
template <class Field>
struct FieldTable;

}  // namespace quern::bm1684
