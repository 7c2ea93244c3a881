// What the translator of an operator works with: the arguments of one call, and the graph it appends to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quern/frontend/translators.hpp>

#include "graph/session.hpp"

namespace quern::frontend::pytorch {

// Arguments are counted as in the operator's schema (native_functions.yaml of PyTorch); those that the schema
// makes keyword-only are asked for by name. A missing argument is None, as is one that is None.
class Call {
 public:
  Call(Session& session, std::string op, std::vector<Value>& args, Keywords& keywords, std::string output)
      : session_(session),
        op_(std::move(op)),
        args_(args),
        keywords_(keywords),
        output_(std::move(output)),
        first_node_(session.emitter().graph().nodes.size()) {}

  [[nodiscard]] const std::string& op() const { return op_; }
  [[nodiscard]] Session& session() { return session_; }
  [[nodiscard]] Emitter& emit() { return session_.emitter(); }

  // ---- Arguments. Throw InputError where one is missing or has another type -----------------------------
  [[nodiscard]] size_t count() const { return args_.size(); }
  [[nodiscard]] const Value& arg(size_t i) const;
  [[nodiscard]] const Value& keyword(const std::string& name) const;
  // The keyword where it is given, else the argument.
  [[nodiscard]] const Value& arg_or_keyword(size_t i, const std::string& name) const {
    return keyword(name).is_none() ? arg(i) : keyword(name);
  }
  [[nodiscard]] bool has(size_t i) const { return !arg(i).is_none(); }
  [[nodiscard]] bool is_tensor(size_t i) const { return arg(i).ref<TensorValue>() != nullptr; }
  // The graph's name of a tensor; a number becomes a constant.
  std::string tensor(size_t i);
  std::string tensor(const Value& value);
  // "" where the argument is None.
  std::string optional_tensor(size_t i) { return has(i) ? tensor(i) : ""; }
  TensorValue& tensor_value(size_t i) const;
  std::vector<std::string> tensors(size_t i);
  [[nodiscard]] const std::vector<Value>& items(size_t i) const;
  // Numbers may be given as tensors whose value is known.
  int64_t integer(size_t i);
  int64_t integer(size_t i, int64_t fallback) { return has(i) ? integer(i) : fallback; }
  double number(size_t i);
  double number(size_t i, double fallback) { return has(i) ? number(i) : fallback; }
  bool flag(size_t i, bool fallback) { return has(i) ? integer(i) != 0 : fallback; }
  [[nodiscard]] std::string text(size_t i, const std::string& fallback) const;
  // A single number counts as a list of one.
  std::vector<int64_t> ints(size_t i);
  std::vector<int64_t> ints(size_t i, std::vector<int64_t> fallback) {
    return has(i) ? ints(i) : std::move(fallback);
  }
  std::vector<double> numbers(size_t i);
  // ints(), with a single one standing for all `rank` axes; `fallback` for an empty list.
  std::vector<int64_t> per_axis(size_t i, size_t rank, int64_t fallback);
  int64_t to_integer(const Value& value);
  double to_number(const Value& value);
  // An axis counted from the front. Throws InputError where it is out of [-rank, rank).
  int64_t axis(size_t i, size_t rank, int64_t fallback = 0);
  [[nodiscard]] int64_t axis_of(int64_t axis, size_t rank) const;

  // ---- What is known about tensors of the graph
  // ------------------------------------------------------------
  [[nodiscard]] DataType type(const std::string& tensor) { return emit().type(tensor); }
  [[nodiscard]] Shape shape(const std::string& tensor) { return emit().static_shape(tensor); }
  [[nodiscard]] size_t rank(const std::string& tensor) { return emit().rank(tensor); }

  // ---- Constants and intermediate tensors ----------------------------------------------------------------
  std::string constant(const std::string& suffix, Tensor tensor) {
    return emit().constant(suffix, std::move(tensor));
  }
  std::string ints_constant(const std::string& suffix, const std::vector<int64_t>& values) {
    return emit().ints(suffix, values);
  }
  // A scalar of the given element type.
  std::string scalar(const std::string& suffix, double value, DataType type = DataType::Float);
  std::string add(const std::string& suffix, const std::string& op, std::vector<std::string> inputs,
                  AttributeList attributes = {}, const std::string& domain = {}) {
    return emit().add(suffix, op, std::move(inputs), attributes, domain);
  }
  std::string cast(const std::string& tensor, DataType type);
  std::string reshape(const std::string& suffix, const std::string& tensor, const Shape& shape);

  // ---- Results
  // --------------------------------------------------------------------------------------------- The name
  // for the operator's tensor, taken from the variable it is assigned to.
  [[nodiscard]] const std::string& output() const { return output_; }
  // Makes the operator's tensor and gives it back.
  void make(const std::string& op, std::vector<std::string> inputs, AttributeList attributes = {},
            const std::string& domain = {});
  void give(Value value) { result_ = std::move(value); }
  // A tensor of the graph.
  void give_tensor(const std::string& tensor) { result_ = session_.heap().tensor(tensor); }
  void give_tensors(const std::vector<std::string>& tensors, bool as_list);
  // Gives an argument back as it is, or what an operator of another name makes of these arguments.
  void give_argument(size_t i) { result_ = arg(i); }
  void give_call(const std::string& op, std::vector<Value> args, Keywords keywords = {});
  [[nodiscard]] Value& result() { return result_; }

  // ---- Errors, for `throw`
  // ---------------------------------------------------------------------------------
  [[nodiscard]] static UnsupportedError unsupported(const std::string& reason, const std::string& hint = {}) {
    return UnsupportedError(reason, "", hint);
  }
  [[nodiscard]] InputError wrong(const std::string& reason) const { return InputError(op_ + ": " + reason); }

 private:
  Session& session_;
  std::string op_;
  std::vector<Value>& args_;
  Keywords& keywords_;
  std::string output_;
  size_t first_node_;  // of this call
  Value result_;
};

using OperatorTable = Translators<Call>;

}  // namespace quern::frontend::pytorch
