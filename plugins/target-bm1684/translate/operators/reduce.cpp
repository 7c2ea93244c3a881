// ReduceSum, ReduceMean, ReduceMax, ReduceMin, ReduceProd, ReduceL1, ReduceL2, ReduceSumSquare, ReduceLogSum.
#include <algorithm>

#include "layers/functions/logarithm.hpp"
#include "layers/functions/power.hpp"
#include "translate/composer.hpp"
#include "translate/operators.hpp"
#include "translate/polynomial_table.hpp"
#include "translate/reduced_view.hpp"

namespace quern::bm1684 {
namespace {

using Kind = Arithmetic::Kind;

Kind kind_of(const Node& node) {
  if (node.is("ReduceMax")) return Kind::Max;
  if (node.is("ReduceMin")) return Kind::Min;
  if (node.is("ReduceProd")) return Kind::Mul;
  return Kind::Add;
}

// What is done to every element before; empty: nothing.
Function before(const Node& node) {
  if (node.is("ReduceL2") || node.is("ReduceSumSquare")) return square();
  if (node.is("ReduceL1"))
    return [](Elements& e, const Operand& y, const Operand& x) { e.bits_and(y, x, 0x7fff'ffff); };
  return {};
}

// What is done to the results; empty: nothing.
Function after(Translator& t, const Node& node, int64_t count) {
  if (node.is("ReduceMean")) return scaled(1.0f / float(count));
  if (node.is("ReduceL2")) return square_root;
  if (node.is("ReduceLogSum"))
    return [p = with_table(t, logarithm_near_one())](Elements& e, const Operand& y, const Operand& x) {
      logarithm(e, y, x, p);
    };
  return {};
}

// The reduced axes, ascending; nothing where they are not constant.
std::optional<std::vector<size_t>> axes_of(Translator& t, const Node& node, size_t rank) {
  std::vector<int64_t> given = node.get_ints("axes");
  if (node.has_input(1)) {
    if (!t.constant(node, 1)) return std::nullopt;
    given = t.constant(node, 1)->to_int64();
  }
  std::vector<size_t> axes;
  for (const int64_t a : given) axes.push_back(size_t(a < 0 ? a + int64_t(rank) : a));
  if (axes.empty() && node.get_int("noop_with_empty_axes", 0) == 0)
    for (size_t i = 0; i < rank; ++i) axes.push_back(i);
  std::sort(axes.begin(), axes.end());
  return axes;
}

}  // namespace

std::string translate_reduce(Translator& t, const Node& node) {
  int source = t.tensor(node.inputs[0]);
  if (t.at(source).element != Element::F32) return "the chip reduces float numbers only";
  const Shape shape = t.at(source).shape;
  const std::optional<std::vector<size_t>> axes = axes_of(t, node, shape.size());
  if (!axes) return "its axes are not constant";
  if (axes->empty()) return "it reduces no axis";
  size_t first = axes->front(), last = axes->back();
  Shape seen = shape;
  if (last - first + 1 != axes->size()) {  // scattered axes: those that are kept come first
    std::vector<size_t> order;
    for (size_t i = 0; i < shape.size(); ++i)
      if (std::find(axes->begin(), axes->end(), i) == axes->end()) order.push_back(i);
    first = order.size(), last = shape.size() - 1;
    order.insert(order.end(), axes->begin(), axes->end());
    std::vector<int64_t> strides;
    seen.clear();
    for (const size_t i : order) seen.push_back(shape[i]), strides.push_back(t.at(source).strides[i]);
    source = t.make_view(node.name + "/ordered", seen, source, 0, strides);
  }
  const ReducedView view = reduced_view(seen, first, last);
  if (!can_reduce(view.dims)) return "local memory cannot hold what it joins";
  Composer compose(t, node);
  LayerTensor x = view.of(t, source);
  if (const Function f = before(node)) x = compose.function(x, f);
  const LayerTensor result{t.make(node.outputs[0]), view.kept()};
  if (const Function f = after(t, node, view.reduced()))
    compose.function(compose.reduce(kind_of(node), x, view.over_columns), f, result);
  else
    compose.reduce(kind_of(node), x, view.over_columns, result);
  return "";
}

}  // namespace quern::bm1684
