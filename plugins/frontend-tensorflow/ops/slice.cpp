// Slice(tensor, begin, size): size -1 is all that follows.
#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

void translate_slice(Context& layer) {
  const Shape dims = layer.shape(0);
  const std::vector<int64_t> begin = layer.ints(1, "the begin of a slice"),
                             size = layer.ints(2, "the size of a slice");
  if (begin.size() != dims.size() || size.size() != dims.size())
    throw InputError("a slice of " + to_string(dims) + " has begins for " + std::to_string(begin.size()) +
                     " and sizes for " + std::to_string(size.size()) + " axes");
  std::vector<int64_t> end(dims.size());
  for (size_t i = 0; i < dims.size(); ++i) {
    if (begin[i] < 0 || begin[i] > dims[i] || size[i] < -1 || size[i] > dims[i] - begin[i])
      throw InputError("a slice reaches out of axis " + std::to_string(i) + " of " + to_string(dims));
    end[i] = size[i] == -1 ? dims[i] : begin[i] + size[i];
  }
  const Permutation order = layer.order(0);
  layer.make("Slice",
             {layer.input(0, order), layer.emit().ints("begin", permuted_dims(begin, order)),
              layer.emit().ints("end", permuted_dims(end, order))},
             {}, order);
}
QUERN_TRANSLATOR(Context, "Slice", translate_slice);

}  // namespace
}  // namespace quern::frontend::tensorflow
