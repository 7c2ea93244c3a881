// Tokens to expressions.
#pragma once

#include <algorithm>
#include <string>

#include <quern/error.hpp>

#include "model/ast.hpp"
#include "reader/lexer.hpp"

namespace quern::frontend::pytorch {

// A position in the tokens of a file.
class TokenStream {
 public:
  TokenStream(std::vector<Token> tokens, std::string file)
      : tokens_(std::move(tokens)), file_(std::move(file)) {}

  [[nodiscard]] const Token& peek(size_t ahead = 0) const {
    return tokens_[std::min(position_ + ahead, tokens_.size() - 1)];
  }
  Token next() {
    const Token token = peek();
    if (position_ + 1 < tokens_.size()) ++position_;
    return token;
  }
  [[nodiscard]] bool is(Token::Kind kind) const { return peek().kind == kind; }
  // Whether the next token is this operator or keyword.
  [[nodiscard]] bool is(const std::string& text) const {
    return peek().text == text && (is(Token::Kind::Operator) || is(Token::Kind::Name));
  }
  // Takes the next token where it is `text`.
  bool accept(const std::string& text) {
    if (!is(text)) return false;
    next();
    return true;
  }
  void expect(const std::string& text) {
    if (!accept(text)) throw wrong("\"" + text + "\" is expected");
  }
  std::string expect_name() {
    if (!is(Token::Kind::Name)) throw wrong("a name is expected");
    return next().text;
  }
  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] InputError wrong(const std::string& what) const;

 private:
  std::vector<Token> tokens_;
  std::string file_;
  size_t position_ = 0;
};

// One expression; several with commas between them are a Tuple where `allow_tuple`. Throws InputError, for
// nesting beyond reason too.
ExpressionPtr parse_expression(TokenStream& tokens, bool allow_tuple = false);

}  // namespace quern::frontend::pytorch
