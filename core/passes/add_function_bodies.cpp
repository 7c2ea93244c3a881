#include <numbers>
#include <set>
#include <utility>

#include "passes/passes.hpp"

namespace quern::passes {
namespace {

// Builds a body line by line; names are local to the function.
class Body {
 public:
  explicit Body(const char* name) {
    function_.domain = kQuernDomain;
    function_.name = name;
    function_.inputs = {"X"};
    function_.outputs = {"Y"};
    function_.opsets[""] = kCanonicalOpset;
  }
  Body& constant(const char* output, double value) {
    Node node("Constant", {}, {output});
    node.set("value", Tensor::scalar(float(value)));
    function_.nodes.push_back(std::move(node));
    return *this;
  }
  Body& line(const char* output, const char* op, std::vector<std::string> inputs) {
    function_.nodes.emplace_back(op, std::move(inputs), std::vector<std::string>{output});
    return *this;
  }
  Body& attribute(const char* name) {
    function_.attributes.emplace_back(name);
    return *this;
  }
  Function done() { return std::move(function_); }

 private:
  Function function_;
};

Function silu() { return Body("Silu").line("s", "Sigmoid", {"X"}).line("Y", "Mul", {"X", "s"}).done(); }

Function mish() {
  return Body("Mish")
      .line("softplus", "Softplus", {"X"})
      .line("gate", "Tanh", {"softplus"})
      .line("Y", "Mul", {"X", "gate"})
      .done();
}

Function gelu_erf() {
  return Body("Gelu")
      .attribute("approximate")
      .constant("scale", 1 / std::numbers::sqrt2)
      .constant("half", 0.5)
      .constant("one", 1)
      .line("u", "Mul", {"X", "scale"})
      .line("e", "Erf", {"u"})
      .line("gate", "Add", {"e", "one"})
      .line("x_half", "Mul", {"X", "half"})
      .line("Y", "Mul", {"x_half", "gate"})
      .done();
}

Function gelu_tanh() {
  return Body("Gelu")
      .attribute("approximate")
      .constant("scale", std::numbers::sqrt2 * std::numbers::inv_sqrtpi)
      .constant("cubic", 0.044715)
      .constant("half", 0.5)
      .constant("one", 1)
      .line("x2", "Mul", {"X", "X"})
      .line("x3", "Mul", {"x2", "X"})
      .line("term", "Mul", {"x3", "cubic"})
      .line("sum", "Add", {"X", "term"})
      .line("u", "Mul", {"sum", "scale"})
      .line("t", "Tanh", {"u"})
      .line("gate", "Add", {"t", "one"})
      .line("x_half", "Mul", {"X", "half"})
      .line("Y", "Mul", {"x_half", "gate"})
      .done();
}

}  // namespace

void add_function_bodies(Model& model, const Report& report) {
  bool has_silu = false, has_mish = false;
  std::set<std::string> gelu_forms;
  for (Node& node : model.graph.nodes) {
    if (node.domain != kQuernDomain) continue;
    has_silu |= node.op_type == "Silu";
    has_mish |= node.op_type == "Mish";
    if (node.op_type != "Gelu") continue;
    if (!node.has("approximate")) node.set("approximate", std::string("none"));
    gelu_forms.insert(node.get_string("approximate", ""));
  }
  std::erase_if(model.functions, [](const Function& f) {
    return f.domain == kQuernDomain && (f.name == "Silu" || f.name == "Mish" || f.name == "Gelu");
  });
  if (has_silu) model.functions.push_back(silu());
  if (has_mish) model.functions.push_back(mish());
  if (gelu_forms.size() > 1) {
    report({QUERN_SEVERITY_WARNING,
            "the model uses both forms of Gelu, which one function body cannot express", "quern.Gelu", "Gelu",
            "", "Quern executes it; other tools cannot."});
  } else if (gelu_forms.size() == 1) {
    model.functions.push_back(*gelu_forms.begin() == "tanh" ? gelu_tanh() : gelu_erf());
  }
}

}  // namespace quern::passes
