#include "reader/parser.hpp"

#include "reader/expressions.hpp"

namespace quern::frontend::pytorch {
namespace {

using Kind = Statement::Kind;

constexpr int kDeepest = 100;  // blocks inside of blocks

class Parser {
 public:
  Parser(TokenStream& tokens, const std::string& module, Program& program)
      : t_(tokens), module_(module), program_(program) {}

  void file() {
    while (!t_.is(Token::Kind::End)) {
      if (t_.is(Token::Kind::NewLine)) {
        t_.next();
      } else if (t_.is("class")) {
        class_definition();
      } else if (t_.is("def")) {
        Function f = function();
        const std::string name = module_ + "." + f.name;
        program_.functions.insert_or_assign(name, std::move(f));
      } else {
        skip_line();  // imports, op_version_set of old archives
      }
    }
  }

 private:
  void class_definition() {
    t_.expect("class");
    Class c;
    c.name = module_ + "." + t_.expect_name();
    if (t_.accept("(")) {
      if (!t_.is(")")) c.base = t_.expect_name();
      while (!t_.accept(")")) {
        if (t_.is(Token::Kind::End)) throw t_.wrong("\")\" is expected");
        t_.next();
      }
    }
    t_.expect(":");
    end_of_line();
    if (t_.is(Token::Kind::Indent)) {
      t_.next();
      while (!t_.is(Token::Kind::Dedent) && !t_.is(Token::Kind::End)) member(c);
      t_.next();
    }
    const std::string name = c.name;
    program_.classes.insert_or_assign(name, std::move(c));
  }

  void member(Class& c) {
    if (t_.is("def")) {
      Function f = function();
      const std::string name = f.name;
      c.methods.insert_or_assign(name, std::move(f));
      return;
    }
    if (t_.is(Token::Kind::NewLine) || t_.is("pass")) return skip_line();
    const std::string name = t_.expect_name();
    if (t_.accept(":")) parse_expression(t_);
    ExpressionPtr value;
    if (t_.accept("=")) value = parse_expression(t_, true);
    if (!t_.is(Token::Kind::NewLine)) return skip_line();  // __annotations__["0"] = ...
    t_.next();
    if (!name.starts_with("__")) c.fields.emplace_back(name, std::move(value));
  }

  Function function() {
    Function f;
    f.line = t_.next().line;
    f.file = t_.file();
    f.name = t_.expect_name();
    t_.expect("(");
    while (!t_.accept(")")) {
      Parameter p;
      if (t_.accept("*")) {
        if (!t_.is(")")) t_.expect(",");
        continue;
      }
      p.name = t_.expect_name();
      if (t_.accept(":")) p.type = parse_expression(t_);
      if (t_.accept("=")) p.default_value = parse_expression(t_);
      f.parameters.push_back(std::move(p));
      if (!t_.is(")")) t_.expect(",");
    }
    if (t_.accept("->")) parse_expression(t_);
    f.body = block();
    return f;
  }

  Block block() {
    if (++depth_ > kDeepest) throw t_.wrong("blocks are nested too deeply");
    t_.expect(":");
    Block body;
    if (!t_.is(Token::Kind::NewLine)) {  // all on one line
      body.push_back(statement());
    } else {
      t_.next();
      if (!t_.is(Token::Kind::Indent)) throw t_.wrong("an indented block is expected");
      t_.next();
      while (!t_.is(Token::Kind::Dedent) && !t_.is(Token::Kind::End)) body.push_back(statement());
      t_.next();
    }
    --depth_;
    return body;
  }

  Statement statement() {
    Statement s;
    s.line = t_.peek().line;
    if (t_.accept("if")) {
      if_rest(s);
    } else if (t_.accept("while")) {
      s.kind = Kind::While;
      s.value = parse_expression(t_);
      s.body = block();
    } else if (t_.accept("for")) {
      s.kind = Kind::For;
      s.targets.push_back(target());
      t_.expect("in");
      s.value = parse_expression(t_, true);
      s.body = block();
    } else if (t_.accept("with")) {
      s.kind = Kind::With;
      parse_expression(t_);
      if (t_.accept("as")) t_.expect_name();
      s.body = block();
    } else {
      simple(s);
      end_of_line();
    }
    return s;
  }

  // What a loop assigns to; "in" would end up in an ordinary expression.
  ExpressionPtr target() {
    auto name = std::make_unique<Expression>();
    name->kind = Expression::Kind::Name;
    name->line = t_.peek().line;
    name->text = t_.expect_name();
    return name;
  }

  void if_rest(Statement& s) {
    s.kind = Kind::If;
    s.value = parse_expression(t_);
    s.body = block();
    if (t_.is("elif")) {
      if (++depth_ > kDeepest) throw t_.wrong("blocks are nested too deeply");
      Statement inner;
      inner.line = t_.next().line;
      if_rest(inner);
      s.otherwise.push_back(std::move(inner));
      --depth_;
    } else if (t_.accept("else")) {
      s.otherwise = block();
    }
  }

  void simple(Statement& s) {
    if (t_.accept("return")) {
      s.kind = Kind::Return;
      if (!t_.is(Token::Kind::NewLine)) s.value = parse_expression(t_, true);
    } else if (t_.accept("pass")) {
      s.kind = Kind::Pass;
    } else if (t_.accept("break")) {
      s.kind = Kind::Break;
    } else if (t_.accept("continue")) {
      s.kind = Kind::Continue;
    } else if (t_.accept("raise")) {
      s.kind = Kind::Raise;
      if (!t_.is(Token::Kind::NewLine)) s.value = parse_expression(t_, true);
    } else if (t_.accept("assert")) {
      s.kind = Kind::Assert;
      s.value = parse_expression(t_);
      if (t_.accept(",")) parse_expression(t_);
    } else {
      assignment(s);
    }
  }

  void assignment(Statement& s) {
    const bool begins_with_name = t_.is(Token::Kind::Name);
    s.value = parse_expression(t_, true);
    s.kind = Kind::Evaluate;
    if (t_.is(":") && begins_with_name) {
      t_.next();
      parse_expression(t_);
      if (!t_.is("=")) {  // a declaration without a value
        s.kind = Kind::Pass;
        return;
      }
    }
    if (t_.is(Token::Kind::Operator) && t_.peek().text.size() > 1 && t_.peek().text.back() == '=' &&
        t_.peek().text != "==")
      return augmented(s);
    if (!t_.accept("=")) return;
    s.kind = Kind::Assign;
    if (s.value->kind == Expression::Kind::Tuple) {
      s.unpacks = true;
      s.targets = std::move(s.value->items);
    } else {
      s.targets.push_back(std::move(s.value));
    }
    s.value = parse_expression(t_, true);
  }

  // "name += value" as "name = name + value". Lists and tensors would change in place, but TorchScript prints
  // those as calls.
  void augmented(Statement& s) {
    std::string op = t_.next().text;
    op.pop_back();
    if (s.value->kind != Expression::Kind::Name) throw t_.wrong("a variable is expected before " + op + "=");
    auto name = std::make_unique<Expression>();
    name->kind = Expression::Kind::Name;
    name->line = s.line;
    name->text = s.value->text;
    auto sum = std::make_unique<Expression>();
    sum->kind = Expression::Kind::Binary;
    sum->line = s.line;
    sum->text = op;
    sum->items.push_back(std::move(s.value));
    sum->items.push_back(parse_expression(t_, true));
    s.kind = Kind::Assign;
    s.targets.push_back(std::move(name));
    s.value = std::move(sum);
  }

  void end_of_line() {
    if (t_.is(Token::Kind::End) || t_.is(Token::Kind::Dedent)) return;
    if (t_.accept(";")) return;
    if (!t_.is(Token::Kind::NewLine)) throw t_.wrong("the end of the line is expected");
    t_.next();
  }

  void skip_line() {
    while (!t_.is(Token::Kind::NewLine) && !t_.is(Token::Kind::End)) t_.next();
    t_.next();
  }

  TokenStream& t_;
  const std::string& module_;
  Program& program_;
  int depth_ = 0;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char c : text)
    if (c == '\n')
      lines.emplace_back();
    else
      lines.back() += c;
  return lines;
}

}  // namespace

void parse_code(const std::string& text, const std::string& module, const std::string& file,
                Program& program) {
  TokenStream tokens(tokens_of(text, file), file);
  Parser(tokens, module, program).file();
  program.lines[file] = lines_of(text);
}

}  // namespace quern::frontend::pytorch
