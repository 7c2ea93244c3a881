// What is known about tensors while a model is being translated.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include <quern/graph/graph.hpp>
#include <quern/ops/operator.hpp>

namespace quern::frontend {

// Element types and shapes, and the values of small tensors that depend on constants and shapes only.
// Translators ask it for ranks and for inputs that opset 17 wants as attributes.
class Facts {
 public:
  // `graph` gives the initializers; names that it lacks are looked up in `outer`. Both outlive this object.
  explicit Facts(const Graph& graph, const Facts* outer = nullptr);

  [[nodiscard]] DataType type(const std::string& tensor) const;
  [[nodiscard]] std::optional<Shape> shape(const std::string& tensor) const;
  // The value, or null where it is not known.
  [[nodiscard]] const Tensor* value(const std::string& tensor) const;

  // Derives what follows from one node of opset 17. Throws InputError where the node contradicts its
  // operator.
  void learn(const Node& node);
  // Element type and rank of what a node of an unknown operator makes, as the source model declares them.
  void declare(const ValueInfo& value);

 private:
  struct Fact {
    DataType type = DataType::Undefined;
    std::optional<Shape> shape;
    Tensor value;
  };
  [[nodiscard]] const Fact* find(const std::string& tensor) const;
  void learn_values(const Node& node);

  const Graph* graph_;
  const Facts* outer_;
  std::unordered_map<std::string, Fact> facts_;
};

}  // namespace quern::frontend
