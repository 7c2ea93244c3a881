// quern.Quantize and quern.Dequantize: the borders between float and integer.
#include "int8/quantize.hpp"

#include "builders.hpp"
#include "integer.hpp"

namespace quern::cpu {

bool build_quantize(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  Value& x = planner.value(node.inputs[0]);
  if (x.type != DataType::Float) return false;
  const float inverse_scale = node.require<float>("inverse_scale");
  const bool to_signed = is_signed(planner, node.outputs[0]);
  const AxisOrder channels_last = channels_last_order(x.shape.size());
  if (is_plain(x.shape, x.order) && !same_memory(x.shape, x.order, channels_last)) {
    // Feature maps are wanted channels last; the change comes for free here.
    const int64_t batch = x.shape[0], channels = x.shape[1], pixels = x.count() / batch / channels;
    planner.add<IntegerStep>(node, std::vector<Value*>{&x}, planner.make(node.outputs[0], channels_last),
                             [=](const std::vector<const void*>& in, void* y, std::byte*) {
                               int8::quantize_to_nhwc(static_cast<const float*>(in[0]), y, to_signed, batch,
                                                      channels, pixels, inverse_scale);
                             });
    return true;
  }
  planner.add<IntegerStep>(node, std::vector<Value*>{&x}, planner.make(node.outputs[0], x.order),
                           [=, count = x.count()](const std::vector<const void*>& in, void* y, std::byte*) {
                             int8::quantize(static_cast<const float*>(in[0]), y, to_signed, count,
                                            inverse_scale);
                           });
  return true;
}

bool build_dequantize(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  if (!is_byte(planner, node.inputs[0])) return false;
  Value& x = planner.value(node.inputs[0]);
  const float scale = node.require<float>("scale");
  const bool from_signed = is_signed(planner, node.inputs[0]);
  planner.add<IntegerStep>(node, std::vector<Value*>{&x}, planner.make(node.outputs[0], x.order),
                           [=, count = x.count()](const std::vector<const void*>& in, void* y, std::byte*) {
                             int8::dequantize(in[0], from_signed, static_cast<float*>(y), count, scale);
                           });
  return true;
}

}  // namespace quern::cpu
