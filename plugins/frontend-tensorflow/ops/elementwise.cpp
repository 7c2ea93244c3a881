#include "ops/elementwise.hpp"

#include <algorithm>
#include <numeric>

namespace quern::frontend::tensorflow {
namespace {

// An operand of lower rank than the result: 1s in front of its dimensions, in order `order`.
std::string raised(Context& layer, size_t number, size_t rank, const Permutation& order) {
  const std::string tensor = layer.input(number);
  const Shape dims = layer.shape(number);
  if (order.empty() || std::all_of(dims.begin(), dims.end(), [](int64_t d) { return d == 1; })) return tensor;
  Shape padded(rank - dims.size(), 1);
  padded.insert(padded.end(), dims.begin(), dims.end());
  const Shape wanted = permuted_dims(padded, order);
  if (moves_nothing(padded, order))
    return layer.emit().add("reshaped", "Reshape", {tensor, layer.emit().ints("dims", wanted)});
  const std::string flat = layer.emit().add("raised", "Reshape", {tensor, layer.emit().ints("dims", padded)});
  return layer.emit().add("moved", "Transpose", {flat}, {{"perm", order}});
}

}  // namespace

Operands aligned(Context& layer, const std::vector<size_t>& numbers) {
  size_t rank = 0;
  bool all_ranks_known = true;
  for (const size_t i : numbers) {
    const std::optional<Shape> dims = layer.known_shape(i);
    all_ranks_known &= dims.has_value();
    if (dims) rank = std::max(rank, dims->size());
  }
  Operands result;
  if (all_ranks_known)
    for (const size_t i : numbers)
      if (result.order.empty() && !layer.is_constant(i) && layer.rank(i) == rank)
        result.order = layer.order(i);
  for (const size_t i : numbers)
    result.inputs.push_back(!all_ranks_known || layer.rank(i) == rank ? layer.input(i, result.order)
                                                                      : raised(layer, i, rank, result.order));
  return result;
}

Operands aligned(Context& layer) {
  std::vector<size_t> all(layer.input_count());
  std::iota(all.begin(), all.end(), size_t(0));
  return aligned(layer, all);
}

}  // namespace quern::frontend::tensorflow
