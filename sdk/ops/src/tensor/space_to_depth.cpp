// SpaceToDepth: [N, C, H·b, W·b] becomes [N, b·b·C, H, W].
#include "support/infer.hpp"
#include "support/strided.hpp"

namespace quern::ops {
namespace {

void infer_space_to_depth(InferContext& c) {
  c.output_unknown(0, c.type(0));
  const auto block = c.node().require<int64_t>("blocksize");
  if (block < 1 || block > 32768) throw InputError("blocksize is " + std::to_string(block));
  Shape shape = c.shape(0);
  if (shape.size() != 4)
    throw InputError("the input must have the shape [N, C, H, W], it has " + to_string(shape));
  if (shape[1] != kUnknownDim) shape[1] = multiply_sizes(shape[1], block * block);
  for (size_t i = 2; i < 4; ++i) {
    if (shape[i] == kUnknownDim) continue;
    if (shape[i] % block != 0)
      throw InputError("an axis of " + std::to_string(shape[i]) + " elements has no whole blocks of " +
                       std::to_string(block));
    shape[i] /= block;
  }
  set_output(c, 0, c.type(0), shape);
}

void compute_space_to_depth(ComputeContext& c) {
  const Tensor& x = c.input(0);
  Tensor& y = make_output(c, infer_space_to_depth);
  if (y.count() == 0) return;
  const auto b = c.node().require<int64_t>("blocksize");
  const int64_t channels = x.dims[1], h = y.dims[2], w = y.dims[3], width = x.dims[3],
                plane = x.dims[2] * width;
  const Shape size{x.dims[0], b, b, channels, h, w};
  const Shape from{channels * plane, width, 1, plane, b * width, b};
  with_carrier(y.type, [&]<class E>() {
    copy_strided(mutable_elements<E>(y), elements<E>(x), size, strides_of(size), from);
  });
}

}  // namespace

QUERN_OPERATOR("", "SpaceToDepth", infer_space_to_depth, compute_space_to_depth);

}  // namespace quern::ops
