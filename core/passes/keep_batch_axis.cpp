// Moves of one image that mix its batch axis into others keep that axis in front instead. The channel shuffle
//   [1, 6, h, w] -> [2, 3, h*w] -> [3, 2, h*w] -> [1, 6, h, w]
// goes through [1, 2, 3, h*w] and [1, 3, 2, h*w], and the three heads of an attention are slices of their
// own. The network then works for any number of images, and targets need not move data between batches.
#include <algorithm>
#include <numeric>

#include "passes/editor.hpp"
#include "passes/passes.hpp"
#include "passes/strided_view.hpp"

namespace quern::passes {
namespace {

// How a view is made with the batch axis in front: Reshape to `factors`, Slice, Transpose, Reshape.
struct Plan {
  Shape factors{1};  // of the base, from the outermost axis to the innermost
  Shape starts{0}, sizes{1};
  Shape perm{0};
};

bool has_batch(const Shape* shape) { return shape && !shape->empty() && (*shape)[0] == 1; }

// Whether a tensor between the base and the view has something else than the batch in front.
bool loses_batch(const Editor& edit, const Node& last, const std::string& base) {
  for (std::string name = last.inputs[0]; name != base; name = edit.producer(name)->inputs[0])
    if (!has_batch(edit.static_shape(name))) return true;
  return false;
}

std::optional<Plan> plan_of(const StridedView& view, const Shape& base) {
  std::vector<size_t> axes;  // those that have a say, outermost first
  for (size_t i = 0; i < view.shape.size(); ++i)
    if (view.shape[i] != 1) axes.push_back(i);
  std::vector<size_t> sorted = axes;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](size_t a, size_t b) { return view.strides[a] > view.strides[b]; });
  Plan plan;
  int64_t rest = element_count(base), offset = view.offset;
  const auto split = [&](int64_t stride, int64_t size) {
    if (stride < 1 || rest % stride != 0) return false;
    plan.factors.push_back(rest / stride);
    plan.starts.push_back(offset / stride);
    plan.sizes.push_back(size);
    rest = stride;
    offset %= stride;
    return plan.starts.back() + size <= plan.factors.back();
  };
  for (const size_t axis : sorted)
    if (!split(view.strides[axis], view.shape[axis])) return std::nullopt;
  if (rest > 1 && !split(1, 1)) return std::nullopt;
  for (const size_t axis : axes)
    plan.perm.push_back(1 + std::find(sorted.begin(), sorted.end(), axis) - sorted.begin());
  for (size_t i = plan.perm.size(); i < plan.factors.size(); ++i) plan.perm.push_back(int64_t(i));
  return plan;
}

// Appends the moves of a plan; the last of them takes the place of `last`.
class Moves {
 public:
  Moves(Editor& edit, const Node& last, std::string base)
      : edit_(edit), last_(last), tensor_(std::move(base)), type_(edit.graph().type(tensor_)) {}

  void reshape(const Shape& shape) {
    if (*edit_.static_shape(tensor_) == shape) return;
    Node node = begin("Reshape", shape);
    node.inputs.push_back(constant("_shape", shape));
    edit_.add(std::move(node));
  }
  void slice(const Plan& plan) {
    Shape starts, ends, axes;
    for (size_t i = 0; i < plan.factors.size(); ++i)
      if (plan.sizes[i] != plan.factors[i]) {
        starts.push_back(plan.starts[i]);
        ends.push_back(plan.starts[i] + plan.sizes[i]);
        axes.push_back(int64_t(i));
      }
    if (axes.empty()) return;
    Node node = begin("Slice", plan.sizes);
    for (const auto& [name, list] : {std::pair("_starts", starts), {"_ends", ends}, {"_axes", axes}})
      node.inputs.push_back(constant(name, list));
    edit_.add(std::move(node));
  }
  void transpose(const Plan& plan) {
    if (std::is_sorted(plan.perm.begin(), plan.perm.end())) return;
    Shape shape;
    for (const int64_t axis : plan.perm) shape.push_back(plan.sizes[size_t(axis)]);
    Node node = begin("Transpose", shape);
    node.set("perm", plan.perm);
    edit_.add(std::move(node));
  }
  void finish() {
    const Shape shape = *edit_.static_shape(last_.outputs[0]);
    const std::string list = constant("_shape", shape);
    edit_.rewrite(last_, successor(last_, "Reshape", {tensor_, list}));
  }

 private:
  // A node that reads the newest tensor and makes another of this shape, which becomes the newest.
  Node begin(const std::string& op, const Shape& shape) {
    Node node = successor(last_, op, {tensor_});
    tensor_ = edit_.new_name(last_.outputs[0] + "/batch");
    node.name = tensor_;
    node.outputs = {tensor_};
    edit_.set_value(tensor_, type_, shape);
    return node;
  }
  std::string constant(const std::string& suffix, const Shape& values) {
    return edit_.add_constant(last_.outputs[0] + suffix, Tensor::from(values));
  }

  Editor& edit_;
  const Node& last_;
  std::string tensor_;
  DataType type_;
};

bool keep(Editor& edit, const Node& last) {
  if (!last.is("Reshape") && !last.is("Transpose") && !last.is("Gather") && !last.is("Slice")) return false;
  if (!has_batch(edit.static_shape(last.outputs[0]))) return false;
  // What a Reshape reads is a view more often than what it makes.
  const bool is_reshape = last.is("Reshape");
  const StridedView view = view_of(edit, is_reshape ? last.inputs[0] : last.outputs[0]);
  const Shape* base = edit.static_shape(view.base);
  if (view.moves + is_reshape < 2 || view.base == last.inputs[0] || !has_batch(base) ||
      edit.constant(view.base) || !loses_batch(edit, last, view.base))
    return false;
  const std::optional<Plan> plan = plan_of(view, *base);
  if (!plan) return false;
  Moves moves(edit, last, view.base);
  moves.reshape(plan->factors);
  moves.slice(*plan);
  moves.transpose(*plan);
  moves.finish();
  return true;
}

}  // namespace

bool keep_batch_axis(Graph& graph) { return rewrite_nodes(graph, keep); }

}  // namespace quern::passes
