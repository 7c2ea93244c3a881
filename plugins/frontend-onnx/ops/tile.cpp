// Tile of opset 1 repeats along one axis: inputs are the tensor, how often, and the axis.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_tile(Rewriter& r) {
  if (r.opset() >= 6) return r.keep();
  const std::vector<int64_t> times = r.constant_ints(1, "the number of tiles");
  const std::vector<int64_t> axis = r.constant_ints(2, "the axis");
  if (times.size() != 1 || axis.size() != 1) throw r.wrong("tiles and axis must be single numbers");
  const size_t rank = r.rank(r.input(0));
  std::vector<int64_t> repeats(rank, 1);
  repeats[size_t(from_front(r, axis[0], rank))] = times[0];
  r.finish("Tile", {r.input(0), r.ints("repeats", repeats)});
}

QUERN_ONNX_ADAPTER("", "Tile", adapt_tile);

}  // namespace
}  // namespace quern::frontend::onnx
