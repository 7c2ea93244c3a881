#include "nn/pooling.hpp"

#include <span>

namespace quern::ops::nn {

Pooling resolve_pooling(const Node& node, const Shape& x) {
  if (x.size() < 3)
    throw InputError("pooling needs an input of at least 3 axes, it has shape " + to_string(x));
  Pooling p{pool_window(node, std::span(x).subspan(2)), {x[0], x[1]}, 0};
  p.output.insert(p.output.end(), p.window.output.begin(), p.window.output.end());
  if (x[0] >= 0 && x[1] >= 0) p.planes = element_count({x[0], x[1]});
  return p;
}

Shape global_pool_shape(const Shape& x) {
  if (x.size() < 2)
    throw InputError("global pooling needs an input of at least 2 axes, it has shape " + to_string(x));
  Shape y(x.size(), 1);
  y[0] = x[0];
  y[1] = x[1];
  return y;
}

void infer_global_pool(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(0));
  ctx.output(0, ctx.type(0), global_pool_shape(ctx.shape(0)));
}

}  // namespace quern::ops::nn
