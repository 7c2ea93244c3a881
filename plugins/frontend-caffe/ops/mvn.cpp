// MVN: (x - mean) / (sqrt(variance) + eps) of each image and channel, or of each image with
// `across_channels`; without `normalize_variance` only the mean is taken away.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

void translate(Context& layer) {
  const FieldTree& p = layer.parameters("mvn_param");
  Emitter& emit = layer.emit();
  const size_t rank = layer.shape().size(), first = p.get_bool("across_channels", false) ? 1 : 2;
  if (rank <= first) throw InputError("there is no axis to normalise over in " + to_string(layer.shape()));
  std::vector<int64_t> axes;
  for (size_t i = first; i < rank; ++i) axes.push_back(int64_t(i));
  const std::string mean = emit.add("mean", "ReduceMean", {layer.input()}, {{"axes", axes}});
  if (!p.get_bool("normalize_variance", true)) return emit.make(layer.output(), "Sub", {layer.input(), mean});
  const std::string centred = emit.add("centred", "Sub", {layer.input(), mean});
  const std::string square = emit.add("square", "Mul", {centred, centred});
  const std::string variance = emit.add("variance", "ReduceMean", {square}, {{"axes", axes}});
  const std::string deviation = emit.add("deviation", "Sqrt", {variance});
  const std::string safe =
      emit.add("safe", "Add", {deviation, emit.scalar("eps", float(p.get_real("eps", 1e-9)))});
  emit.make(layer.output(), "Div", {centred, safe});
}

QUERN_CAFFE_LAYER("MVN", translate);

}  // namespace
}  // namespace quern::frontend::caffe
