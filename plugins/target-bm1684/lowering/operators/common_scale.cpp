#include "lowering/operators/common_scale.hpp"

#include "lowering/fixed_point.hpp"

namespace quern::bm1684 {

std::optional<std::vector<std::string>> rescale_inputs(Lowering& l, const Node& node,
                                                       const Quantisation& target) {
  std::vector<Multiplier> multipliers;
  for (const std::string& tensor : node.inputs) {
    const Quantisation q = *l.input_quantisation(tensor);
    const auto m = multiplier_for(double(q.scale()) / target.scale());
    if (!m || (q.is_signed && !target.is_signed)) return std::nullopt;
    multipliers.push_back(*m);
  }
  std::vector<std::string> names;
  for (size_t i = 0; i < node.inputs.size(); ++i) {
    const std::string& tensor = node.inputs[i];
    const Quantisation q = *l.input_quantisation(tensor);
    const std::string name = l.integer_input(tensor);
    if (q.scale() == target.scale() && q.is_signed == target.is_signed) {
      names.push_back(name);
      continue;
    }
    names.push_back(l.helper(name + "_rescaled", l.shape(tensor), target));
    Node rescale("QRescale", {name}, {names.back()}, kQuernDomain);
    rescale.set("multiplier", int64_t(multipliers[i].multiplier))
        .set("rshift", int64_t(multipliers[i].shift));
    rescale.set("relu", int64_t(!target.is_signed));
    l.emit(std::move(rescale), node);
  }
  return names;
}

}  // namespace quern::bm1684
