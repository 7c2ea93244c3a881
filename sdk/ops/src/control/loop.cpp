#include <limits>

#include <quern/ops/control_flow.hpp>

#include "control/subgraph.hpp"

namespace quern::ops {
namespace {

// A loop that runs longer than this is taken for one that never ends.
constexpr int64_t kMaxIterations = int64_t(1) << 20;

// The body has inputs (iteration, condition, states...) and outputs (condition, states..., scanned...).
struct Layout {
  const Graph& body;
  size_t states, scanned;
};

Layout resolve(const Node& node, size_t input_count, size_t output_count) {
  const Graph& body = control::subgraph(node, "body");
  const size_t states = input_count > 2 ? input_count - 2 : 0;
  if (body.inputs.size() != states + 2 || body.outputs.size() != output_count + 1 || output_count < states)
    throw InputError("the body has " + std::to_string(body.inputs.size()) + " inputs and " +
                     std::to_string(body.outputs.size()) + " outputs, which does not fit the node");
  return {body, states, output_count - states};
}

// Inputs: trip count (optional), condition (optional), initial states. Outputs: final states, then the values
// that each iteration adds, stacked.
void infer(InferContext& ctx) {
  const Layout layout = resolve(ctx.node(), ctx.input_count(), ctx.output_count());
  std::optional<int64_t> trips;
  if ((!ctx.has_input(0) || ctx.input(0).constant) && (!ctx.has_input(1) || ctx.input(1).constant))
    trips = constant_trip_count(ctx.node(), ctx.input(0).constant, ctx.input(1).constant);
  for (size_t i = 0; i < ctx.output_count(); ++i) {
    const ValueInfo& value = layout.body.outputs[i + 1];
    if (!value.is_tensor) continue;
    if (i < layout.states) {
      ctx.output(i, ctx.type(i + 2), control::common_shape(ctx.input(i + 2).shape, value.shape));
      continue;
    }
    std::optional<Shape> shape = value.shape;
    if (shape) shape->insert(shape->begin(), trips.value_or(kUnknownDim));
    ctx.output(i, value.type, shape);
  }
}

// What a scanned output is when the body never ran.
Tensor empty_scan(const ValueInfo& value) {
  Shape shape = value.shape.value_or(Shape{});
  for (int64_t& d : shape)
    if (d < 0) d = 0;
  shape.insert(shape.begin(), 0);
  return {value.type == DataType::Undefined ? DataType::Float : value.type, shape};
}

void compute(ComputeContext& ctx) {
  const Layout layout = resolve(ctx.node(), ctx.input_count(), ctx.output_count());
  const int64_t limit = ctx.has_input(0) ? nn::scalar_int(ctx.input(0)) : std::numeric_limits<int64_t>::max();
  bool condition = true;
  if (ctx.has_input(1)) {
    nn::require(ctx.input(1).count() == 1, "the condition must be a single boolean");
    condition = *ctx.input(1).data<bool>();
  }
  std::vector<Tensor> states;
  for (size_t i = 0; i < layout.states; ++i) states.push_back(ctx.input(i + 2));
  std::vector<std::vector<Tensor>> scanned(layout.scanned);
  for (int64_t iteration = 0; iteration < limit && condition; ++iteration) {
    if (iteration == kMaxIterations) throw InputError("this Loop runs for more than 2^20 iterations");
    std::vector<Tensor> inputs = {Tensor::scalar(iteration), Tensor::scalar(condition)};
    inputs.insert(inputs.end(), states.begin(), states.end());
    std::vector<Tensor> outputs = control::run(ctx, layout.body, inputs);
    nn::require(outputs[0].count() == 1, "the body must make a single boolean condition");
    condition = *outputs[0].data<bool>();
    for (size_t i = 0; i < layout.states; ++i) states[i] = std::move(outputs[i + 1]);
    for (size_t i = 0; i < layout.scanned; ++i)
      scanned[i].push_back(std::move(outputs[layout.states + i + 1]));
  }
  for (size_t i = 0; i < layout.states; ++i) ctx.output(i, std::move(states[i]));
  for (size_t i = 0; i < layout.scanned; ++i)
    ctx.output(layout.states + i, scanned[i].empty() ? empty_scan(layout.body.outputs[layout.states + i + 1])
                                                     : control::stack(scanned[i], 0));
}

}  // namespace

QUERN_OPERATOR("", "Loop", infer, compute);

}  // namespace quern::ops
