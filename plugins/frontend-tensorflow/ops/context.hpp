// What a translator works with: one node of the source graph, and the writer of ONNX nodes.
#pragma once

#include <string>
#include <vector>

#include <quern/frontend/translators.hpp>

#include "graph/atrous.hpp"
#include "ops/layouts.hpp"

namespace quern::frontend::tensorflow {

// What translators leave for later, or find out for each other.
struct Notes {
  std::map<std::string, std::string> hints;         // converted tensor to "<threshold> <1 signed|0>"
  std::map<std::string, AtrousConvolution> atrous;  // SpaceToBatchND nodes to what surrounds them
  struct Dilation {
    Shape dilations, begin, end;  // one entry per spatial axis
  };
  std::map<std::string, Dilation> dilated;                 // convolutions that stand for such a surrounding
  std::unordered_set<std::string> without_batch_to_space;  // BatchToSpaceND nodes behind these
  std::unordered_set<std::string> quantised_as_float;      // tensors that stand for their quantised ones
};

class Context {
 public:
  Context(const Node& node, Layouts& layouts, Notes& notes)
      : node_(&node), layouts_(&layouts), notes_(&notes) {}

  [[nodiscard]] const Node& node() const { return *node_; }
  [[nodiscard]] const std::string& op() const { return node_->op; }
  Emitter& emit() { return layouts_->emit(); }
  Layouts& layouts() { return *layouts_; }
  Notes& notes() { return *notes_; }

  // ---- Inputs: dimensions and elements in the source's order of axes --------------------------------------
  [[nodiscard]] size_t input_count() const { return node_->inputs.size(); }
  // The source tensor. Throws InputError where the node has no such input.
  [[nodiscard]] const std::string& source(size_t i) const;
  // The converted tensor, in the source's order of axes or in another.
  std::string input(size_t i, const Permutation& order = {}) { return layouts_->in_order(source(i), order); }
  // The order that the input lies in now.
  [[nodiscard]] Permutation order(size_t i) const { return layouts_->order(source(i)); }
  [[nodiscard]] DataType type(size_t i) const { return layouts_->type(source(i)); }
  [[nodiscard]] std::optional<Shape> known_shape(size_t i) const { return layouts_->shape(source(i)); }
  // Throw UnsupportedError where it is not known.
  [[nodiscard]] Shape shape(size_t i) const;
  [[nodiscard]] size_t rank(size_t i) const;
  [[nodiscard]] bool is_constant(size_t i) const { return layouts_->is_constant(source(i)); }
  [[nodiscard]] std::optional<Tensor> value(size_t i) { return layouts_->value(source(i)); }
  // Throw UnsupportedError where the value is computed by the network; `what` says in messages what it is.
  Tensor constant(size_t i, const std::string& what);
  std::vector<int64_t> ints(size_t i, const std::string& what);
  int64_t integer(size_t i, const std::string& what);
  float number(size_t i, const std::string& what);
  // The converted tensor as int64, as ONNX wants indices and shapes.
  std::string as_int64(size_t i);
  // An axis counted from the front. Throws InputError where it is out of [-rank, rank).
  [[nodiscard]] int64_t axis(int64_t axis, size_t rank) const;

  // ---- Attributes: the fallback where they are absent, InputError where they have another type -----------
  [[nodiscard]] int64_t attribute(std::string_view name, int64_t fallback) const {
    return node_->get<int64_t>(name, fallback);
  }
  [[nodiscard]] float attribute(std::string_view name, float fallback) const {
    return node_->get<float>(name, fallback);
  }
  [[nodiscard]] bool flag(std::string_view name, bool fallback = false) const {
    return node_->get<bool>(name, fallback);
  }
  [[nodiscard]] std::string text(std::string_view name, const char* fallback) const {
    return node_->get<std::string>(name, fallback);
  }
  [[nodiscard]] std::vector<int64_t> list(std::string_view name) const {
    return node_->get<AttributeList>(name, {}).ints;
  }
  // Whether channels come last (NHWC, NDHWC, the default) and not second (NCHW, NCDHW). Throws
  // UnsupportedError for the layouts of accelerators.
  [[nodiscard]] bool channels_last() const;
  // The order in which the channels of a tensor of `rank` axes are second.
  [[nodiscard]] Permutation image_order(size_t rank) const {
    return channels_last() ? channels_first(rank) : Permutation();
  }

  // ---- Outputs
  // ----------------------------------------------------------------------------------------------
  [[nodiscard]] std::string output(size_t k = 0) const { return tensor_name(node_->name, k); }
  // Appends the node that makes output 0, in order `perm`.
  void make(const std::string& op, std::vector<std::string> inputs, frontend::AttributeList attributes = {},
            const Permutation& perm = {});
  void append(quern::Node made, const Permutation& perm = {});
  // Output k is input i.
  void forward(size_t i, size_t k = 0);
  // Output k is this converted tensor, which gets the output's name.
  void define(const std::string& converted, const Permutation& perm = {}, size_t k = 0);
  void define_constant(Tensor tensor, size_t k = 0);

 private:
  const Node* node_;
  Layouts* layouts_;
  Notes* notes_;
};

using Translators = frontend::Translators<Context>;

// The type of an integer or floating-point attribute as ONNX numbers it (attribute "to" of Cast).
inline int64_t cast_to(DataType type) { return int64_t(type); }

}  // namespace quern::frontend::tensorflow
