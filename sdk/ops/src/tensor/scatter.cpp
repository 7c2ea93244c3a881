// Scatter: the name of ScatterElements before opset 11.
#include "tensor/scatter_elements.hpp"

namespace quern::ops {

QUERN_OPERATOR("", "Scatter", infer_scatter_elements, compute_scatter_elements);

}  // namespace quern::ops
