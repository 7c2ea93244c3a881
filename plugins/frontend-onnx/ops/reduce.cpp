// Reductions. ReduceSum takes its axes as an input since opset 13, the others since opset 18; opset 17 has
// them as attribute (ReduceSum: as input). ReduceMin and ReduceMax accept booleans since opset 20.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_reduce_sum(Rewriter& r) {
  Node node = r.node();
  if (r.opset() >= 13) return r.keep();
  node.inputs.resize(1);
  if (node.has("axes")) node.inputs.push_back(r.ints("axes", node.get_ints("axes")));
  node.remove("axes");
  r.keep(std::move(node));
}

void adapt_reduce(Rewriter& r) {
  Node node = r.node();
  if (r.opset() < 18) return r.keep();
  std::vector<int64_t> axes;
  if (node.has_input(1)) axes = r.constant_ints(1, "the list of axes");
  if (axes.empty() && node.get_int("noop_with_empty_axes", 0) != 0) {
    // Nothing is summed up, but ReduceL1 and its like still apply to every element: reduce over an axis of 1.
    axes = {0};
    node.inputs[0] = r.add("expanded", "Unsqueeze", {r.input(0), r.ints("expanded_axis", {0})});
    node.set("keepdims", int64_t(0));
  }
  node.remove("noop_with_empty_axes");
  node.inputs.resize(1);
  if (!axes.empty()) node.set("axes", axes);

  const bool is_bool = r.type(node.inputs[0]) == DataType::Bool &&
                       (node.op_type == "ReduceMax" || node.op_type == "ReduceMin");
  if (!is_bool) return r.keep(std::move(node));
  const std::string numbers = r.add("numbers", "Cast", {node.inputs[0]}, {{"to", int64_t(DataType::Uint8)}});
  const int64_t keepdims = node.get_int("keepdims", 1);
  const std::string reduced =
      axes.empty() ? r.add("reduced", node.op_type, {numbers}, {{"keepdims", keepdims}})
                   : r.add("reduced", node.op_type, {numbers}, {{"axes", axes}, {"keepdims", keepdims}});
  r.finish("Cast", {reduced}, {{"to", int64_t(DataType::Bool)}});
}

QUERN_ONNX_ADAPTER("", "ReduceSum", adapt_reduce_sum);
QUERN_ONNX_ADAPTER("", "ReduceL1", adapt_reduce);
QUERN_ONNX_ADAPTER("", "ReduceL2", adapt_reduce);
QUERN_ONNX_ADAPTER("", "ReduceLogSum", adapt_reduce);
QUERN_ONNX_ADAPTER("", "ReduceLogSumExp", adapt_reduce);
QUERN_ONNX_ADAPTER("", "ReduceMax", adapt_reduce);
QUERN_ONNX_ADAPTER("", "ReduceMean", adapt_reduce);
QUERN_ONNX_ADAPTER("", "ReduceMin", adapt_reduce);
QUERN_ONNX_ADAPTER("", "ReduceProd", adapt_reduce);
QUERN_ONNX_ADAPTER("", "ReduceSumSquare", adapt_reduce);

}  // namespace
}  // namespace quern::frontend::onnx
