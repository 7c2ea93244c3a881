// What the translator of an operator works with: the operator, what is known about its tensors, and the
// emitter.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quern/frontend/emitter.hpp>
#include <quern/frontend/translators.hpp>

#include "graph/network.hpp"

namespace quern::frontend::paddle {

class Context {
 public:
  Context(const Op& op, const Network& network, Emitter& emitter, Model& model)
      : op_(&op), network_(&network), emitter_(&emitter), model_(&model) {}

  [[nodiscard]] const Op& op() const { return *op_; }
  [[nodiscard]] Emitter& emit() { return *emitter_; }

  // ---- Variables. Slots are "X", "Filter", "Out" ... as Paddle names them
  [[nodiscard]] bool has_input(const std::string& slot) const { return !optional_input(slot).empty(); }
  // Throws InputError where it is missing.
  [[nodiscard]] std::string input(const std::string& slot) const;
  [[nodiscard]] std::string optional_input(const std::string& slot) const;  // "" where it is missing
  [[nodiscard]] std::vector<std::string> inputs(const std::string& slot) const;
  [[nodiscard]] bool has_output(const std::string& slot) const;
  // Throws InputError where it is missing.
  [[nodiscard]] std::string output(const std::string& slot = "Out") const;
  [[nodiscard]] std::vector<std::string> outputs(const std::string& slot) const;

  // ---- Attributes; `fallback` where the program does not have them. Throw InputError on another type
  [[nodiscard]] bool has_attribute(const std::string& name) const { return op_->attributes.contains(name); }
  [[nodiscard]] int64_t integer(const std::string& name, int64_t fallback) const;
  [[nodiscard]] bool flag(const std::string& name, bool fallback) const {
    return integer(name, fallback) != 0;
  }
  [[nodiscard]] float number(const std::string& name, double fallback) const;
  [[nodiscard]] std::string text(const std::string& name, const std::string& fallback) const;
  // A single number is a list of one.
  [[nodiscard]] std::vector<int64_t> ints(const std::string& name, std::vector<int64_t> fallback = {}) const;
  [[nodiscard]] std::vector<float> floats(const std::string& name, std::vector<float> fallback = {}) const;

  // ---- Values that an attribute gives, or a tensor, or a list of tensors (which go first). Throw
  // UnsupportedError where a tensor depends on the data
  [[nodiscard]] std::vector<int64_t> ints_of(const std::string& attribute, const std::string& tensor_slot,
                                             const std::string& list_slot = {}) const;
  [[nodiscard]] int64_t integer_of(const std::string& attribute, const std::string& slot,
                                   int64_t fallback) const;
  [[nodiscard]] float number_of(const std::string& attribute, const std::string& slot, double fallback) const;

  // ---- Tensors
  [[nodiscard]] DataType type(const std::string& tensor) const { return emitter_->type(tensor); }
  [[nodiscard]] size_t rank(const std::string& tensor) const { return emitter_->rank(tensor); }
  [[nodiscard]] Shape shape(const std::string& tensor) const { return emitter_->static_shape(tensor); }
  // The program's declaration, or null.
  [[nodiscard]] const Variable* declared(const std::string& tensor) const;
  // The value of a tensor that must be known. Throws UnsupportedError.
  [[nodiscard]] const Tensor& constant(const std::string& tensor, const std::string& what) const;

  // ---- Writing
  void make(const std::string& op, std::vector<std::string> inputs, AttributeList attributes = {},
            const std::string& domain = {}) {
    emitter_->make(output(), op, std::move(inputs), attributes, domain);
  }
  std::string add(const std::string& suffix, const std::string& op, std::vector<std::string> inputs,
                  AttributeList attributes = {}, const std::string& domain = {}) {
    return emitter_->add(suffix, op, std::move(inputs), attributes, domain);
  }
  std::string reshape(const std::string& suffix, const std::string& tensor, const Shape& shape);
  // The tensor itself where it has that type already.
  std::string cast(const std::string& tensor, DataType type);
  // Makes `output` from a tensor of the same elements: a scalar becomes a list of one where the program
  // declares it so, as all programs before Paddle 2.5 do.
  void finish(const std::string& output, const std::string& tensor);
  void finish(const std::string& tensor) { finish(output(), tensor); }
  // Makes `output` a constant.
  void finish_constant(const std::string& output, Tensor value);

  // Notes that the model was trained with the values of `tensor` clipped to [-threshold, threshold].
  void hint(const std::string& tensor, float threshold);

 private:
  [[nodiscard]] const OpAttribute* find(const std::string& name) const;
  [[noreturn]] void wrong_type(const std::string& name) const;

  const Op* op_;
  const Network* network_;
  Emitter* emitter_;
  Model* model_;
};

using OpTranslators = Translators<Context>;

// The axis counted from the front. Throws InputError where a tensor of that rank does not have it.
size_t axis_from_front(int64_t axis, size_t rank);
std::vector<int64_t> axes_from_front(const std::vector<int64_t>& axes, size_t rank);

}  // namespace quern::frontend::paddle

#define QUERN_PADDLE_OP(TYPE, FUNCTION) QUERN_TRANSLATOR(::quern::frontend::paddle::Context, TYPE, FUNCTION)
