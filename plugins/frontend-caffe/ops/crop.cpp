// Crop: cuts the first bottom to the size of the second, from `axis` on, at given offsets.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

void translate(Context& layer) {
  const FieldTree& p = layer.parameters("crop_param");
  Emitter& emit = layer.emit();
  const Shape in = layer.shape(0), reference = layer.shape(1);
  if (in.size() != reference.size())
    throw InputError("its bottoms have different ranks: " + to_string(in) + " and " + to_string(reference));
  const size_t first = layer.axis(p.get_int("axis", 2), in.size());
  std::vector<int64_t> offsets = p.get_ints("offset");
  if (offsets.empty()) offsets = {0};
  if (offsets.size() == 1) offsets.assign(in.size() - first, offsets[0]);
  if (offsets.size() != in.size() - first)
    throw InputError("it has " + std::to_string(offsets.size()) + " offsets for " +
                     std::to_string(in.size() - first) + " axes");
  std::vector<int64_t> begins, ends, axes;
  for (size_t i = first; i < in.size(); ++i) {
    const int64_t begin = offsets[i - first];
    if (begin < 0 || begin > in[i] - reference[i])
      throw InputError("offset " + std::to_string(begin) + " leaves less than " +
                       std::to_string(reference[i]) + " of axis " + std::to_string(i) + " of " +
                       to_string(in));
    begins.push_back(begin);
    ends.push_back(begin + reference[i]);
    axes.push_back(int64_t(i));
  }
  emit.make(layer.output(), "Slice",
            {layer.input(), emit.ints("begins", begins), emit.ints("ends", ends), emit.ints("axes", axes)});
}

QUERN_CAFFE_LAYER("Crop", translate);

}  // namespace
}  // namespace quern::frontend::caffe
