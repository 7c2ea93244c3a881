// Serialised code to tokens.
#pragma once

#include <string>
#include <vector>

namespace quern::frontend::pytorch {

struct Token {
  enum class Kind { Name, Integer, Real, String, Operator, NewLine, Indent, Dedent, End };
  Kind kind = Kind::End;
  int line = 0;
  std::string text = {};  // of strings: without quotes, escapes resolved
};

// Throws InputError, naming the line, where the text is not Python. `file` names it in messages.
std::vector<Token> tokens_of(const std::string& text, const std::string& file);

}  // namespace quern::frontend::pytorch
