// A graph becomes a network: every node a layer, a view, a copy, or part of what the host processor does.
//
// An operator's file under operators/ has one function
//     std::string translate_xxx(Translator& t, const Node& node)
// that adds what computes the node's outputs and returns "", or adds nothing and returns why the chip cannot.
#pragma once

#include <functional>
#include <unordered_map>

#include <quern/graph/index.hpp>

#include "program/network.hpp"

namespace quern::bm1684 {

// A node that the host processor computes.
struct HostNode {
  std::string node, op_type, reason;
};

class Translator {
 public:
  Translator(const Graph& graph, Network& network);

  // Translates all nodes. The nodes that stay with the host processor are in host_nodes().
  void run();
  [[nodiscard]] const std::vector<HostNode>& host_nodes() const { return host_nodes_; }

  // ---- Reading the graph ----
  [[nodiscard]] const Graph& graph() const { return *graph_; }
  [[nodiscard]] const GraphIndex& index() const { return index_; }
  [[nodiscard]] const quern::Tensor* constant(const Node& node, size_t input) const;
  [[nodiscard]] const Shape& shape(const std::string& tensor) const { return graph_->shape(tensor); }
  [[nodiscard]] Element element(const std::string& tensor) const;
  // The value of a constant of one float, if input `i` is one.
  [[nodiscard]] std::optional<float> scalar(const Node& node, size_t input) const;

  // ---- Tensors ----
  // The tensor of an activation or of a constant of floats or bytes. Constants of bytes stand for all
  // batches.
  int tensor(const std::string& name);
  // Declares a node's output with memory of its own.
  int make(const std::string& name);
  // Declares an output, or a helper under a new name, as another view of a tensor's memory.
  int make_view(const std::string& name, const Shape& shape, int of, int64_t offset,
                std::vector<int64_t> strides);
  // A tensor with gapless memory and the same elements: the tensor itself, or a copy of it.
  int dense(int tensor);
  // A helper tensor of its own memory.
  int helper(const std::string& hint, Element element, const Shape& shape);
  // Constant data in device memory; equal data are stored once.
  int coefficient(const void* data, size_t bytes);
  [[nodiscard]] const ChipTensor& at(int tensor) const { return network_->tensors[size_t(tensor)]; }
  // `tensor` as 4 dimensions; a dense copy of it where its strides do not allow that.
  LayerTensor seen_as(int tensor, const Dims& dims);
  LayerTensor canonical(const std::string& name) {
    return seen_as(tensor(name), canonical_dims(shape(name)));
  }
  // An operand of an elementwise node of this result shape, broadcast where instructions cannot do that
  // themselves (they can along n, h and w, not along channels).
  LayerTensor broadcast(const std::string& name, const Shape& result);

  // ---- Adding parts ----
  template <class L>
  L& add(const Node& node, std::unique_ptr<L> layer) {
    layer->name = node.name;
    layer->kind = node.op_type;
    L& reference = *layer;
    network_->parts.emplace_back(LayerPtr(std::move(layer)));
    return reference;
  }
  // Copies all elements of `source` to `target`, of equal word shape.
  void copy(const std::string& name, int source, int target);
  void add(SystemCopy copy) { network_->parts.emplace_back(std::move(copy)); }
  // A table of 256 words in L2 for table look-ups; returns its offset there.
  uint32_t lookup_table(const std::vector<uint32_t>& words);
  Network& network() { return *network_; }

 private:
  void declare_inputs();
  [[nodiscard]] bool leaves_as_bytes(const Node& node) const;
  void finish_outputs();
  void prune_host_outputs();
  bool can_join(const HostPart& part, const Node& node);
  void leave_to_host(const Node& node, const std::string& reason);
  int new_tensor(const std::string& name, Element element, const Shape& shape);

  const Graph* graph_;
  GraphIndex index_;
  Network* network_;
  std::unordered_map<std::string, int> tensors_;
  std::unordered_map<std::string, int> coefficient_of_;  // by content
  std::unordered_map<int, int> dense_;                   // the gapless copy of a view
  std::vector<HostNode> host_nodes_;
};

using TranslateFunction = std::string (*)(Translator&, const Node&);
// The function for an operator, or null.
TranslateFunction find_translator(const Node& node);

}  // namespace quern::bm1684
