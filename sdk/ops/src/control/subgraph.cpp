#include "control/subgraph.hpp"

namespace quern::ops::control {
namespace {

constexpr int kMaxDepth = 32;
thread_local int depth = 0;

struct DepthGuard {
  DepthGuard() {
    if (++depth <= kMaxDepth) return;
    --depth;
    throw InputError("subgraphs are nested more than " + std::to_string(kMaxDepth) + " levels deep");
  }
  ~DepthGuard() { --depth; }
  DepthGuard(const DepthGuard&) = delete;
  DepthGuard& operator=(const DepthGuard&) = delete;
};

}  // namespace

const Graph& subgraph(const Node& node, const char* attribute) {
  const GraphPtr& graph = node.require<GraphPtr>(attribute);
  if (!graph) throw InputError("attribute \"" + std::string(attribute) + "\" holds no graph", node.label());
  return *graph;
}

std::vector<Tensor> run(const ComputeContext& ctx, const Graph& graph, const std::vector<Tensor>& inputs) {
  const DepthGuard guard;
  return interpret(graph, inputs, ctx.scope);
}

std::optional<Shape> common_shape(const std::optional<Shape>& a, const std::optional<Shape>& b) {
  if (!a || !b || a->size() != b->size()) return std::nullopt;
  Shape shape = *a;
  for (size_t i = 0; i < shape.size(); ++i)
    if (shape[i] != (*b)[i]) shape[i] = kUnknownDim;
  return shape;
}

Tensor stack(const std::vector<Tensor>& slices, int64_t axis) {
  const Tensor& first = slices.front();
  const size_t at = normalize_axis(axis, first.dims.size() + 1);
  Shape shape = first.dims;
  shape.insert(shape.begin() + int64_t(at), int64_t(slices.size()));
  check_size(shape);
  Tensor result(first.type, shape);
  const AxisView view = view_axis(shape, at);
  const size_t block = size_t(view.inner) * size_of(first.type);
  for (size_t i = 0; i < slices.size(); ++i) {
    if (slices[i].type != first.type || slices[i].dims != first.dims)
      throw InputError("the iterations give results of different shapes, " + to_string(first.dims) + " and " +
                       to_string(slices[i].dims));
    if (first.type == DataType::String) throw UnsupportedError("strings cannot be collected over iterations");
    for (size_t outer = 0; outer < size_t(view.outer) && block > 0; ++outer)
      std::memcpy(const_cast<std::byte*>(result.blob.data()) + (outer * slices.size() + i) * block,
                  slices[i].blob.data() + outer * block, block);
  }
  return result;
}

}  // namespace quern::ops::control
