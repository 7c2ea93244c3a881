#include "reader/lexer.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include <quern/error.hpp>

namespace quern::frontend::pytorch {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Lexer {
 public:
  Lexer(const std::string& text, const std::string& file) : text_(text), file_(file) {}

  std::vector<Token> run() {
    while (position_ < text_.size()) {
      if (at_line_begin_ && depth_ == 0 && !indentation()) continue;
      at_line_begin_ = false;
      next();
    }
    end_line();
    while (indents_.size() > 1) {
      indents_.pop_back();
      add(Token::Kind::Dedent);
    }
    add(Token::Kind::End);
    return std::move(tokens_);
  }

 private:
  // Whether the line has anything on it.
  bool indentation() {
    size_t width = 0;
    while (peek() == ' ' || peek() == '\t') {
      ++width;
      ++position_;
    }
    if (peek() == '#') skip_comment();
    if (peek() == '\r') ++position_;
    if (position_ >= text_.size()) return false;
    if (peek() == '\n') {
      new_line();
      return false;
    }
    if (width > indents_.back()) {
      indents_.push_back(width);
      add(Token::Kind::Indent);
    }
    while (width < indents_.back()) {
      indents_.pop_back();
      add(Token::Kind::Dedent);
    }
    if (width != indents_.back()) throw wrong("the indentation fits no line above");
    return true;
  }

  void next() {
    const char c = peek();
    if (c == '\n') {
      if (depth_ == 0) end_line();
      new_line();
    } else if (c == ' ' || c == '\t' || c == '\r') {
      ++position_;
    } else if (c == '\\' && peek(1) == '\n') {
      ++position_;
      ++position_;
      ++line_;
    } else if (c == '#') {
      skip_comment();
    } else if (c == '"' || c == '\'') {
      string(c);
    } else if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
      number();
    } else if (is_word(c)) {
      const size_t begin = position_;
      while (is_word(peek())) ++position_;
      add(Token::Kind::Name, text_.substr(begin, position_ - begin));
    } else {
      punctuation();
    }
  }

  void number() {
    const size_t begin = position_;
    bool real = false;
    for (;;) {
      const char c = peek();
      const bool exponent = (c == 'e' || c == 'E') && (is_digit(peek(1)) || peek(1) == '-' || peek(1) == '+');
      if (!is_digit(c) && c != '.' && !exponent) break;
      real = real || !is_digit(c);
      position_ += exponent ? 2 : 1;
    }
    if (is_word(peek())) throw wrong("a number ends in letters");
    add(real ? Token::Kind::Real : Token::Kind::Integer, text_.substr(begin, position_ - begin));
  }

  void string(char quote) {
    const int line = line_;
    std::string value;
    ++position_;
    while (peek() != quote) {
      if (position_ >= text_.size() || peek() == '\n') throw wrong("a text is not closed");
      value += peek() == '\\' ? escape() : text_[position_++];
    }
    ++position_;
    tokens_.push_back({Token::Kind::String, line, std::move(value)});
  }

  // What stands behind a backslash: a letter, or up to three octal digits.
  char escape() {
    ++position_;
    const char c = peek();
    if (c >= '0' && c <= '7') {
      int code = 0;
      for (int i = 0; i < 3 && peek() >= '0' && peek() <= '7'; ++i)
        code = code * 8 + (text_[position_++] - '0');
      return char(code);
    }
    ++position_;
    static constexpr std::string_view letters = "abfnrtv", codes = "\a\b\f\n\r\t\v";
    const size_t known = letters.find(c);
    return known == std::string_view::npos ? c : codes[known];
  }

  void punctuation() {
    static constexpr std::array<std::string_view, 17> longer = {
        "**=", "//=", "->", "==", "!=", "<=", ">=", "**", "//",
        "<<",  ">>",  "+=", "-=", "*=", "/=", ":=", "..."};
    for (const std::string_view op : longer)
      if (std::string_view(text_).substr(position_).starts_with(op)) {
        position_ += op.size();
        return add(Token::Kind::Operator, std::string(op));
      }
    const char c = peek();
    if (std::string_view("()[]{},:.=+-*/%<>&|^~@;").find(c) == std::string_view::npos)
      throw wrong(std::string("a character that is not Python: code ") +
                  std::to_string(static_cast<unsigned char>(c)));
    if (c == '(' || c == '[' || c == '{') ++depth_;
    if ((c == ')' || c == ']' || c == '}') && depth_ > 0) --depth_;
    ++position_;
    add(Token::Kind::Operator, std::string(1, c));
  }

  void end_line() {
    if (!tokens_.empty() && tokens_.back().kind != Token::Kind::NewLine &&
        tokens_.back().kind != Token::Kind::Dedent && tokens_.back().kind != Token::Kind::Indent)
      add(Token::Kind::NewLine);
  }
  void new_line() {
    ++position_;
    ++line_;
    at_line_begin_ = true;
  }
  void skip_comment() {
    while (position_ < text_.size() && peek() != '\n') ++position_;
  }

  [[nodiscard]] char peek(size_t ahead = 0) const {
    return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
  }
  void add(Token::Kind kind, std::string text = {}) { tokens_.push_back({kind, line_, std::move(text)}); }
  [[nodiscard]] InputError wrong(const std::string& what) const {
    return InputError("the code of the model cannot be read: " + what, file_ + ":" + std::to_string(line_));
  }

  const std::string& text_;
  std::string file_;
  std::vector<Token> tokens_;
  std::vector<size_t> indents_ = {0};
  size_t position_ = 0;
  int line_ = 1, depth_ = 0;
  bool at_line_begin_ = true;
};

}  // namespace

std::vector<Token> tokens_of(const std::string& text, const std::string& file) {
  return Lexer(text, file).run();
}

}  // namespace quern::frontend::pytorch
