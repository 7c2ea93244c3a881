// What translators write with: it appends nodes of opset 17 to a graph and knows what follows from them about
// every tensor.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quern/frontend/facts.hpp>
#include <quern/frontend/graph_builder.hpp>

namespace quern::frontend {

class Emitter {
 public:
  // `graph` has its inputs, with bound shapes, and outlives this object.
  explicit Emitter(Graph& graph);
  Emitter(const Emitter&) = delete;
  Emitter& operator=(const Emitter&) = delete;

  // Nodes and new tensors from here on are named after the layer `name` of the source model; `source` is what
  // metadata "quern.source" says of them.
  void begin(const std::string& name, const std::string& source) { builder_.begin(name, source); }
  void begin(const std::string& name) { builder_.begin(name, name); }
  // Marks a name of the source model as taken, so that no new tensor gets it.
  void reserve(const std::string& tensor) { tensors_.take(tensor); }

  // ---- What is known about tensors: Undefined, nullopt and null where it is not
  // ------------------------------
  [[nodiscard]] DataType type(const std::string& tensor) const { return facts_.type(tensor); }
  [[nodiscard]] std::optional<Shape> shape(const std::string& tensor) const { return facts_.shape(tensor); }
  // The value of an initializer, or of a small tensor that follows from constants and shapes.
  [[nodiscard]] const Tensor* value(const std::string& tensor) const { return facts_.value(tensor); }
  // Throw UnsupportedError where it is not known.
  [[nodiscard]] size_t rank(const std::string& tensor) const;
  [[nodiscard]] Shape static_shape(const std::string& tensor) const;
  [[nodiscard]] std::vector<int64_t> constant_ints(const std::string& tensor, const std::string& what) const;

  // ---- Constants ----------------------------------------------------------------------------------------
  // An initializer named after the layer and `suffix`; returns its name.
  std::string constant(const std::string& suffix, Tensor tensor) {
    return builder_.constant(suffix, std::move(tensor));
  }
  // An initializer that has this very name in the source model. Throws InputError where the name is taken by
  // another constant.
  const std::string& named_constant(const std::string& name, Tensor tensor);
  std::string ints(const std::string& suffix, const std::vector<int64_t>& values);
  std::string scalar(const std::string& suffix, float value);

  // ---- Nodes. Each throws InputError where the node contradicts its operator -----------------------------
  // Makes a new tensor, named after the layer and `suffix`; returns its name.
  std::string add(const std::string& suffix, const std::string& op, std::vector<std::string> inputs,
                  AttributeList attributes = {}, const std::string& domain = {});
  // Makes the tensor `output` of the source model.
  void make(const std::string& output, const std::string& op, std::vector<std::string> inputs,
            AttributeList attributes = {}, const std::string& domain = {});
  // Appends a finished node (several outputs, attributes that are made step by step).
  void append(Node node);
  // Makes the tensors the outputs of the graph, each once.
  void end_at(const std::vector<std::string>& tensors);
  // A name for an output of a node that is given to append().
  std::string tensor(const std::string& suffix) { return builder_.tensor(suffix); }

  [[nodiscard]] Graph& graph() { return builder_.graph(); }
  [[nodiscard]] const Facts& facts() const { return facts_; }

 private:
  Names tensors_, nodes_;
  GraphBuilder builder_;
  Facts facts_;
};

}  // namespace quern::frontend
