#include <cmath>
#include <cstdlib>
#include <limits>

#include <quern/frontend/text_format.hpp>

#include "text_lexer.hpp"

namespace quern::frontend {
namespace {

constexpr int kDeepest = 100;  // messages within messages

class Parser {
 public:
  Parser(std::string_view text, const std::string& where) : lexer_(text, where) {}

  FieldTree parse() {
    FieldTree tree;
    parse_fields(tree, '\0', lexer_.token());
    return tree;
  }

 private:
  [[nodiscard]] const TextToken& token() const { return lexer_.token(); }
  [[nodiscard]] std::string shown() const {
    return token().kind == TextToken::Kind::End ? "the end of the file"
                                                : "\"" + std::string(token().text) + "\"";
  }

  // Fields up to `end`, or to the end of the file where it is '\0'. `opening` is where the message began.
  void parse_fields(FieldTree& tree, char end, TextToken opening) {
    while (token().kind != TextToken::Kind::End) {
      if (end != '\0' && token().is(end)) {
        lexer_.advance();
        return;
      }
      parse_field(tree);
      while (token().is(',') || token().is(';')) lexer_.advance();
    }
    if (end != '\0')
      throw lexer_.error(std::string("the file ends before the \"") + end +
                             "\" of the message that begins in line " + std::to_string(opening.line),
                         token());
  }

  void parse_field(FieldTree& tree) {
    const std::string name = parse_name();
    bool has_colon = false;
    if (token().is(':')) {
      has_colon = true;
      lexer_.advance();
    }
    if (!token().is('[')) return tree.add(name, parse_value(name, has_colon));
    lexer_.advance();
    while (!token().is(']')) {
      tree.add(name, parse_value(name, has_colon));
      if (token().is(',')) {
        lexer_.advance();
      } else if (!token().is(']')) {
        throw lexer_.error("\",\" or \"]\" is expected in the list of \"" + name + "\", not " + shown(),
                           token());
      }
    }
    lexer_.advance();
  }

  std::string parse_name() {
    if (token().is('[')) return std::string(lexer_.take_until(']'));
    if (token().kind != TextToken::Kind::Word)
      throw lexer_.error("the name of a field is expected here, not " + shown(), token());
    std::string name(token().text);
    lexer_.advance();
    return name;
  }

  FieldValue parse_value(const std::string& name, bool has_colon) {
    FieldValue value;
    value.line = token().line;
    value.column = token().column;
    if (token().is('{') || token().is('<')) {
      value.value = parse_message();
      return value;
    }
    if (!has_colon)
      throw lexer_.error("\":\" or \"{\" is expected behind \"" + name + "\", not " + shown(), token());
    bool negative = false;
    if (token().is('-')) {
      negative = true;
      lexer_.advance();
    }
    if (token().kind == TextToken::Kind::Number) {
      parse_number(value, negative);
    } else if (token().kind == TextToken::Kind::Word) {
      value.value = Word{(negative ? "-" : "") + std::string(token().text)};
      lexer_.advance();
    } else if (token().kind == TextToken::Kind::String && !negative) {
      value.value = parse_string();
    } else {
      throw lexer_.error("a value for \"" + name + "\" is expected here, not " + shown(), token());
    }
    return value;
  }

  std::shared_ptr<const FieldTree> parse_message() {
    const TextToken opening = token();
    if (++depth_ > kDeepest)
      throw lexer_.error("more than " + std::to_string(kDeepest) + " messages stand inside of each other",
                         opening);
    lexer_.advance();
    auto tree = std::make_shared<FieldTree>();
    parse_fields(*tree, opening.is('{') ? '}' : '>', opening);
    --depth_;
    return tree;
  }

  std::string parse_string() {
    std::string joined;
    for (; token().kind == TextToken::Kind::String; lexer_.advance()) joined += unescape(lexer_, token());
    return joined;
  }

  // Integers outside of 64 bits and everything with a point, an exponent or an f become doubles.
  void parse_number(FieldValue& value, bool negative) {
    std::string text(token().text);
    const bool is_hex = text.starts_with("0x") || text.starts_with("0X");
    const bool is_real = !is_hex && text.find_first_of(".eEfF") != std::string::npos;
    if (is_real && (text.back() == 'f' || text.back() == 'F')) text.pop_back();
    char* end = nullptr;
    errno = 0;
    const unsigned long long whole = is_real ? 0 : std::strtoull(text.c_str(), &end, 0);
    const bool fits = !is_real && errno == 0 && whole <= uint64_t(std::numeric_limits<int64_t>::max());
    const double real = fits ? 0 : std::strtod(text.c_str(), &end);
    if (end != text.c_str() + text.size())
      throw lexer_.error("\"" + std::string(token().text) + "\" is not a number", token());
    if (fits) {
      value.value = negative ? -int64_t(whole) : int64_t(whole);
    } else {
      value.value = negative ? -real : real;
    }
    lexer_.advance();
  }

  TextLexer lexer_;
  int depth_ = 0;
};

}  // namespace

FieldTree parse_text_format(std::string_view text, const std::string& where) {
  return Parser(text, where).parse();
}

}  // namespace quern::frontend
