// Functions of one float: activations, and arithmetic with a constant number.
#include <algorithm>

#include "builders.hpp"
#include "dnnl_step.hpp"
#include "planner.hpp"
#include "post_ops.hpp"

namespace quern::cpu {

bool build_eltwise(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const std::vector<Eltwise> functions = eltwise_of(planner.graph(), node);
  // The one input that is no constant.
  const auto data = std::find_if(node.inputs.begin(), node.inputs.end(), [&](const std::string& name) {
    return !name.empty() && !planner.constant(name);
  });
  if (functions.size() != 1 || data == node.inputs.end()) return false;
  const TensorType& x = planner.type(*data);
  if (x.type != DataType::Float || x.shape != planner.type(node.outputs[0]).shape) return false;

  const Eltwise& f = functions[0];
  const dnnl::memory::desc flat({element_count(x.shape)}, dnnl::memory::data_type::f32,
                                dnnl::memory::format_tag::x);
  const dnnl::eltwise_forward::primitive_desc descriptor(
      {dnnl::prop_kind::forward_inference, f.algorithm, flat, f.alpha, f.beta}, dnnl_attributes(),
      cpu_engine());
  Value& input = planner.value(*data);
  auto& step = planner.add<DnnlStep>(node, dnnl::eltwise_forward(descriptor));
  step.read(DNNL_ARG_SRC, input, flat);
  step.write(DNNL_ARG_DST, planner.make(node.outputs[0], input.order), flat);
  step.overwrites = 0;
  step.use_scratch(planner, descriptor.scratchpad_desc());
  return true;
}

}  // namespace quern::cpu
