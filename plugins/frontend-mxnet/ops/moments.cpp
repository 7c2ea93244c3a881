// moments: mean and variance over axes.
#include "ops/reduce.hpp"

namespace quern::frontend::mxnet {
namespace {

void translate_moments(Context& layer) {
  const size_t rank = layer.rank();
  Shape axes;
  for (const int64_t axis : layer.attributes().integers("axes")) axes.push_back(int64_t(axis_of(axis, rank)));
  for (size_t i = 0; axes.size() < rank && layer.attributes().integers("axes").empty(); ++i)
    axes.push_back(int64_t(i));
  const int64_t keep = layer.attributes().flag("keepdims", false);
  const std::string mean =
      layer.add("mean", "ReduceMean", {layer.input()}, {{"axes", axes}, {"keepdims", int64_t(1)}});
  const std::string centred = layer.add("centred", "Sub", {layer.input(), mean});
  const std::string squares = layer.add("squares", "Mul", {centred, centred});
  layer.make("ReduceMean", {layer.input()}, {{"axes", axes}, {"keepdims", keep}});
  layer.emit().make(layer.output(1), "ReduceMean", {squares}, {{"axes", axes}, {"keepdims", keep}});
}

QUERN_MXNET_OPERATOR(translate_moments, "moments");

}  // namespace
}  // namespace quern::frontend::mxnet
