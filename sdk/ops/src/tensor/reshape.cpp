// Reshape: the same elements under the shape of input 1, where 0 copies a dimension of the input (unless
// allowzero is set) and one -1 stands for whatever is left.
#include <algorithm>

#include "support/view.hpp"

namespace quern::ops {
namespace {

// Replaces the -1 of `target`; stays unknown where the input's size is.
void fill_wildcard(const Shape& input, Shape& target, size_t wildcard) {
  // Dimensions that appear unchanged on both sides cancel, so that some unknown ones do not matter.
  Shape from = input, to = target;
  to.erase(to.begin() + std::ptrdiff_t(wildcard));
  if (!is_static(from) || !is_static(to)) {
    for (size_t i = 0;
         i < wildcard && !from.empty() && !to.empty() && from[0] == to[0] && input[i] == target[i]; ++i) {
      from.erase(from.begin());
      to.erase(to.begin());
    }
  }
  if (!is_static(from) || !is_static(to)) return;
  const int64_t count = element_count(from), known = element_count(to);
  if (known == 0 ? count != 0 : count % known != 0)
    throw InputError("cannot reshape " + to_string(input) + " to " + to_string(target));
  target[wildcard] = known == 0 ? 0 : count / known;
}

void infer_reshape(InferContext& c) {
  c.output_unknown(0, c.type(0));
  if (c.has_input(1) && !c.input(1).constant && c.shape(1).size() == 1 && c.shape(1)[0] >= 0 &&
      c.shape(1)[0] <= 64)
    c.output(0, c.type(0), Shape(size_t(c.shape(1)[0]), kUnknownDim));
  Shape target = constant_ints(c, 1);
  const Shape& input = c.shape(0);
  const bool copy_zero = c.node().get_int("allowzero", 0) == 0;
  std::optional<size_t> wildcard;
  for (size_t i = 0; i < target.size(); ++i) {
    if (target[i] < -1) throw InputError("a dimension of the new shape is " + std::to_string(target[i]));
    if (target[i] == -1) {
      if (wildcard) throw InputError("the new shape has more than one -1");
      wildcard = i;
    } else if (target[i] == 0 && copy_zero) {
      if (i >= input.size())
        throw InputError("the new shape copies dimension " + std::to_string(i) + ", which the input lacks");
      target[i] = input[i];
    }
  }
  if (wildcard) fill_wildcard(input, target, *wildcard);
  if (is_static(input) && is_static(target) && element_count(input) != element_count(target))
    throw InputError("cannot reshape " + to_string(input) + " to " + to_string(target));
  set_output(c, 0, c.type(0), target);
}

}  // namespace

QUERN_OPERATOR("", "Reshape", infer_reshape, compute_view<infer_reshape>);

}  // namespace quern::ops
