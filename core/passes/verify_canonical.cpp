#include <algorithm>
#include <unordered_set>

#include <quern/ops/operator.hpp>

#include "passes/passes.hpp"
#include "passes/provenance.hpp"

namespace quern::passes {
namespace {

class Verifier {
 public:
  Verifier(const Model& model, const Report& report) : model_(model), graph_(model.graph), report_(report) {}

  void run() {
    check_model();
    check_inputs();
    std::unordered_set<std::string> names;
    for (const Node& node : graph_.nodes) {
      if (node.name.empty() || !names.insert(node.name).second) violation(node, "its name is not unique");
      check_order(node);
      check_spelling(node);
      check_constants(node);
      check_shapes(node);
    }
    if (errors_ > 0)
      throw InputError(std::to_string(errors_) + (errors_ == 1 ? " problem keeps" : " problems keep") +
                           " the model from being converted",
                       graph_.name);
  }

 private:
  void report(int32_t severity, const std::string& message, const Node* node, const std::string& where,
              const std::string& hint) {
    if (severity == QUERN_SEVERITY_ERROR) ++errors_;
    std::string source;
    if (node && node->metadata.contains(kSource)) source = node->metadata.at(kSource);
    report_({severity, message, where, node ? node->op_type : "", source, hint});
  }
  void violation(const Node& node, const std::string& what) {
    report(QUERN_SEVERITY_WARNING, "not canonical: " + what, &node, node.label(), "");
  }

  void check_model() {
    const auto opset = model_.opsets.find("");
    if (opset == model_.opsets.end() || opset->second != kCanonicalOpset)
      report(QUERN_SEVERITY_ERROR, "the model is not of opset " + std::to_string(kCanonicalOpset), nullptr,
             graph_.name, "The frontend has to convert it.");
    for (const Function& f : model_.functions)
      if (f.domain != kQuernDomain)
        report(QUERN_SEVERITY_WARNING, "not canonical: a function that is no quern operator", nullptr,
               f.domain + "." + f.name, "");
  }

  void check_inputs() {
    for (const ValueInfo& input : graph_.inputs) {
      if (input.is_tensor && input.shape && is_static(*input.shape)) continue;
      const std::string shape = input.shape ? to_string(*input.shape) : "unknown";
      report(QUERN_SEVERITY_ERROR,
             "input \"" + input.name + "\" has no fixed shape (" + shape + "), so nothing behind it has one",
             nullptr, input.name,
             "Bind it with inputs: {" + input.name + ": [...]}, or cut the graph with outputs:.");
      has_open_input_ = true;
    }
  }

  void check_order(const Node& node) {
    for (const std::string& input : node.inputs)
      if (!input.empty() && !graph_.constant(input) && !made_.contains(input) && !is_input(input))
        report(QUERN_SEVERITY_ERROR, "tensor \"" + input + "\" is used before it is made", &node,
               node.label(), "");
    made_.insert(node.outputs.begin(), node.outputs.end());
  }

  void check_spelling(const Node& node) {
    for (const char* op : {"Constant", "Dropout", "Upsample"})
      if (node.is(op)) violation(node, "the operator should be gone");
    if (node.is("Identity") && !graph_.is_output(node.outputs.at(0))) violation(node, "it does nothing");
    if (node.is("Cast") && graph_.type(node.inputs.at(0)) == graph_.type(node.outputs.at(0)))
      violation(node, "it does nothing");
    if (node.has("auto_pad") && is_known(node.inputs.at(0))) violation(node, "auto_pad should be pads");
    for (const char* op : {"Flatten", "Squeeze", "Unsqueeze"})
      if (node.is(op) && is_known(node.outputs.at(0))) violation(node, "it should be Reshape");
    if (node.is("Gemm") && (node.get_int("transA", 0) != 0 || node.get_float("alpha", 1) != 1 ||
                            (node.has_input(2) && node.get_float("beta", 1) != 1)))
      violation(node, "transA, alpha and beta should be gone");
  }

  void check_constants(const Node& node) {
    if (node.is("Identity") || node.inputs.empty()) return;
    const auto is_constant = [&](const std::string& in) { return in.empty() || graph_.constant(in); };
    if (std::all_of(node.inputs.begin(), node.inputs.end(), is_constant))
      report(QUERN_SEVERITY_WARNING, "all inputs are constant, but the result is too large to be stored",
             &node, node.label(), "");
  }

  // Reports the node where knowledge of shapes ends, not those behind it.
  void check_shapes(const Node& node) {
    const auto is_known_output = [&](const std::string& out) { return out.empty() || is_known(out); };
    if (std::all_of(node.outputs.begin(), node.outputs.end(), is_known_output)) return;
    for (const std::string& input : node.inputs)
      if (!input.empty() && !is_known(input)) return;
    if (!ops::find(node.domain, node.op_type)) {
      report(QUERN_SEVERITY_ERROR, "the operator is not known, nor the shape of its output", &node,
             node.label(), "Cut the graph before it with outputs:, or provide the operator.");
    } else if (!has_open_input_) {
      report(
          QUERN_SEVERITY_WARNING, "the shape of its output depends on the data", &node, node.label(),
          "The nodes behind it stay in float; cut the graph before it with outputs: if it should not be part "
          "of the model.");
    }
  }

  [[nodiscard]] bool is_input(const std::string& tensor) const {
    return std::any_of(graph_.inputs.begin(), graph_.inputs.end(),
                       [&](const ValueInfo& v) { return v.name == tensor; });
  }
  [[nodiscard]] bool is_known(const std::string& tensor) const {
    if (graph_.constant(tensor)) return true;
    const ValueInfo* v = graph_.value(tensor);
    return v && v->shape && is_static(*v->shape) && v->type != DataType::Undefined;
  }

  const Model& model_;
  const Graph& graph_;
  const Report& report_;
  std::unordered_set<std::string> made_;
  bool has_open_input_ = false;
  int errors_ = 0;
};

}  // namespace

void verify_canonical(const Model& model, const Report& report) { Verifier(model, report).run(); }

}  // namespace quern::passes
