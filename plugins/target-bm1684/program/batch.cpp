#include "program/batch.hpp"

#include <algorithm>
#include <cstring>
#include <unordered_map>
#include <unordered_set>

#include <quern/ops/operator.hpp>

namespace quern::bm1684 {
namespace {

// Shapes written into a graph as constants name the batch too: of Reshape and Expand input 1, of Resize
// input 3.
size_t shape_input(const Node& node) {
  if (node.is("Reshape") || node.is("Expand")) return 1;
  return node.is("Resize") ? 3 : 0;
}

// A tensor with its elements, along the first axis, one time behind the other.
Tensor repeated(const Tensor& tensor, int64_t times) {
  Shape shape = tensor.dims;
  shape[0] *= times;
  Tensor result(tensor.type, shape);
  auto* to = const_cast<std::byte*>(result.blob.data());
  for (int64_t i = 0; i < times; ++i)
    std::memcpy(to + size_t(i) * tensor.byte_size(), tensor.blob.data(), tensor.byte_size());
  return result;
}

class Rebatching {
 public:
  Rebatching(Graph& graph, int64_t batch) : graph_(graph), batch_(batch) {}

  void run() {
    for (ValueInfo& input : graph_.inputs) {
      Shape shape = graph_.shape(input.name);
      if (shape.empty()) throw UnsupportedError("input \"" + input.name + "\" has no batch axis");
      old_batch_ = shape[0];
      shape[0] = batch_;
      input.shape = shape;
      graph_.values[input.name] = input;
      scaled_.insert(input.name);
    }
    for (Node& node : graph_.nodes) {
      require_independence(node);
      rewrite_shape(node);
      repeat_constants(node);
      infer(node);
    }
    for (ValueInfo& output : graph_.outputs) output.shape = graph_.shape(output.name);
  }

 private:
  [[nodiscard]] bool reads_scaled(const Node& node) const {
    return std::any_of(node.inputs.begin(), node.inputs.end(),
                       [&](const std::string& name) { return scaled_.contains(name); });
  }

  // A size that is a multiple of the old batch, for the new one.
  [[nodiscard]] int64_t scaled(const Node& node, int64_t size) const {
    if (size * batch_ % old_batch_ != 0)
      refuse(node, "its shape is made for " + std::to_string(old_batch_) + " images");
    return size * batch_ / old_batch_;
  }

  // The first axis holds the batch, perhaps with other things, as the outermost.
  void rewrite_shape(Node& node) {
    const size_t input = shape_input(node);
    if (input == 0 || !node.has_input(input) || !scaled_.contains(node.inputs[0])) return;
    const Tensor* shape = graph_.constant(node.inputs[input]);
    if (!shape || shape->count() == 0) return;
    std::vector<int64_t> values = shape->to_int64();
    if (values[0] < 1) return;  // -1 or 0: follows by itself
    values[0] = scaled(node, values[0]);
    node.inputs[input] = graph_.add_constant(node.inputs[input] + "/batch", Tensor::from(values));
  }

  // A constant that is joined to every image, like the class token of a vision transformer.
  void repeat_constants(Node& node) {
    if (!node.is("Concat") || !reads_scaled(node)) return;
    for (std::string& name : node.inputs) {
      const Tensor* tensor = graph_.constant(name);
      if (tensor && !tensor->dims.empty())
        name = graph_.add_constant(name + "/batch", repeated(*tensor, scaled(node, 1)));
    }
  }

  void infer(const Node& node) {
    std::vector<ops::InferContext::Input> inputs;
    for (const std::string& name : node.inputs) {
      ops::InferContext::Input input;
      if (!name.empty()) input = {graph_.type(name), graph_.shape(name), graph_.constant(name)};
      inputs.push_back(std::move(input));
    }
    std::vector<ops::InferContext::Output> outputs;
    try {
      outputs = ops::infer(node, std::move(inputs));
    } catch (const Error& e) {
      refuse(node, e.what());
    }
    const bool carries = reads_scaled(node) && keeps_first_axis(node);
    for (size_t i = 0; i < node.outputs.size(); ++i) {
      const std::string& name = node.outputs[i];
      if (name.empty()) continue;
      if (!outputs[i].shape || !is_static(*outputs[i].shape))
        refuse(node, "a shape does not follow from the inputs'");
      const Shape before = graph_.shape(name), &now = *outputs[i].shape;
      if (carries && !now.empty() && now[0] * old_batch_ == before[0] * batch_) scaled_.insert(name);
      graph_.values[name].shape = now;
    }
  }

  // Every image must be computed on its own: nothing may happen along the axis that holds them.
  void require_independence(const Node& node) const {
    for (size_t i = 0; i < node.inputs.size(); ++i) {
      if (!scaled_.contains(node.inputs[i])) continue;
      const auto rank = int64_t(graph_.shape(node.inputs[i]).size());
      if (works_along_first_axis(node, i, rank))
        refuse(node, "it works along the axis that holds the images");
      const bool is_shared = graph_.shape(node.inputs[i])[0] != batch_;  // with windows, heads, ...
      if (is_shared && node.is("Transpose") && !keeps_first_axis(node))
        refuse(node, "it moves an axis that holds the images among other things");
    }
  }

  [[nodiscard]] bool works_along_first_axis(const Node& node, size_t input, int64_t rank) const {
    const auto is_first = [&](int64_t axis) { return axis == 0 || axis == -rank; };
    const auto lists_first = [&](const std::vector<int64_t>& axes) {
      return std::any_of(axes.begin(), axes.end(), is_first);
    };
    if (node.op_type.starts_with("Reduce")) {
      std::vector<int64_t> axes = node.get_ints("axes");
      if (const Tensor* t = node.has_input(1) ? graph_.constant(node.inputs[1]) : nullptr)
        axes = t->to_int64();
      return axes.empty() || lists_first(axes);
    }
    if (node.is("Slice")) {
      const Tensor* axes = node.has_input(3) ? graph_.constant(node.inputs[3]) : nullptr;
      return !axes || lists_first(axes->to_int64());
    }
    static const std::unordered_map<std::string, int64_t> axis_of = {
        {"Concat", 0},   {"Gather", 0},      {"Split", 0}, {"ArgMax", 0},  {"ArgMin", 0},
        {"Softmax", -1}, {"LogSoftmax", -1}, {"TopK", -1}, {"CumSum", -1}, {"GatherElements", 0}};
    const auto it = axis_of.find(node.op_type);
    return input == 0 && it != axis_of.end() && is_first(node.get_int("axis", it->second));
  }

  // Whether the first axis of what the node makes is that of what it reads.
  static bool keeps_first_axis(const Node& node) {
    const Shape perm = node.get_ints("perm");
    return !node.is("Transpose") || (!perm.empty() && perm[0] == 0);
  }

  [[noreturn]] void refuse(const Node& node, const std::string& why) const {
    throw UnsupportedError(
        "the network cannot be compiled for batch " + std::to_string(batch_) + ": " + why, node.label(),
        "Compile it for the batch of its own shapes, or convert it for this one (inputs: of the model).");
  }

  Graph& graph_;
  int64_t batch_, old_batch_ = 1;
  std::unordered_set<std::string> scaled_;  // tensors whose first axis has grown with the batch
};

}  // namespace

Graph with_batch(const Graph& source, int64_t batch) {
  const auto has_batch = [&](const ValueInfo& input) {
    const Shape& shape = source.shape(input.name);
    return !shape.empty() && shape[0] == batch;
  };
  if (std::all_of(source.inputs.begin(), source.inputs.end(), has_batch)) return source;
  Graph graph = source;
  Rebatching(graph, batch).run();
  return graph;
}

}  // namespace quern::bm1684
