// DepthToSpace: [N, C·b·b, H, W] becomes [N, C, H·b, W·b]. Channels are [b, b, C] in mode DCR, [C, b, b] in
// CRD.
#include "support/infer.hpp"
#include "support/strided.hpp"

namespace quern::ops {
namespace {

void infer_depth_to_space(InferContext& c) {
  c.output_unknown(0, c.type(0));
  const auto block = c.node().require<int64_t>("blocksize");
  const std::string mode = c.node().get_string("mode", "DCR");
  if (mode != "DCR" && mode != "CRD") throw InputError("mode is \"" + mode + "\"; it must be DCR or CRD");
  if (block < 1 || block > 32768) throw InputError("blocksize is " + std::to_string(block));
  Shape shape = c.shape(0);
  if (shape.size() != 4)
    throw InputError("the input must have the shape [N, C, H, W], it has " + to_string(shape));
  if (shape[1] != kUnknownDim) {
    if (shape[1] % (block * block) != 0)
      throw InputError(std::to_string(shape[1]) + " channels cannot be spread over blocks of " +
                       std::to_string(block));
    shape[1] /= block * block;
  }
  for (size_t i = 2; i < 4; ++i)
    if (shape[i] != kUnknownDim) shape[i] = multiply_sizes(shape[i], block);
  set_output(c, 0, c.type(0), shape);
}

void compute_depth_to_space(ComputeContext& c) {
  const Tensor& x = c.input(0);
  Tensor& y = make_output(c, infer_depth_to_space);
  if (y.count() == 0) return;
  const auto b = c.node().require<int64_t>("blocksize");
  const int64_t channels = y.dims[1], h = x.dims[2], w = x.dims[3], plane = h * w;
  const bool dcr = c.node().get_string("mode", "DCR") == "DCR";
  const int64_t channel = dcr ? plane : plane * b * b, column = dcr ? plane * channels : plane,
                row = column * b;
  const Shape size{x.dims[0], channels, h, b, w, b};
  const Shape from{x.dims[1] * plane, channel, w, row, 1, column};
  with_carrier(y.type, [&]<class E>() {
    copy_strided(mutable_elements<E>(y), elements<E>(x), size, strides_of(size), from);
  });
}

}  // namespace

QUERN_OPERATOR("", "DepthToSpace", infer_depth_to_space, compute_depth_to_space);

}  // namespace quern::ops
