// What a translator of one MXNet operator works with.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <quern/frontend/emitter.hpp>
#include <quern/frontend/layers.hpp>
#include <quern/frontend/translators.hpp>

#include "model/symbol.hpp"

namespace quern::frontend::mxnet {

class Context {
 public:
  Context(const Layer& layer, const LayerPorts& ports, Emitter& emitter)
      : layer_(&layer), ports_(&ports), emitter_(&emitter) {}

  [[nodiscard]] Emitter& emit() const { return *emitter_; }
  // The operator's name as this layer spells it: translators that serve several look at it.
  [[nodiscard]] const std::string& type() const { return layer_->op; }
  [[nodiscard]] const Attributes& attributes() const { return layer_->attributes; }

  [[nodiscard]] size_t input_count() const { return ports_->inputs.size(); }
  [[nodiscard]] const std::vector<std::string>& inputs() const { return ports_->inputs; }
  // Throws InputError where the layer has fewer inputs.
  [[nodiscard]] const std::string& input(size_t i = 0) const;
  [[nodiscard]] size_t output_count() const { return ports_->outputs.size(); }
  [[nodiscard]] const std::string& output(size_t i = 0) const { return ports_->outputs.at(i); }

  // Of an input. All shapes are known once the network's inputs are bound; where one is not, the network
  // makes it from data, and these throw UnsupportedError.
  [[nodiscard]] Shape shape(size_t i = 0) const { return emitter_->static_shape(input(i)); }
  [[nodiscard]] size_t rank(size_t i = 0) const { return emitter_->rank(input(i)); }
  [[nodiscard]] DataType element_type(size_t i = 0) const;

  // ---- Writing -----------------------------------------------------------------------------------------
  // The layer's first output.
  void make(const std::string& op, std::vector<std::string> inputs, AttributeList attributes = {},
            const std::string& domain = {}) const {
    emitter_->make(output(), op, std::move(inputs), attributes, domain);
  }
  std::string add(const std::string& suffix, const std::string& op, std::vector<std::string> inputs,
                  AttributeList attributes = {}, const std::string& domain = {}) const {
    return emitter_->add(suffix, op, std::move(inputs), attributes, domain);
  }
  // A scalar constant of the element type that `tensor` has.
  [[nodiscard]] std::string scalar_like(const std::string& suffix, const std::string& tensor,
                                        double value) const;
  // `tensor` with another element type: itself where it has it already.
  [[nodiscard]] std::string cast(const std::string& suffix, const std::string& tensor, DataType type) const;
  // The first output, as `tensor` with another element type.
  void make_cast(const std::string& tensor, DataType type) const;
  // `tensor` under another shape, and the same as the first output.
  [[nodiscard]] std::string reshaped(const std::string& suffix, const std::string& tensor,
                                     const Shape& shape) const;
  void make_reshaped(const std::string& tensor, const Shape& shape) const;

 private:
  const Layer* layer_;
  const LayerPorts* ports_;
  Emitter* emitter_;
};

// An axis as MXNet counts it (negative ones from the end), from 0. Throws InputError where there is none.
size_t axis_of(int64_t axis, size_t rank);

// Refuses constants that a small file should not be able to ask for.
void check_constant_size(const Shape& shape);

// Registers FUNCTION for each of the operators' names that follow. At namespace scope of an operator's file.
struct Registrations {
  Registrations(std::initializer_list<std::string_view> types, Translators<Context>::Function function) {
    for (const std::string_view type : types) Translators<Context>::Registration(type, function);
  }
};
#define QUERN_MXNET_OPERATOR(FUNCTION, ...) \
  static const Registrations QUERN_TRANSLATOR_CAT(registrations_, __LINE__)({__VA_ARGS__}, FUNCTION)

}  // namespace quern::frontend::mxnet
