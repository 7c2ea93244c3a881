// What [maxpool] and [local_avgpool] have in common.
#pragma once

#include "ops/context.hpp"
#include "ops/geometry.hpp"

namespace quern::frontend::darknet {

// A window that moves over the image. `padding` is what both sides get together; the begin gets the smaller
// half of it.
struct PoolWindow {
  int64_t size, stride_x, stride_y, padding;
};

PoolWindow pool_window_of(const Section& options);
Dims pooled(const Geometry& layer, const PoolWindow& window);

}  // namespace quern::frontend::darknet
