#include <algorithm>

#include "control/subgraph.hpp"

namespace quern::ops {
namespace {

// The body has inputs (states..., slices...) and outputs (states..., scanned...); the node's inputs are the
// initial states and the sequences that are cut into slices.
struct Layout {
  const Graph& body;
  size_t states, sequences, scanned;
  std::vector<int64_t> input_axes, input_directions, output_axes, output_directions;
};

std::vector<int64_t> list(const Node& node, const char* name, size_t count) {
  std::vector<int64_t> values = node.get_ints(name, std::vector<int64_t>(count, 0));
  if (values.size() != count)
    throw InputError(std::string(name) + " has " + std::to_string(values.size()) + " entries, not " +
                     std::to_string(count));
  return values;
}

Layout resolve(const Node& node, size_t input_count, size_t output_count) {
  const Graph& body = control::subgraph(node, "body");
  const auto sequences = node.require<int64_t>("num_scan_inputs");
  nn::require(sequences >= 1 && size_t(sequences) <= input_count, "num_scan_inputs is out of range");
  const size_t states = input_count - size_t(sequences);
  nn::require(
      body.inputs.size() == input_count && body.outputs.size() == output_count && states <= output_count,
      "the body must have as many inputs and outputs as the node");
  const size_t scanned = output_count - states;
  return {body,
          states,
          size_t(sequences),
          scanned,
          list(node, "scan_input_axes", size_t(sequences)),
          list(node, "scan_input_directions", size_t(sequences)),
          list(node, "scan_output_axes", scanned),
          list(node, "scan_output_directions", scanned)};
}

// The number of iterations: the common length of all sequences; unknown where none is known.
template <class GetShape>
int64_t iterations(const Layout& layout, GetShape&& shape_of) {
  int64_t count = kUnknownDim;
  for (size_t i = 0; i < layout.sequences; ++i) {
    const Shape& shape = shape_of(layout.states + i);
    const int64_t length = shape[normalize_axis(layout.input_axes[i], shape.size())];
    nn::require(!nn::differ(count, length), "the scanned inputs differ in length");
    count = std::max(count, length);
  }
  return count;
}

void infer(InferContext& ctx) {
  const Layout layout = resolve(ctx.node(), ctx.input_count(), ctx.output_count());
  for (size_t i = 0; i < layout.states; ++i)
    ctx.output(i, ctx.type(i), control::common_shape(ctx.input(i).shape, layout.body.outputs[i].shape));
  const int64_t count = iterations(layout, [&](size_t i) -> const Shape& { return ctx.shape(i); });
  for (size_t i = 0; i < layout.scanned; ++i) {
    const ValueInfo& value = layout.body.outputs[layout.states + i];
    std::optional<Shape> shape = value.shape;
    if (shape)
      shape->insert(shape->begin() + int64_t(normalize_axis(layout.output_axes[i], shape->size() + 1)),
                    count);
    ctx.output(layout.states + i, value.type, shape);
  }
}

// Slice `index` of `sequence` along `axis`, without that axis.
Tensor slice(const Tensor& sequence, int64_t axis, int64_t index) {
  if (sequence.type == DataType::String) throw UnsupportedError("strings cannot be scanned");
  const size_t at = normalize_axis(axis, sequence.dims.size());
  const AxisView view = view_axis(sequence.dims, at);
  Shape shape = sequence.dims;
  shape.erase(shape.begin() + int64_t(at));
  Tensor result(sequence.type, shape);
  const size_t block = size_t(view.inner) * size_of(sequence.type);
  for (int64_t outer = 0; outer < view.outer && block > 0; ++outer)
    std::memcpy(const_cast<std::byte*>(result.blob.data()) + size_t(outer) * block,
                sequence.blob.data() + size_t(outer * view.size + index) * block, block);
  return result;
}

void compute(ComputeContext& ctx) {
  const Layout layout = resolve(ctx.node(), ctx.input_count(), ctx.output_count());
  const int64_t count = iterations(layout, [&](size_t i) -> const Shape& { return ctx.input(i).dims; });
  std::vector<Tensor> states;
  for (size_t i = 0; i < layout.states; ++i) states.push_back(ctx.input(i));
  std::vector<std::vector<Tensor>> scanned(layout.scanned);
  for (int64_t iteration = 0; iteration < count; ++iteration) {
    std::vector<Tensor> inputs = states;
    for (size_t i = 0; i < layout.sequences; ++i)
      inputs.push_back(slice(ctx.input(layout.states + i), layout.input_axes[i],
                             layout.input_directions[i] ? count - 1 - iteration : iteration));
    std::vector<Tensor> outputs = control::run(ctx, layout.body, inputs);
    for (size_t i = 0; i < layout.states; ++i) states[i] = std::move(outputs[i]);
    for (size_t i = 0; i < layout.scanned; ++i) scanned[i].push_back(std::move(outputs[layout.states + i]));
  }
  for (size_t i = 0; i < layout.states; ++i) ctx.output(i, std::move(states[i]));
  for (size_t i = 0; i < layout.scanned; ++i) {
    if (scanned[i].empty()) throw UnsupportedError("scanning sequences of length 0 is not supported");
    if (layout.output_directions[i]) std::reverse(scanned[i].begin(), scanned[i].end());
    ctx.output(layout.states + i, control::stack(scanned[i], layout.output_axes[i]));
  }
}

}  // namespace

QUERN_OPERATOR("", "Scan", infer, compute);

}  // namespace quern::ops
