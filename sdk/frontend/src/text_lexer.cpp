#include "text_lexer.hpp"

#include <cctype>

namespace quern::frontend {
namespace {

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

TextLexer::TextLexer(std::string_view text, std::string where) : text_(text), where_(std::move(where)) {
  if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);  // byte order mark
  advance();
}

InputError TextLexer::error(const std::string& message, const TextToken& at) const {
  return InputError(message, where_ + ":" + std::to_string(at.line) + ":" + std::to_string(at.column),
                    "Correct the file at this place.");
}

// One character forward. CR LF, LF and CR end a line.
void TextLexer::step() {
  const char c = text_[position_++];
  const bool ends_line = c == '\n' || (c == '\r' && peek() != '\n');
  line_ += ends_line ? 1 : 0;
  column_ = ends_line ? 1 : column_ + 1;
}

void TextLexer::skip_blanks() {
  while (!done()) {
    const char c = peek();
    if (c == '#') {
      while (!done() && peek() != '\n' && peek() != '\r') step();
    } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f') {
      step();
    } else {
      return;
    }
  }
}

void TextLexer::advance() {
  skip_blanks();
  token_ = {TextToken::Kind::End, {}, line_, column_};
  if (done()) return;
  const size_t begin = position_;
  const char c = peek();
  const char next = position_ + 1 < text_.size() ? text_[position_ + 1] : '\0';
  if (is_letter(c)) {
    read_word();
  } else if (is_digit(c) || (c == '.' && is_digit(next))) {
    read_number();
  } else if (c == '"' || c == '\'') {
    read_string();
  } else if (std::string_view("{}<>[]:,;-").find(c) != std::string_view::npos) {
    token_.kind = TextToken::Kind::Symbol;
    step();
  } else {
    const auto byte = static_cast<unsigned char>(c);
    throw error(byte >= 0x20 && byte < 0x7F ? std::string("\"") + c + "\" has no meaning here"
                                            : "byte " + std::to_string(byte) + " does not belong into a text",
                token_);
  }
  token_.text = text_.substr(begin, position_ - begin);
}

void TextLexer::read_word() {
  token_.kind = TextToken::Kind::Word;
  while (is_letter(peek()) || is_digit(peek()) || peek() == '.') step();
}

// Everything that may belong to a number; whether it is one is found out when its value is asked for.
void TextLexer::read_number() {
  token_.kind = TextToken::Kind::Number;
  while (is_letter(peek()) || is_digit(peek()) || peek() == '.' || peek() == '+' || peek() == '-') {
    const char c = peek();
    if ((c == '+' || c == '-') && std::string_view("eE").find(text_[position_ - 1]) == std::string_view::npos)
      return;
    step();
  }
}

void TextLexer::read_string() {
  token_.kind = TextToken::Kind::String;
  const char quote = peek();
  step();
  while (peek() != quote || done()) {
    if (done() || peek() == '\n' || peek() == '\r') throw error("this string has no end on its line", token_);
    if (peek() == '\\') {
      step();
      if (done()) throw error("this string has no end on its line", token_);
    }
    step();
  }
  step();
}

std::string_view TextLexer::take_until(char end) {
  const size_t begin = position_;
  while (!done() && peek() != end && peek() != '\n') step();
  if (peek() != end || done()) throw error(std::string("\"") + end + "\" is missing", token_);
  const std::string_view taken = text_.substr(begin, position_ - begin);
  step();
  advance();
  return taken;
}

}  // namespace quern::frontend
