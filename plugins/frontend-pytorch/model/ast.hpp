// The serialised code of a model as trees: the part of Python that TorchScript is written in.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <quern/graph/tensor.hpp>

namespace quern::frontend::pytorch {

struct Expression;
using ExpressionPtr = std::unique_ptr<Expression>;

struct Expression {
  enum class Kind {
    Name,       // text
    Integer,    // integer
    Real,       // real
    String,     // text
    Constant,   // text: True, False, None
    Tuple,      // items
    List,       // items
    Dict,       // items: key, value, key, value ...
    Attribute,  // items[0] . text
    Subscript,  // items[0] [ items[1] ]
    Slice,      // items: begin, end, step; null where left out
    Call,       // items[0] ( items[1...] ), keywords
    Unary,      // text: "-", "+", "not", "~"
    Binary,     // text: "+", "==", "and" ...; items[0], items[1]
    Choice,     // items[0] if items[1] else items[2]
  };
  Kind kind = Kind::Constant;
  int line = 0;
  int depth = 1;  // levels of the tree below and including this
  std::string text = {};
  int64_t integer = 0;
  double real = 0;
  std::vector<ExpressionPtr> items = {};
  std::vector<std::pair<std::string, ExpressionPtr>> keywords = {};
};

struct Statement;
using Block = std::vector<Statement>;

struct Statement {
  enum class Kind {
    Assign,    // targets = value
    Evaluate,  // value
    If,        // value: body, otherwise
    While,     // value: body
    For,       // targets[0] in value: body
    With,      // body
    Return,    // value
    Raise,     // value
    Assert,    // value
    Break,
    Continue,
    Pass,
  };
  Kind kind = Kind::Pass;
  int line = 0;
  std::vector<ExpressionPtr> targets = {};
  bool unpacks = false;  // "a, = value" and "a, b = value"
  ExpressionPtr value = {};
  Block body = {}, otherwise = {};
};

struct Parameter {
  std::string name;
  ExpressionPtr type;           // null where not annotated
  ExpressionPtr default_value;  // null where there is none
};

struct Function {
  std::string name;
  std::string file;  // of the archive, for messages
  int line = 0;
  std::vector<Parameter> parameters = {};
  Block body = {};
};

struct Class {
  std::string name;                                                // qualified
  std::string base;                                                // "Module", "NamedTuple", "Enum" ... or ""
  std::vector<std::pair<std::string, ExpressionPtr>> fields = {};  // name and default value (or null)
  std::map<std::string, Function> methods = {};
};

// All code of a model, by qualified names.
struct Program {
  std::map<std::string, Class> classes = {};
  std::map<std::string, Function> functions = {};
  std::map<std::string, std::vector<std::string>> lines = {};  // of each file, for messages
  std::map<std::string, Blob> debug_info = {};                 // of each file that has some, likewise
};

}  // namespace quern::frontend::pytorch
