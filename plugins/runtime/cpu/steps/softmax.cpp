// Softmax and LogSoftmax over one axis of a float tensor.
#include <algorithm>

#include "builders.hpp"
#include "dnnl_step.hpp"
#include "planner.hpp"

namespace quern::cpu {
namespace {

// oneDNN is fast only along the innermost axis.
template <class Primitive>
void add_step(Planner& planner, const Node& node, Value& input, int64_t columns) {
  const dnnl::memory::desc matrix({input.count() / columns, columns}, dnnl::memory::data_type::f32,
                                  dnnl::memory::format_tag::ab);
  const typename Primitive::primitive_desc descriptor({dnnl::prop_kind::forward_inference, matrix, 1},
                                                      dnnl_attributes(), cpu_engine());
  auto& step = planner.add<DnnlStep>(node, Primitive(descriptor));
  step.read(DNNL_ARG_SRC, input, matrix);
  step.write(DNNL_ARG_DST, planner.make(node.outputs[0], input.order), matrix);
  step.overwrites = 0;
  step.use_scratch(planner, descriptor.scratchpad_desc());
}

}  // namespace

bool build_softmax(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const TensorType& x = planner.type(node.inputs[0]);
  int64_t axis = node.get_int("axis", -1);
  if (axis < 0) axis += int64_t(x.shape.size());
  if (x.type != DataType::Float || axis < 0 || axis >= int64_t(x.shape.size())) return false;
  AxisOrder order = planner.order_of(node.inputs[0]);
  std::rotate(std::find(order.begin(), order.end(), int(axis)),
              std::find(order.begin(), order.end(), int(axis)) + 1, order.end());
  Value& input = planner.value(node.inputs[0], order);
  const int64_t columns = x.shape[size_t(axis)];
  if (node.is("Softmax"))
    add_step<dnnl::softmax_forward>(planner, node, input, columns);
  else
    add_step<dnnl::logsoftmax_forward>(planner, node, input, columns);
  return true;
}

}  // namespace quern::cpu
