// Runs the reference kernel of any operator, on row-major tensors.
#pragma once

#include <quern/ops/interpreter.hpp>
#include <quern/ops/operator.hpp>

#include "step.hpp"

namespace quern::cpu {

class GenericStep : public Step {
 public:
  // `node` must outlive the step. `reads`: the node's inputs (null: left out), then the tensors that its
  // subgraphs take from outside.
  GenericStep(const Node& node, const ops::Operator& op) : node_(node), operator_(op) {}

  void add_input(Value* value);  // in the node's order; null where it is left out
  void add_capture(const std::string& name, Value& value);
  void add_output(Value* value);

  void bind() override;
  void run(RunContext& context) override;

 private:
  [[nodiscard]] Tensor make_output(size_t i, DataType type, const Shape& shape) const;
  void store(size_t i, Tensor& result) const;

  struct Argument {
    Value* value = nullptr;
    Tensor view;  // of a static value
    [[nodiscard]] const Tensor* tensor() const {
      if (!value) return nullptr;
      return value->is_static() ? &view : &value->tensor;
    }
  };
  const Node& node_;
  const ops::Operator& operator_;
  std::vector<Argument> inputs_, captures_;
  std::vector<Value*> outputs_;
};

}  // namespace quern::cpu
