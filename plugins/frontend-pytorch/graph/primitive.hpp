// Operators that work on numbers, lists, dictionaries and texts: the language itself.
#pragma once

#include <string>
#include <vector>

#include <quern/frontend/translators.hpp>

#include "graph/session.hpp"

namespace quern::frontend::pytorch {

// One call; its functions set `result`.
struct Primitive {
  Session& session;
  const std::string& op;
  std::vector<Value>& args;
  Keywords& keywords;
  Value result = {};

  // Throw InputError where the argument is missing or of another type.
  [[nodiscard]] const Value& arg(size_t i) const;
  [[nodiscard]] int64_t integer(size_t i) const;
  [[nodiscard]] double number(size_t i) const;
  [[nodiscard]] const std::string& text(size_t i) const;
  [[nodiscard]] std::vector<Value>& items(size_t i) const;  // of a list or tuple
  [[nodiscard]] Dict& dict(size_t i) const;
  [[nodiscard]] bool both_integers() const;  // of the first two
  // Before a list or text of this length is made. Throws InputError where there are too many.
  void check_length(size_t length) const { session.spend(4 * length + 1); }
  [[nodiscard]] InputError wrong(const std::string& reason) const { return InputError(op + ": " + reason); }
};

using PrimitiveTable = Translators<Primitive>;

// Whether the primitive of this name is meant and not the operator on tensors that shares it: no argument is
// a tensor, or the first is a list, dictionary or text.
bool is_primitive_call(const std::string& op, const std::vector<Value>& args);

// Python's equality. Tensors are equal where they are the same.
bool equal(Session& session, const Value& a, const Value& b);
bool is_true(const Value& value);
// As str() and format() show it.
std::string text_of(const Value& value);

}  // namespace quern::frontend::pytorch
