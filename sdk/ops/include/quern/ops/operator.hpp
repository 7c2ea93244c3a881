// The semantics of operators: one record per ONNX operator (canonical opset) with its shape inference and
// its reference kernel. Host passes fold constants with it, runtime-cpu runs the long tail of operators on
// it, and tests compare fast kernels against it.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <quern/graph/graph.hpp>

namespace quern::ops {

// What shape inference knows about a node's inputs, and where it puts what it finds out.
class InferContext {
 public:
  struct Input {
    DataType type = DataType::Undefined;
    std::optional<Shape> shape;        // dimensions may be kUnknownDim
    const Tensor* constant = nullptr;  // the value, where it is known
  };

  InferContext(const Node& node, std::vector<Input> inputs)
      : node_(&node), inputs_(std::move(inputs)), outputs_(node.outputs.size()) {}

  [[nodiscard]] const Node& node() const { return *node_; }
  [[nodiscard]] size_t input_count() const { return inputs_.size(); }
  [[nodiscard]] bool has_input(size_t i) const { return node_->has_input(i); }
  [[nodiscard]] const Input& input(size_t i) const {
    static const Input none;
    return i < inputs_.size() ? inputs_[i] : none;
  }
  [[nodiscard]] DataType type(size_t i) const { return input(i).type; }
  // The shape of an input that must be there and of known rank; throws Unknown otherwise.
  [[nodiscard]] const Shape& shape(size_t i) const;
  // The value of an input; throws Unknown where it is not a known constant.
  [[nodiscard]] const Tensor& constant(size_t i) const;

  [[nodiscard]] size_t output_count() const { return outputs_.size(); }
  void output(size_t i, DataType type, std::optional<Shape> shape);
  // An output whose shape depends on the data.
  void output_unknown(size_t i, DataType type) { output(i, type, std::nullopt); }

  struct Output {
    DataType type = DataType::Undefined;
    std::optional<Shape> shape;
  };
  [[nodiscard]] const std::vector<Output>& outputs() const { return outputs_; }

  // Thrown when a shape cannot be inferred from what is known. Not an error of the model.
  struct Unknown {};

 private:
  const Node* node_;
  std::vector<Input> inputs_;
  std::vector<Output> outputs_;
};

class Scope;

// One execution of a node.
class ComputeContext {
 public:
  // Provides storage for output i; may be empty, then tensors are allocated.
  using Allocate = std::function<Tensor(size_t i, DataType type, const Shape& shape)>;

  ComputeContext(const Node& node, std::vector<const Tensor*> inputs, Allocate allocate = {})
      : node_(&node),
        inputs_(std::move(inputs)),
        outputs_(node.outputs.size()),
        allocate_(std::move(allocate)) {}

  [[nodiscard]] const Node& node() const { return *node_; }
  [[nodiscard]] size_t input_count() const { return inputs_.size(); }
  [[nodiscard]] bool has_input(size_t i) const { return i < inputs_.size() && inputs_[i] != nullptr; }
  // An input that must be there. Throws InputError where it was left out.
  [[nodiscard]] const Tensor& input(size_t i) const;
  [[nodiscard]] const Tensor* optional_input(size_t i) const {
    return i < inputs_.size() ? inputs_[i] : nullptr;
  }

  [[nodiscard]] size_t output_count() const { return outputs_.size(); }
  [[nodiscard]] bool wants_output(size_t i) const { return node_->has_output(i); }
  // Makes output i, to be filled by the kernel. Also works for outputs nobody wants. Not zeroed where the
  // executor provided the storage.
  Tensor& output(size_t i, DataType type, const Shape& shape);
  // Hands over an existing tensor (shares storage).
  void output(size_t i, Tensor tensor);
  [[nodiscard]] std::vector<Tensor>& outputs() { return outputs_; }

  // Names visible to subgraphs (If, Loop, Scan); null outside of an interpreter.
  const Scope* scope = nullptr;

 private:
  const Node* node_;
  std::vector<const Tensor*> inputs_;
  std::vector<Tensor> outputs_;
  Allocate allocate_;
};

struct Operator {
  std::string_view domain;
  std::string_view name;
  // Throws InferContext::Unknown where shapes cannot be known yet, InputError where the node is wrong.
  void (*infer)(InferContext&);
  // Throws InputError where inputs contradict the operator's definition.
  void (*compute)(ComputeContext&);
};

// The record of an operator, or null.
const Operator* find(std::string_view domain, std::string_view name);
// All operators, sorted by domain and name.
std::vector<const Operator*> all();

// Infers the outputs of one node; unknown operators and unknown shapes give outputs without shape.
// Throws InputError naming the node where it contradicts the operator's definition.
std::vector<InferContext::Output> infer(const Node& node, std::vector<InferContext::Input> inputs);
// Runs the reference kernel of one node. Throws UnsupportedError where there is none.
std::vector<Tensor> compute(const Node& node, std::vector<const Tensor*> inputs,
                            const Scope* scope = nullptr);

namespace detail {
struct Registration {
  explicit Registration(const Operator& op);
};
}  // namespace detail

// At namespace scope of an operator's file: registers it.
#define QUERN_OPERATOR_CAT_(a, b) a##b
#define QUERN_OPERATOR_CAT(a, b) QUERN_OPERATOR_CAT_(a, b)
#define QUERN_OPERATOR(DOMAIN, NAME, INFER, COMPUTE)                                                        \
  static const ::quern::ops::Operator QUERN_OPERATOR_CAT(quern_operator_, __LINE__) = {DOMAIN, NAME, INFER, \
                                                                                       COMPUTE};            \
  static const ::quern::ops::detail::Registration QUERN_OPERATOR_CAT(                                       \
      quern_registration_, __LINE__)(QUERN_OPERATOR_CAT(quern_operator_, __LINE__))

}  // namespace quern::ops
