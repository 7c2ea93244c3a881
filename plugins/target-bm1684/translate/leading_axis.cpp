#include "translate/leading_axis.hpp"

#include <algorithm>
#include <unordered_set>

#include <quern/graph/index.hpp>

namespace quern::bm1684 {
namespace {

bool is_one_of(const Node& node, std::initializer_list<const char*> ops) {
  return std::any_of(ops.begin(), ops.end(), [&](const char* op) { return node.op_type == op; });
}

class LeadingAxes {
 public:
  explicit LeadingAxes(const Graph& graph) : source_(graph), graph_(graph) {
    batch_ = graph.inputs.empty() || graph.shape(graph.inputs[0].name).empty()
                 ? 1
                 : graph.shape(graph.inputs[0].name)[0];
  }

  Graph run() {
    find_where_bytes_move();
    if (leading_.empty()) return source_;
    spread();
    graph_.nodes.clear();
    for (const Node& node : source_.nodes) {
      if (takes_part(node))
        rewrite(node);
      else
        keep(node);
    }
    for (const ValueInfo& output : graph_.outputs) restore(output.name);
    return std::move(graph_);
  }

 private:
  // ---- Which tensors --------------------------------------------------------------------------------------
  [[nodiscard]] bool is_activation(const std::string& name) const {
    return !name.empty() && !source_.constant(name) && source_.value(name);
  }
  // Bytes with something else than one image or the batch in front.
  [[nodiscard]] bool may_lead(const std::string& name) const {
    if (!is_activation(name)) return false;
    const DataType type = source_.type(name);
    const Shape& shape = source_.shape(name);
    return (type == DataType::Int8 || type == DataType::Uint8) && !shape.empty() && shape[0] != 1 &&
           shape[0] != batch_;
  }
  [[nodiscard]] bool is_bytes(const std::string& name) const {
    const DataType type = source_.type(name);
    return type == DataType::Int8 || type == DataType::Uint8;
  }

  void find_where_bytes_move() {
    for (const Node& node : source_.nodes) {
      if (!node.has_input(0) || !is_activation(node.inputs[0]) || !is_bytes(node.inputs[0])) continue;
      const Shape perm = node.get_ints("perm");
      const bool turns = node.is("Transpose") && (perm.empty() || perm[0] != 0);
      const bool gathers = node.is("Gather") && node.get_int("axis", 0) == 0;
      if (!turns && !gathers && !node.is("Reshape")) continue;
      for (const auto* list : {&node.inputs, &node.outputs})
        for (const std::string& name : *list)
          if (may_lead(name)) leading_.insert(name);
    }
  }

  // Operators that do the same behind a leading axis.
  [[nodiscard]] bool can_lead(const Node& node) const {
    if (node.is("Gather")) {
      const Tensor* indices = node.has_input(1) ? source_.constant(node.inputs[1]) : nullptr;
      return indices && indices->dims.size() <= 1;
    }
    if (node.is("Slice"))
      return std::all_of(node.inputs.begin() + 1, node.inputs.end(),
                         [&](const std::string& name) { return name.empty() || source_.constant(name); });
    // Whoever runs the program turns such outputs into floats.
    if (node.is("Dequantize")) return !source_.is_output(node.outputs[0]);
    return is_one_of(node, {"Transpose", "Reshape", "Split", "Concat", "Quantize", "QLut", "QRescale", "QAdd",
                            "QMul", "Max", "Min", "QLeakyRelu", "QGemm"});
  }

  [[nodiscard]] bool touches(const Node& node) const {
    const auto leads = [&](const std::string& name) { return leading_.contains(name); };
    return std::any_of(node.inputs.begin(), node.inputs.end(), leads) ||
           std::any_of(node.outputs.begin(), node.outputs.end(), leads);
  }
  [[nodiscard]] bool takes_part(const Node& node) const { return can_lead(node) && touches(node); }

  // From there on, as far as the operators allow, so that bytes are never put together and taken apart again.
  void spread() {
    for (bool grew = true; grew;) {
      grew = false;
      for (const Node& node : source_.nodes) {
        if (!takes_part(node)) continue;
        for (const auto* list : {&node.inputs, &node.outputs})
          for (const std::string& name : *list)
            grew = (may_lead(name) && leading_.insert(name).second) || grew;
      }
    }
  }

  // ---- Rewriting
  // --------------------------------------------------------------------------------------------
  static std::string lead_name(const std::string& name) { return name + "/lead"; }
  static Shape lead_shape(Shape shape) {
    shape.insert(shape.begin(), 1);
    return shape;
  }

  void declare_lead(const std::string& name) {
    ValueInfo value = *source_.value(name);
    value.name = lead_name(name);
    value.shape = lead_shape(source_.shape(name));
    graph_.values[value.name] = value;
    made_.insert(value.name);
  }

  void reshape(const std::string& from, const std::string& to, const Shape& shape) {
    Node node("Reshape", {from, graph_.add_constant(to + "/shape", Tensor::from(shape))}, {to});
    node.metadata["quern.source"] = to;
    graph_.nodes.push_back(std::move(node));
  }

  // A tensor with its leading axis.
  std::string led(const std::string& name) {
    if (const Tensor* tensor = source_.constant(name))
      return graph_.add_constant(lead_name(name), tensor->reshaped(lead_shape(tensor->dims)));
    if (made_.contains(lead_name(name))) return lead_name(name);
    declare_lead(name);
    reshape(name, lead_name(name), lead_shape(source_.shape(name)));
    return lead_name(name);
  }

  // A tensor that leads, without its axis for somebody who cannot read it so.
  void restore(const std::string& name) {
    if (leading_.contains(name) && restored_.insert(name).second)
      reshape(lead_name(name), name, source_.shape(name));
  }

  void keep(const Node& node) {
    for (const std::string& name : node.inputs)
      if (leading_.contains(name)) restore(name);
    graph_.nodes.push_back(node);
  }

  void rewrite(const Node& node) {
    Node changed = node;
    std::vector<std::string> closing;
    if (node.is("Reshape")) {
      if (leading_.contains(node.inputs[0])) changed.inputs[0] = lead_name(node.inputs[0]);
      const Shape shape = leading_.contains(node.outputs[0]) ? lead_shape(source_.shape(node.outputs[0]))
                                                             : source_.shape(node.outputs[0]);
      changed.inputs[1] = graph_.add_constant(node.outputs[0] + "/shape", Tensor::from(shape));
      if (leading_.contains(node.outputs[0])) {
        declare_lead(node.outputs[0]);
        changed.outputs[0] = lead_name(node.outputs[0]);
      }
      graph_.nodes.push_back(std::move(changed));
      return;
    }
    const auto rank = source_.shape(node.outputs[0]).size();
    for (size_t i = 0; i < data_inputs(node); ++i) {
      std::string& name = changed.inputs[i];
      const Tensor* constant = source_.constant(name);
      if (!constant || constant->dims.size() == rank) name = led(name);
    }
    shift_axes(node, changed);
    for (std::string& name : changed.outputs) {
      if (name.empty()) continue;
      declare_lead(name);
      if (!leading_.contains(name)) closing.push_back(name);
      name = lead_name(name);
    }
    graph_.nodes.push_back(std::move(changed));
    for (const std::string& name : closing) reshape(lead_name(name), name, source_.shape(name));
  }

  static size_t data_inputs(const Node& node) {
    return is_one_of(node, {"Concat", "QAdd", "QMul", "Max", "Min"}) ? node.inputs.size() : 1;
  }

  void shift_axes(const Node& node, Node& changed) {
    const auto rank = int64_t(source_.shape(node.inputs[0]).size());
    const auto shifted = [&](int64_t axis) { return (axis < 0 ? axis + rank : axis) + 1; };
    if (node.is("Transpose")) {
      Shape perm = node.get_ints("perm"), lead{0};
      if (perm.empty())
        for (int64_t i = rank; i-- > 0;) perm.push_back(i);
      for (const int64_t axis : perm) lead.push_back(axis + 1);
      changed.set("perm", lead);
    } else if (is_one_of(node, {"Gather", "Split", "Concat"})) {
      changed.set("axis", shifted(node.get_int("axis", 0)));
    } else if (node.is("Slice")) {
      std::vector<int64_t> axes;
      if (node.has_input(3)) axes = source_.constant(node.inputs[3])->to_int64();
      const auto count = size_t(source_.constant(node.inputs[1])->count());
      for (size_t i = axes.size(); i < count; ++i) axes.push_back(int64_t(i));
      for (int64_t& axis : axes) axis = shifted(axis);
      if (changed.inputs.size() < 4) changed.inputs.resize(4);
      changed.inputs[3] = graph_.add_constant(node.outputs[0] + "/axes", Tensor::from(axes));
    }
  }

  const Graph& source_;
  Graph graph_;
  int64_t batch_ = 1;
  std::unordered_set<std::string> leading_, made_, restored_;
};

}  // namespace

Graph with_leading_axes(const Graph& graph) { return LeadingAxes(graph).run(); }

}  // namespace quern::bm1684
