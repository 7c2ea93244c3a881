#include <algorithm>
#include <vector>

#include "passes/editor.hpp"
#include "passes/match.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

constexpr int64_t kMostOnes = 1 << 20;  // of a scale that is made up

// The axes of a ReduceMean as the first of all trailing axes; nothing where they are not the last ones.
std::optional<int64_t> first_trailing_axis(const Node& mean, size_t rank) {
  if (mean.get_int("keepdims", 1) != 1 || mean.inputs.size() != 1) return std::nullopt;
  Shape axes = mean.get_ints("axes");
  for (int64_t& axis : axes) axis += axis < 0 ? int64_t(rank) : 0;
  std::sort(axes.begin(), axes.end());
  for (size_t i = 0; i < axes.size(); ++i)
    if (axes[i] != int64_t(rank - axes.size() + i)) return std::nullopt;
  return axes.empty() ? std::nullopt : std::optional(axes[0]);
}

// x of `centred` = x - mean(x), and the axis from which the mean is taken.
struct Centred {
  std::string x;
  int64_t axis;
};
std::optional<Centred> centred(const Editor& edit, const std::string& tensor) {
  const Node* sub = edit.producer(tensor, "Sub");
  const Node* mean =
      sub && !edit.is_pinned(tensor) ? edit.producer(sub->inputs.at(1), "ReduceMean") : nullptr;
  const Shape* shape = edit.static_shape(tensor);
  if (!mean || !shape || edit.is_pinned(mean->outputs[0]) || mean->inputs[0] != sub->inputs[0])
    return std::nullopt;
  const std::optional<int64_t> axis = first_trailing_axis(*mean, shape->size());
  return axis ? std::optional(Centred{sub->inputs[0], *axis}) : std::nullopt;
}

// The tensor d if `tensor` is d * d.
std::optional<std::string> squared(const Editor& edit, const std::string& tensor) {
  if (const Node* pow = inner(edit, tensor, "Pow"); pow && scalar(edit, pow->inputs.at(1)) == 2.0)
    return pow->inputs[0];
  if (const Node* mul = inner(edit, tensor, "Mul"); mul && mul->inputs[0] == mul->inputs[1])
    return mul->inputs[0];
  return std::nullopt;
}

struct Normalised {
  Centred centred;
  double epsilon;
};

// `div` as d / sqrt(mean(d * d) + epsilon).
std::optional<Normalised> normalised(const Editor& edit, const Node& div) {
  if (!div.is("Div")) return std::nullopt;
  const Node* root = inner(edit, div.inputs.at(1), "Sqrt");
  const Node* add = root ? inner(edit, root->inputs[0], "Add") : nullptr;
  const std::optional<ScalarOperand> epsilon = add ? scalar_operand(edit, *add) : std::nullopt;
  const Node* variance = epsilon ? inner(edit, epsilon->other, "ReduceMean") : nullptr;
  const std::optional<std::string> d = variance ? squared(edit, variance->inputs[0]) : std::nullopt;
  if (!d) return std::nullopt;
  // Some exporters subtract the mean twice.
  const std::optional<Centred> above = centred(edit, div.inputs[0]), below = centred(edit, *d);
  if (!above || !below || above->x != below->x || above->axis != below->axis) return std::nullopt;
  const Shape* shape = edit.static_shape(above->x);
  if (!shape || first_trailing_axis(*variance, shape->size()) != above->axis) return std::nullopt;
  return Normalised{*above, epsilon->value};
}

// The only reader of `tensor` if it is `op` with a float32 constant of shape `dims`; sets `constant`.
const Node* follower(const Editor& edit, const std::string& tensor, std::string_view op, const Shape& dims,
                     std::string& constant) {
  if (!edit.has_one_use(tensor)) return nullptr;
  const Node* node = edit.consumers(tensor)[0];
  if (!node->is(op) || node->inputs.size() != 2) return nullptr;
  const std::string& other = node->inputs[node->inputs[0] == tensor ? 1 : 0];
  const Tensor* t = edit.constant(other);
  if (!t || t->type != DataType::Float || t->dims != dims) return nullptr;
  constant = other;
  return node;
}

bool recognise(Editor& edit, const Node& node) {
  const std::optional<Normalised> pieces = normalised(edit, node);
  if (!pieces || !is_same_float(edit, pieces->centred.x, node.outputs[0])) return false;
  const Shape& shape = *edit.static_shape(node.outputs[0]);
  const Shape dims(shape.begin() + pieces->centred.axis, shape.end());
  std::vector<std::string> inputs = {pieces->centred.x};
  std::string constant;
  const Node* last = &node;
  if (const Node* scale = follower(edit, last->outputs[0], "Mul", dims, constant)) {
    last = scale;
    inputs.push_back(constant);
  } else if (element_count(dims) > kMostOnes) {
    return false;
  } else {
    const std::vector<float> ones(size_t(element_count(dims)), 1.0f);
    inputs.push_back(edit.add_constant(node.outputs[0] + "_scale", Tensor::from(ones, dims)));
  }
  if (const Node* bias = follower(edit, last->outputs[0], "Add", dims, constant)) {
    last = bias;
    inputs.push_back(constant);
  }
  Node result = successor(*last, "LayerNormalization", std::move(inputs));
  result.set("axis", pieces->centred.axis).set("epsilon", float(pieces->epsilon));
  edit.rewrite(*last, std::move(result));
  return true;
}

}  // namespace

bool recognise_layer_norm(Graph& graph) { return rewrite_nodes(graph, recognise); }

}  // namespace quern::passes
