// clip: values below a_min become a_min, values above a_max become a_max.
#include <limits>

#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

void translate_clip(Context& layer) {
  const Attributes& a = layer.attributes();
  const std::string& x = layer.input();
  const auto bound = [&](const char* name) {
    return a.has(name) ? layer.scalar_like(name, x, a.number(name, 0)) : std::string();
  };
  layer.make("Clip", {x, bound("a_min"), bound("a_max")});
}

QUERN_MXNET_OPERATOR(translate_clip, "clip", "_npi_clip");

}  // namespace
}  // namespace quern::frontend::mxnet
