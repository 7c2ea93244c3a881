#include "ops/local_pool.hpp"

namespace quern::frontend::darknet {

PoolWindow pool_window_of(const Section& options) {
  const auto positive = [&](const char* key, int64_t fallback) {
    return options.integer(key, fallback, 1, kMostOfAnything);
  };
  const int64_t stride = positive("stride", 1);
  const int64_t size = positive("size", stride);
  return {size, positive("stride_x", stride), positive("stride_y", stride),
          options.integer("padding", size - 1, 0, kMostOfAnything)};
}

Dims pooled(const Geometry& layer, const PoolWindow& w) {
  // A window that only sees padding has no value.
  if (w.padding - w.padding / 2 >= w.size && w.padding > 0)
    layer.fail(
        "a padding of " + std::to_string(w.padding) + " is too much for windows of " + std::to_string(w.size),
        "padding");
  const auto outputs = [&](int64_t cells, int64_t stride) {
    const int64_t room = cells + w.padding - w.size;
    return room < 0 ? 0 : room / stride + 1;
  };
  const Dims& in = layer.input();
  return {in.channels, outputs(in.height, w.stride_y), outputs(in.width, w.stride_x)};
}

}  // namespace quern::frontend::darknet
