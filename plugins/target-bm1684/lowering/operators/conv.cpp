#include "lowering/operators.hpp"
#include "lowering/operators/convolution.hpp"

namespace quern::bm1684 {

std::string lower_conv(Lowering& l, const Node& node) { return lower_convolution(l, node, "QConv"); }

}  // namespace quern::bm1684
