// Views with other shapes: the elements stay in their order.
#include <algorithm>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

// Fills the one dimension that may be -1.
Shape resolved(const Call& call, const Shape& from, Shape to) {
  const auto open = std::find(to.begin(), to.end(), -1);
  const int64_t count = element_count(from);
  if (open != to.end()) {
    *open = 1;
    const int64_t rest = element_count(to);
    if (rest == 0 || count % rest != 0)
      throw call.wrong(to_string(from) + " cannot be shaped into rows of " + std::to_string(rest));
    *open = count / rest;
  }
  for (const int64_t d : to)
    if (d < 0) throw call.wrong("a dimension is " + std::to_string(d));
  if (element_count(to) != count)
    throw call.wrong(to_string(from) + " cannot be shaped into " + to_string(to));
  return to;
}

void make_shape(Call& call, const Shape& wanted) {
  const std::string x = call.tensor(0);
  const Shape shape = resolved(call, call.shape(x), wanted);
  Node node("Reshape", {x, call.ints_constant("shape", shape)}, {call.output()});
  // A dimension of 0 is meant, not "as in the input".
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) node.set("allowzero", int64_t(1));
  call.emit().append(std::move(node));
  call.give_tensor(call.output());
}

void reshape(Call& call) {
  if (call.arg(1).is<int64_t>() && call.count() == 2 && call.op() == "aten::view")
    return call.give_call("aten::view_dtype", {call.arg(0), call.arg(1)});
  make_shape(call, call.ints(1));
}
// view(dtype): the same bytes as another type; only the same type has a meaning here.
void view_dtype(Call& call) {
  if (type_of_dtype(call.arg(1), DataType::Float) != call.type(call.tensor(0)))
    throw Call::unsupported("viewing a tensor's bytes as another element type");
  call.give_argument(0);
}
void view_as(Call& call) { make_shape(call, call.shape(call.tensor(1))); }

void flatten(Call& call) {
  const Shape shape = call.shape(call.tensor(0));
  if (shape.empty()) return make_shape(call, {1});
  const auto first = size_t(call.axis(1, shape.size(), 0)), last = size_t(call.axis(2, shape.size(), -1));
  if (first > last) throw call.wrong("the first axis lies behind the last");
  Shape to(shape.begin(), shape.begin() + std::ptrdiff_t(first));
  to.push_back(
      element_count(Shape(shape.begin() + std::ptrdiff_t(first), shape.begin() + std::ptrdiff_t(last) + 1)));
  to.insert(to.end(), shape.begin() + std::ptrdiff_t(last) + 1, shape.end());
  make_shape(call, to);
}
void ravel(Call& call) { make_shape(call, {-1}); }

void unflatten(Call& call) {
  Shape shape = call.shape(call.tensor(0));
  const auto axis = size_t(call.axis(1, shape.size()));
  const Shape sizes = resolved(call, {shape[axis]}, call.ints(2));
  shape.erase(shape.begin() + std::ptrdiff_t(axis));
  shape.insert(shape.begin() + std::ptrdiff_t(axis), sizes.begin(), sizes.end());
  make_shape(call, shape);
}

void unsqueeze(Call& call) {
  Shape shape = call.shape(call.tensor(0));
  const int64_t axis = call.axis(1, shape.size() + 1);
  call.make("Unsqueeze", {call.tensor(0), call.ints_constant("axis", {axis})});
}

// Axes of another size than 1 stay.
void squeeze(Call& call) {
  const Shape shape = call.shape(call.tensor(0));
  std::vector<int64_t> axes;
  if (call.has(1) && !shape.empty())
    for (const int64_t axis : call.ints(1)) axes.push_back(call.axis_of(axis, shape.size()));
  else
    for (size_t i = 0; i < shape.size(); ++i) axes.push_back(int64_t(i));
  std::erase_if(axes, [&](int64_t axis) { return shape.empty() || shape[size_t(axis)] != 1; });
  if (axes.empty()) return call.make("Identity", {call.tensor(0)});
  call.make("Squeeze", {call.tensor(0), call.ints_constant("axes", axes)});
}

// PyTorch puts the axes of vectors last but of matrices first where there are three.
void atleast(Call& call, size_t rank) {
  const Shape shape = call.shape(call.tensor(0));
  if (shape.size() >= rank) return call.give_argument(0);
  const int64_t first = shape.empty() ? 1 : shape[0];
  if (rank == 1) return make_shape(call, {1});
  if (rank == 2) return make_shape(call, {1, first});
  make_shape(call, shape.size() == 2 ? Shape{first, shape[1], 1} : Shape{1, first, 1});
}
void atleast_1d(Call& call) { atleast(call, 1); }
void atleast_2d(Call& call) { atleast(call, 2); }
void atleast_3d(Call& call) { atleast(call, 3); }

QUERN_TRANSLATOR(Call, "aten::view", reshape);
QUERN_TRANSLATOR(Call, "aten::view_dtype", view_dtype);
QUERN_TRANSLATOR(Call, "aten::reshape", reshape);
QUERN_TRANSLATOR(Call, "aten::_unsafe_view", reshape);
QUERN_TRANSLATOR(Call, "aten::_reshape_alias", reshape);
QUERN_TRANSLATOR(Call, "aten::view_as", view_as);
QUERN_TRANSLATOR(Call, "aten::reshape_as", view_as);
QUERN_TRANSLATOR(Call, "aten::flatten", flatten);
QUERN_TRANSLATOR(Call, "aten::ravel", ravel);
QUERN_TRANSLATOR(Call, "aten::unflatten", unflatten);
QUERN_TRANSLATOR(Call, "aten::unsqueeze", unsqueeze);
QUERN_TRANSLATOR(Call, "aten::squeeze", squeeze);
QUERN_TRANSLATOR(Call, "aten::atleast_1d", atleast_1d);
QUERN_TRANSLATOR(Call, "aten::atleast_2d", atleast_2d);
QUERN_TRANSLATOR(Call, "aten::atleast_3d", atleast_3d);

}  // namespace
}  // namespace quern::frontend::pytorch
