#include "lowering/operators.hpp"

namespace quern::bm1684 {

// Nearest-neighbour enlargement by whole factors repeats values; everything else interpolates in float.
std::string lower_resize(Lowering& l, const Node& node) {
  if (node.get_string("mode", "nearest") != "nearest") return "interpolation computes in float";
  const Shape& in = l.shape(node.inputs[0]);
  const Shape& out = l.shape(node.outputs[0]);
  if (in.size() != 4 || in[0] != out[0] || in[1] != out[1])
    return "only height and width can be resized in INT8";
  if (out[2] % in[2] != 0 || out[3] % in[3] != 0) return "it does not enlarge by whole factors";
  return lower_movement(l, node);
}

}  // namespace quern::bm1684
