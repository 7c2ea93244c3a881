// The state of one lowering: the float graph it reads, the integer graph it writes, and what it learned.
// An operator's file under operators/ has one function
//     std::string lower_xxx(Lowering& l, const Node& node)
// that emits the integer form and returns "", or emits nothing and returns why the node stays in float.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include <quern/graph/index.hpp>

#include "lowering/report.hpp"
#include "lowering/scales.hpp"
#include "lowering/weights.hpp"

namespace quern::bm1684 {

// The integer representation of a tensor of the float graph.
struct IntegerTensor {
  std::string name;  // in the integer graph
  Quantisation quantisation;
  [[nodiscard]] DataType type() const { return quantisation.is_signed ? DataType::Int8 : DataType::Uint8; }
};

// The output of a node together with the activation behind it that its integer form includes.
struct FusedOutput {
  std::string tensor;                // output of the last fused node
  const Node* activation = nullptr;  // Relu or Clip from 0; null: nothing is fused
  [[nodiscard]] bool relu() const { return activation != nullptr; }
};

class Lowering {
 public:
  Lowering(const Graph& source, const GraphIndex& index, const Scales& scales, Graph& result,
           LoweringReport& report);

  // Lowers every node in order and casts the graph's outputs back to float.
  void run();

  // ---- Reading the float graph ----
  [[nodiscard]] const Graph& source() const { return *source_; }
  [[nodiscard]] const GraphIndex& index() const { return *index_; }
  [[nodiscard]] const Tensor* constant(const Node& node, size_t input) const;
  [[nodiscard]] const Shape& shape(const std::string& tensor) const { return source_->shape(tensor); }
  // The Relu or Clip(0, c) that alone reads the node's first output, if there is one.
  [[nodiscard]] FusedOutput fused_output(const Node& node) const;

  // ---- Quantisation ----
  // The integer form that exists already, or null.
  [[nodiscard]] const IntegerTensor* integer(const std::string& tensor) const;
  // The quantisation an integer reader of `tensor` would see; nothing where no threshold is known.
  [[nodiscard]] std::optional<Quantisation> input_quantisation(const std::string& tensor) const;
  // The quantisation wanted for an output: unsigned behind a Relu, at most the bound of a Clip.
  [[nodiscard]] std::optional<Quantisation> output_quantisation(const FusedOutput& output) const;
  // How freely the producer of this output may choose its scale: a Clip bounds it, a Concat wants its own.
  [[nodiscard]] WeightSettings weight_settings(const FusedOutput& output) const;
  // The usual reason when one of the two above is empty.
  [[nodiscard]] std::string no_threshold(const std::string& tensor) const;

  // ---- Writing the integer graph ----
  // Name of the integer form of `tensor`; emits quern.Quantize where it does not exist yet.
  std::string integer_input(const std::string& tensor);
  // Name of the float form of `tensor`; emits quern.Dequantize where it does not exist yet.
  std::string float_input(const std::string& tensor);
  // Declares the integer form of `tensor` and returns its name.
  std::string integer_output(const std::string& tensor, const Quantisation& quantisation);
  // Declares an integer helper tensor that stands for no tensor of the float graph; returns its name.
  std::string helper(const std::string& hint, const Shape& shape, const Quantisation& quantisation);
  std::string add_constant(const std::string& hint, Tensor tensor);
  // Adds a node on behalf of `origin`, whose name and source layers it takes (plus those of `fused`).
  Node& emit(Node node, const Node& origin, const Node* fused = nullptr);
  // `node` is part of the integer form of another node.
  void consume(const Node* node);

 private:
  void lower_node(const Node& node);
  void keep_in_float(const Node& node, const std::string& reason);
  void finish_outputs();
  void declare(const std::string& name, const Shape& shape, const Quantisation& quantisation);
  [[nodiscard]] bool is_interface(const std::string& tensor) const;

  const Graph* source_;
  const GraphIndex* index_;
  const Scales* scales_;
  Graph* result_;
  LoweringReport* report_;
  std::unordered_map<std::string, IntegerTensor> integers_;
  std::unordered_map<std::string, std::string> floats_;  // name of the float form in the integer graph
  std::set<const Node*> consumed_;
  std::set<std::string> node_names_;
};

}  // namespace quern::bm1684
