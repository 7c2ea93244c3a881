// Several tensors to one, and repetition.
#include <algorithm>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

// The tensors of a list in their common type; empty ones of rank 1 are left out, as PyTorch does.
std::vector<std::string> parts(Call& call) {
  const DataType type = promoted(call, call.items(0));
  std::vector<std::string> names;
  for (const Value& item : call.items(0)) {
    const std::string name = operand(call, item, type);
    if (call.shape(name) != Shape{0}) names.push_back(name);
  }
  if (names.empty() && !call.items(0).empty()) names.push_back(operand(call, call.items(0)[0], type));
  if (names.empty()) throw call.wrong("the list is empty");
  return names;
}

void join(Call& call, const std::vector<std::string>& names, int64_t axis) {
  if (names.size() == 1) return call.make("Identity", {names[0]});
  call.make("Concat", names, {{"axis", axis}});
}

void cat(Call& call) {
  const std::vector<std::string> names = parts(call);
  join(call, names, call.axis(1, call.rank(names[0])));
  const TensorValue* first = call.items(0)[0].ref<TensorValue>();
  if (first) call.result().ref<TensorValue>()->quantised = first->quantised;
}

void stack_along(Call& call, std::vector<std::string> names, int64_t axis) {
  for (std::string& name : names)
    name = call.add("layer", "Unsqueeze", {name, call.ints_constant("axis", {axis})});
  join(call, names, axis);
}
void stack(Call& call) {
  const std::vector<std::string> names = parts(call);
  stack_along(call, names, call.axis(1, call.rank(names[0]) + 1));
}

// Vectors count as rows (vstack) or columns (hstack works along their only axis).
void vstack(Call& call) {
  std::vector<std::string> names = parts(call);
  for (std::string& name : names)
    if (call.rank(name) < 2) name = call.reshape("row", name, {1, element_count(call.shape(name))});
  join(call, names, 0);
}
void hstack(Call& call) {
  const std::vector<std::string> names = parts(call);
  join(call, names, call.rank(names[0]) > 1 ? 1 : 0);
}

// Along a third axis; vectors and matrices get the missing ones as atleast_3d() gives them.
void dstack(Call& call) {
  std::vector<std::string> names = parts(call);
  for (std::string& name : names) {
    const Shape shape = call.shape(name);
    if (shape.size() == 1) name = call.reshape("deep", name, {1, shape[0], 1});
    if (shape.size() == 2) name = call.reshape("deep", name, {shape[0], shape[1], 1});
  }
  join(call, names, 2);
}
// Vectors count as columns.
void column_stack(Call& call) {
  std::vector<std::string> names = parts(call);
  for (std::string& name : names)
    if (call.rank(name) < 2) name = call.reshape("column", name, {element_count(call.shape(name)), 1});
  join(call, names, 1);
}

// The sizes that broadcasting to `sizes` gives; -1 keeps a size.
Shape expanded(const Call& call, const Shape& from, Shape sizes) {
  if (sizes.size() < from.size()) throw call.wrong(to_string(from) + " cannot be expanded to fewer axes");
  const size_t more = sizes.size() - from.size();
  for (size_t i = 0; i < sizes.size(); ++i)
    if (sizes[i] == -1 && i >= more) sizes[i] = from[i - more];
  constexpr int64_t kMost = int64_t(1) << 31;
  if (element_count(sizes) > kMost) throw call.wrong("the result would have the shape " + to_string(sizes));
  return sizes;
}
void expand_to(Call& call, const Shape& sizes) {
  const std::string x = call.tensor(0);
  call.make("Expand", {x, call.ints_constant("shape", expanded(call, call.shape(x), sizes))});
}
void expand(Call& call) { expand_to(call, call.ints(1)); }
void expand_as(Call& call) { expand_to(call, call.shape(call.tensor(1))); }

void tile(Call& call) {
  std::string x = call.tensor(0);
  std::vector<int64_t> repeats = call.ints(1);
  Shape shape = call.shape(x);
  if (repeats.size() < shape.size()) {
    if (call.op() == "aten::repeat") throw call.wrong("fewer repeats than axes");
    repeats.insert(repeats.begin(), shape.size() - repeats.size(), 1);
  }
  shape.insert(shape.begin(), repeats.size() - shape.size(), 1);
  Shape result = shape;
  for (size_t i = 0; i < shape.size(); ++i) {
    if (repeats[i] < 0 || repeats[i] > (int64_t(1) << 31))
      throw call.wrong(std::to_string(repeats[i]) + " repeats");
    result[i] *= repeats[i];
  }
  (void)expanded(call, {}, result);
  call.make("Tile", {call.reshape("axes", x, shape), call.ints_constant("repeats", repeats)});
}

// Every element several times in a row: the same number for all, or one for each position of the axis.
void repeat_interleave(Call& call) {
  std::string x = call.tensor(0);
  if (call.arg(2).is_none()) x = call.reshape("flat", x, {element_count(call.shape(x))});
  const Shape shape = call.shape(x);
  const int64_t axis = call.has(2) ? call.axis(2, shape.size()) : 0, size = shape.at(size_t(axis));
  std::vector<int64_t> repeats = call.ints(1), indices;
  if (repeats.size() == 1) repeats.assign(size_t(size), repeats[0]);
  if (int64_t(repeats.size()) != size)
    throw call.wrong("the repeats do not fit the axis of " + std::to_string(size));
  for (int64_t i = 0; i < size; ++i) {
    if (repeats[size_t(i)] < 0 || indices.size() + size_t(repeats[size_t(i)]) > (1u << 24))
      throw call.wrong("too many repeats");
    indices.insert(indices.end(), size_t(repeats[size_t(i)]), i);
  }
  call.make("Gather", {x, call.ints_constant("indices", indices)}, {{"axis", axis}});
}

// A tensor per vector, constant along the axes of all others. indexing: "ij", or "xy", which swaps the first
// two axes.
void meshgrid(Call& call) {
  const std::vector<std::string> vectors = call.tensors(0);
  const Value& given = call.arg_or_keyword(1, "indexing");
  const bool swapped = given.is<std::string>() && *given.get<std::string>() == "xy" && vectors.size() >= 2;
  Shape sizes;
  for (const std::string& name : vectors) sizes.push_back(element_count(call.shape(name)));
  if (swapped) std::swap(sizes[0], sizes[1]);
  std::vector<std::string> grids;
  for (size_t i = 0; i < vectors.size(); ++i) {
    const size_t axis = swapped && i < 2 ? 1 - i : i;
    Shape shape(vectors.size(), 1);
    shape[axis] = sizes[axis];
    grids.push_back(call.add("grid", "Expand",
                             {call.reshape("line", vectors[i], shape),
                              call.ints_constant("sizes", expanded(call, shape, sizes))}));
  }
  call.give_tensors(grids, true);
}

void broadcast_tensors(Call& call) {
  const std::vector<std::string> names = call.tensors(0);
  size_t rank = 0;
  for (const std::string& name : names) rank = std::max(rank, call.rank(name));
  Shape sizes(rank, 1);
  for (const std::string& name : names) {
    const Shape shape = call.shape(name);
    for (size_t i = 0; i < shape.size(); ++i)
      if (shape[i] != 1) sizes[rank - shape.size() + i] = shape[i];
  }
  std::vector<std::string> results;
  for (const std::string& name : names)
    results.push_back(call.add("expanded", "Expand",
                               {name, call.ints_constant("sizes", expanded(call, call.shape(name), sizes))}));
  call.give_tensors(results, true);
}

QUERN_TRANSLATOR(Call, "aten::cat", cat);
QUERN_TRANSLATOR(Call, "aten::concat", cat);
QUERN_TRANSLATOR(Call, "aten::concatenate", cat);
QUERN_TRANSLATOR(Call, "aten::stack", stack);
QUERN_TRANSLATOR(Call, "aten::vstack", vstack);
QUERN_TRANSLATOR(Call, "aten::row_stack", vstack);
QUERN_TRANSLATOR(Call, "aten::hstack", hstack);
QUERN_TRANSLATOR(Call, "aten::dstack", dstack);
QUERN_TRANSLATOR(Call, "aten::column_stack", column_stack);
QUERN_TRANSLATOR(Call, "aten::expand", expand);
QUERN_TRANSLATOR(Call, "aten::broadcast_to", expand);
QUERN_TRANSLATOR(Call, "aten::expand_as", expand_as);
QUERN_TRANSLATOR(Call, "aten::repeat", tile);
QUERN_TRANSLATOR(Call, "aten::tile", tile);
QUERN_TRANSLATOR(Call, "aten::repeat_interleave", repeat_interleave);
QUERN_TRANSLATOR(Call, "aten::meshgrid", meshgrid);
QUERN_TRANSLATOR(Call, "aten::broadcast_tensors", broadcast_tensors);

}  // namespace
}  // namespace quern::frontend::pytorch
