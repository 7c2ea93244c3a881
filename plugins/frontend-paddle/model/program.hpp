// A Paddle program as its file describes it: blocks of operators that read and write variables by name.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include <quern/graph/tensor.hpp>

namespace quern::frontend::paddle {

// An attribute whose value is the content of variables.
struct VariableNames {
  std::vector<std::string> names;
};

// Booleans are integers, floats of either width are doubles, blocks are their indices.
using OpAttribute = std::variant<int64_t, double, std::string, std::vector<int64_t>, std::vector<double>,
                                 std::vector<std::string>, VariableNames>;

// A named list of variables: "X", "Filter", "Out" ...
struct Slot {
  std::string name;
  std::vector<std::string> variables;
};

struct Op {
  std::string type;
  std::string name;  // of its first output: operators have no names of their own
  std::vector<Slot> inputs, outputs;
  std::map<std::string, OpAttribute> attributes;
};

// The kinds of variables that matter here; the rest is machinery of training.
enum class VariableKind { Tensor, TensorArray, Feed, Fetch, Other };

struct Variable {
  std::string name;
  VariableKind kind = VariableKind::Other;
  DataType type = DataType::Undefined;
  Shape dims;                   // kUnknownDim where open
  bool has_dims = false;        // a scalar has dims, and they are empty
  bool is_persistable = false;  // a parameter: its value is in a file
  bool is_feed = false;         // the exporter says that it is an input
};

struct Block {
  int64_t parent = -1;
  std::unordered_map<std::string, Variable> variables;
  std::vector<Op> ops;
};

struct Program {
  std::vector<Block> blocks;  // never empty; the first one is the main block
};

// Values of persistable variables by name.
using Parameters = std::unordered_map<std::string, Tensor>;

}  // namespace quern::frontend::paddle
