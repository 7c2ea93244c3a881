// Words, numbers, strings and punctuation of the protobuf text format.
#pragma once

#include <string>
#include <string_view>

#include <quern/error.hpp>

namespace quern::frontend {

struct TextToken {
  enum class Kind { End, Word, Number, String, Symbol };
  Kind kind = Kind::End;
  std::string_view text;  // as it stands in the file; of a string: with its quotes
  uint32_t line = 1, column = 1;

  [[nodiscard]] bool is(char symbol) const { return kind == Kind::Symbol && text[0] == symbol; }
};

class TextLexer {
 public:
  TextLexer(std::string_view text, std::string where);

  [[nodiscard]] const TextToken& token() const { return token_; }
  // Goes on to the next token. Throws InputError at what is none.
  void advance();
  // The characters up to `end`, which is passed over; for names in brackets. The current token is the opening
  // one.
  std::string_view take_until(char end);

  [[nodiscard]] InputError error(const std::string& message, const TextToken& at) const;

 private:
  void skip_blanks();
  void step();
  [[nodiscard]] bool done() const { return position_ >= text_.size(); }
  [[nodiscard]] char peek() const { return done() ? '\0' : text_[position_]; }
  void read_word();
  void read_number();
  void read_string();

  std::string_view text_;
  std::string where_;
  size_t position_ = 0;
  uint32_t line_ = 1, column_ = 1;
  TextToken token_;
};

// The characters that a string token stands for. Throws InputError at an escape that does not exist.
std::string unescape(const TextLexer& lexer, const TextToken& token);

}  // namespace quern::frontend
