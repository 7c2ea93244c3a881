// Pad: attribute `paddings` (opset 1) or `pads` (2 to 10), inputs since opset 11; opset 18 adds an input with
// the axes that the pads are for, opset 19 the mode "wrap".
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

// Pads for chosen axes, spread over all of them: [begin of every axis, end of every axis].
std::string pads_of_all_axes(Rewriter& r) {
  const size_t rank = r.rank(r.input(0));
  const std::vector<int64_t> axes = r.constant_ints(3, "the list of axes");
  const std::vector<int64_t> pads = r.constant_ints(1, "the list of pads");
  if (pads.size() != 2 * axes.size()) throw r.wrong("the number of pads is not twice the number of axes");
  std::vector<int64_t> all(2 * rank, 0);
  for (size_t i = 0; i < axes.size(); ++i) {
    const auto axis = size_t(from_front(r, axes[i], rank));
    all[axis] = pads[i];
    all[rank + axis] = pads[axes.size() + i];
  }
  return r.ints("pads", all);
}

void adapt_pad(Rewriter& r) {
  Node node = r.node();
  const std::string mode = node.get_string("mode", "constant");
  if (r.opset() < 11) {
    const char* name = r.opset() < 2 && node.has("paddings") ? "paddings" : "pads";
    std::vector<std::string> inputs = {r.input(0), r.ints("pads", node.require<std::vector<int64_t>>(name))};
    if (mode == "constant") inputs.push_back(r.scalar("value", node.get_float("value", 0.0f)));
    return r.finish("Pad", inputs, {{"mode", mode}});
  }
  if (mode == "wrap")
    throw Rewriter::unsupported("padding with mode \"wrap\"",
                                "Use a mode of opset 17: constant, reflect or edge.");
  if (node.has_input(3)) node.inputs[1] = pads_of_all_axes(r);
  if (node.inputs.size() > 3) node.inputs.resize(3);
  r.keep(std::move(node));
}

QUERN_ONNX_ADAPTER("", "Pad", adapt_pad);

}  // namespace
}  // namespace quern::frontend::onnx
