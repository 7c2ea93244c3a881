#include "reader/expressions.hpp"

#include <charconv>
#include <limits>

namespace quern::frontend::pytorch {
namespace {

using Kind = Expression::Kind;

constexpr int kDeepest = 150;      // levels of parentheses; each takes about ten calls
constexpr int kDeepestTree = 500;  // levels of a tree

ExpressionPtr make(Kind kind, int line, std::string text = {}) {
  auto e = std::make_unique<Expression>();
  e->kind = kind;
  e->line = line;
  e->text = std::move(text);
  return e;
}

class ExpressionParser {
 public:
  explicit ExpressionParser(TokenStream& tokens) : t_(tokens) {}

  ExpressionPtr choice() {
    if (++depth_ > kDeepest) throw t_.wrong("the expression is nested too deeply");
    ExpressionPtr value = binary(0);
    if (t_.is("if")) {
      ExpressionPtr e = make(Kind::Choice, t_.next().line);
      adopt(*e, std::move(value));
      adopt(*e, binary(0));
      t_.expect("else");
      adopt(*e, choice());
      value = std::move(e);
    }
    --depth_;
    return value;
  }

 private:
  // Operators of one level of precedence, weakest first.
  static bool is_level(const TokenStream& t, int level, std::string& op) {
    static const std::vector<std::vector<std::string>> levels = {
        {"or"},     {"and"},
        {},         {"==", "!=", "<=", ">=", "<", ">", "in", "is", "not"},
        {"|"},      {"^"},
        {"&"},      {"<<", ">>"},
        {"+", "-"}, {"*", "/", "//", "%", "@"}};
    for (const std::string& candidate : levels[size_t(level)])
      if (t.is(candidate)) {
        op = candidate;
        return true;
      }
    return false;
  }

  ExpressionPtr binary(int level) {
    constexpr int kNot = 2, kComparison = 3, kLevels = 10;
    if (level == kLevels) return unary();
    if (level == kNot) return t_.is("not") ? prefix([&] { return binary(kNot); }) : binary(level + 1);
    ExpressionPtr left = binary(level + 1);
    std::string op;
    while (is_level(t_, level, op)) {
      const int line = t_.next().line;
      if (level == kComparison && op == "is" && t_.accept("not")) op = "is not";
      if (level == kComparison && op == "not") {
        t_.expect("in");
        op = "not in";
      }
      ExpressionPtr e = make(Kind::Binary, line, op);
      adopt(*e, std::move(left));
      adopt(*e, binary(level + 1));
      left = std::move(e);
    }
    return left;
  }

  ExpressionPtr unary() {
    if (t_.is("-") || t_.is("+") || t_.is("~")) return prefix([&] { return unary(); });
    ExpressionPtr base = postfix();
    if (!t_.is("**")) return base;
    ExpressionPtr e = make(Kind::Binary, t_.next().line, "**");
    adopt(*e, std::move(base));
    adopt(*e, unary());
    return e;
  }

  template <class Operand>
  ExpressionPtr prefix(Operand&& operand) {
    if (++depth_ > kDeepest) throw t_.wrong("the expression is nested too deeply");
    const Token op = t_.next();
    ExpressionPtr e = make(Kind::Unary, op.line, op.text);
    adopt(*e, operand());
    --depth_;
    return e;
  }

  ExpressionPtr postfix() {
    ExpressionPtr e = atom();
    for (;;) {
      if (t_.is(".")) {
        const int line = t_.next().line;
        ExpressionPtr attribute = make(Kind::Attribute, line, t_.expect_name());
        adopt(*attribute, std::move(e));
        e = std::move(attribute);
      } else if (t_.is("(")) {
        e = call(std::move(e));
      } else if (t_.is("[")) {
        e = subscript(std::move(e));
      } else {
        return e;
      }
    }
  }

  ExpressionPtr call(ExpressionPtr function) {
    ExpressionPtr e = make(Kind::Call, t_.next().line);
    adopt(*e, std::move(function));
    while (!t_.accept(")")) {
      if (t_.is(Token::Kind::Name) && t_.peek(1).text == "=" && t_.peek(1).kind == Token::Kind::Operator) {
        std::string name = t_.next().text;
        t_.next();
        adopt(*e, choice());
        e->keywords.emplace_back(std::move(name), std::move(e->items.back()));
        e->items.pop_back();
      } else {
        adopt(*e, choice());
      }
      if (!t_.is(")")) t_.expect(",");
    }
    return e;
  }

  ExpressionPtr subscript(ExpressionPtr base) {
    ExpressionPtr e = make(Kind::Subscript, t_.next().line);
    adopt(*e, std::move(base));
    ExpressionPtr index = part();
    if (t_.is(",")) {
      ExpressionPtr tuple = make(Kind::Tuple, e->line);
      adopt(*tuple, std::move(index));
      while (t_.accept(","))
        if (!t_.is("]")) adopt(*tuple, part());
      index = std::move(tuple);
    }
    t_.expect("]");
    adopt(*e, std::move(index));
    return e;
  }

  // An index, or begin:end:step.
  ExpressionPtr part() {
    const int line = t_.peek().line;
    ExpressionPtr first = t_.is(":") ? nullptr : choice();
    if (!t_.is(":")) return first;
    ExpressionPtr slice = make(Kind::Slice, line);
    adopt(*slice, std::move(first));
    for (int i = 0; i < 2; ++i) {
      const bool given = t_.accept(":") && !t_.is(":") && !t_.is("]") && !t_.is(",");
      adopt(*slice, given ? choice() : nullptr);
    }
    return slice;
  }

  ExpressionPtr atom() {
    const Token token = t_.next();
    switch (token.kind) {
      case Token::Kind::Name:
        if (token.text == "True" || token.text == "False" || token.text == "None")
          return make(Kind::Constant, token.line, token.text);
        return make(Kind::Name, token.line, token.text);
      case Token::Kind::String: {
        ExpressionPtr e = make(Kind::String, token.line, token.text);
        while (t_.is(Token::Kind::String)) e->text += t_.next().text;
        return e;
      }
      case Token::Kind::Integer:
      case Token::Kind::Real:
        return number(token);
      case Token::Kind::Operator:
        if (token.text == "(") return parentheses(token.line);
        if (token.text == "[") return sequence(Kind::List, "]", token.line);
        if (token.text == "{") return dictionary(token.line);
        if (token.text == "...") return make(Kind::Constant, token.line, "None");
        break;
      default:
        break;
    }
    throw t_.wrong("an expression is expected");
  }

  ExpressionPtr number(const Token& token) {
    const char *begin = token.text.data(), *end = begin + token.text.size();
    ExpressionPtr e =
        make(token.kind == Token::Kind::Integer ? Kind::Integer : Kind::Real, token.line, token.text);
    const auto result = e->kind == Kind::Integer ? std::from_chars(begin, end, e->integer)
                                                 : std::from_chars(begin, end, e->real);
    // The smallest integer is printed as minus a number that is one too large.
    if (token.text == "9223372036854775808") {
      e->integer = std::numeric_limits<int64_t>::min();
      return e;
    }
    const bool underflow = result.ec == std::errc::result_out_of_range && e->kind == Kind::Real;
    if ((result.ec != std::errc() && !underflow) || (result.ptr != end))
      throw t_.wrong("the number " + token.text + " cannot be read");
    return e;
  }

  ExpressionPtr parentheses(int line) {
    if (t_.accept(")")) return make(Kind::Tuple, line);
    ExpressionPtr first = choice();
    if (t_.accept(")")) return first;
    ExpressionPtr tuple = make(Kind::Tuple, line);
    adopt(*tuple, std::move(first));
    while (t_.accept(","))
      if (!t_.is(")")) adopt(*tuple, choice());
    t_.expect(")");
    return tuple;
  }

  ExpressionPtr sequence(Kind kind, const std::string& end, int line) {
    ExpressionPtr e = make(kind, line);
    while (!t_.accept(end)) {
      adopt(*e, choice());
      if (!t_.is(end)) t_.expect(",");
    }
    return e;
  }

  ExpressionPtr dictionary(int line) {
    ExpressionPtr e = make(Kind::Dict, line);
    while (!t_.accept("}")) {
      adopt(*e, choice());
      t_.expect(":");
      adopt(*e, choice());
      if (!t_.is("}")) t_.expect(",");
    }
    return e;
  }

  // Long chains make trees as deep as nesting does; whoever walks over a tree does so by recursion.
  void adopt(Expression& parent, ExpressionPtr child) {
    if (child) parent.depth = std::max(parent.depth, child->depth + 1);
    if (parent.depth > kDeepestTree) throw t_.wrong("the expression is nested too deeply");
    parent.items.push_back(std::move(child));
  }

  TokenStream& t_;
  int depth_ = 0;
};

}  // namespace

InputError TokenStream::wrong(const std::string& what) const {
  std::string found = peek().text.substr(0, 40);
  found = peek().kind == Token::Kind::End ? "the end of the file" : "\"" + found + "\"";
  return InputError("the code of the model cannot be read: " + what + ", there is " + found,
                    file_ + ":" + std::to_string(peek().line));
}

ExpressionPtr parse_expression(TokenStream& tokens, bool allow_tuple) {
  ExpressionPtr first = ExpressionParser(tokens).choice();
  if (!allow_tuple || !tokens.is(",")) return first;
  ExpressionPtr tuple = make(Kind::Tuple, first->line);
  tuple->depth = first->depth + 1;
  tuple->items.push_back(std::move(first));
  while (tokens.accept(",")) {
    const Token& next = tokens.peek();
    if (next.kind == Token::Kind::NewLine || next.text == "=") break;
    tuple->items.push_back(ExpressionParser(tokens).choice());
    tuple->depth = std::max(tuple->depth, tuple->items.back()->depth + 1);
  }
  return tuple;
}

}  // namespace quern::frontend::pytorch
