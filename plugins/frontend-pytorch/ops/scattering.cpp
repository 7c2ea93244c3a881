// Writing at positions that are tensors.
#include <algorithm>

#include "ops/indexing.hpp"
#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

// The value for each index: a tensor as large as the index (or larger: its first part), or one number.
std::string updates(Call& call, const Value& value, const std::string& indices, DataType type) {
  const Shape shape = call.shape(indices);
  std::string x = operand(call, value, type);
  if (call.rank(x) == 0) return call.add("updates", "Expand", {x, call.ints_constant("shape", shape)});
  if (call.shape(x) == shape) return x;
  const std::vector<int64_t> zeros(shape.size(), 0);
  return call.add("updates", "Slice",
                  {x, call.ints_constant("begin", zeros), call.ints_constant("end", shape)});
}

// self, dim, index, src or value
void scatter_with(Call& call, const std::string& reduction) {
  const std::string x = call.tensor(0), indices = index_tensor(call, call.arg(2));
  Node node("ScatterElements", {x, indices, updates(call, call.arg(3), indices, call.type(x))},
            {call.output()});
  node.set("axis", call.axis(1, call.rank(x)));
  if (!reduction.empty()) node.set("reduction", reduction);
  call.emit().append(std::move(node));
  call.give_tensor(call.output());
}
void scatter(Call& call) {
  const Value& reduce = call.keyword("reduce");
  const std::string name = reduce.is<std::string>() ? *reduce.get<std::string>() : "";
  scatter_with(call, name == "add" ? "add" : name == "multiply" ? "mul" : "");
}
void scatter_add(Call& call) { scatter_with(call, "add"); }
// self, dim, index, src, reduce, *, include_self
void scatter_reduce(Call& call) {
  const std::string reduce = call.arg_or_keyword(4, "reduce").is<std::string>()
                                 ? *call.arg_or_keyword(4, "reduce").get<std::string>()
                                 : "";
  const Value& include = call.keyword("include_self");
  if ((reduce != "sum" && reduce != "prod") || (!include.is_none() && call.to_integer(include) == 0))
    throw Call::unsupported("scattering with \"" + reduce + "\", or without the tensor's own elements");
  scatter_with(call, reduce == "sum" ? "add" : "mul");
}

// Adds or sets whole slices: self, dim, index, source.
void index_slices(Call& call, const std::string& reduction, const Value& value) {
  const std::string x = call.tensor(0);
  const Shape shape = call.shape(x);
  const int64_t axis = call.axis(1, shape.size());
  std::string indices = call.cast(index_tensor(call, call.arg(2)), DataType::Int64);
  const int64_t count = element_count(call.shape(indices));
  Shape along(shape.size(), 1), sizes = shape;
  along[size_t(axis)] = sizes[size_t(axis)] = count;
  indices = call.add("indices", "Expand",
                     {call.reshape("line", indices, along), call.ints_constant("sizes", sizes)});
  const std::string source = call.add(
      "source", "Expand", {operand(call, value, call.type(x)), call.ints_constant("source_sizes", sizes)});
  Node node("ScatterElements", {x, indices, source}, {call.output()});
  node.set("axis", axis);
  if (!reduction.empty()) node.set("reduction", reduction);
  call.emit().append(std::move(node));
  call.give_tensor(call.output());
}
void index_add(Call& call) { index_slices(call, "add", call.arg(3)); }
void index_copy(Call& call) { index_slices(call, "", call.arg(3)); }
void index_fill(Call& call) { index_slices(call, "", call.arg(3)); }

// A mask over the first axes: x where it is false, the value where it is true.
void put_masked(Call& call, const std::string& x, std::string mask) {
  const Shape shape = call.shape(x);
  Shape wide = call.shape(mask);
  if (wide.size() > shape.size()) throw call.wrong("the mask has more axes than the tensor");
  const size_t mask_rank = wide.size();
  wide.resize(shape.size(), 1);
  mask = call.reshape("mask", call.cast(mask, DataType::Bool), wide);
  std::string value = operand(call, call.arg(2), call.type(x));
  // What lies behind the mask's axes may differ from place to place, the places themselves may not.
  const size_t behind = shape.size() - mask_rank;
  if (element_count(call.shape(value)) != 1 && call.rank(value) > behind)
    throw Call::unsupported("the places that a mask selects are filled with different values");
  if (element_count(call.shape(value)) == 1) value = call.reshape("value", value, {});
  if (call.flag(3, false)) value = call.add("sum", "Add", {x, value});
  call.make("Where", {mask, value, x});
}

// self, indices, values, accumulate
void index_put(Call& call) {
  const std::string x = call.tensor(0);
  const std::vector<Value>& indices = call.items(1);
  if (indices.size() == 1 && !indices[0].is_none()) {
    const std::string only = call.tensor(indices[0]);
    const bool is_mask = call.type(only) == DataType::Bool || call.type(only) == DataType::Uint8;
    if (is_mask && !call.emit().value(only)) return put_masked(call, x, only);
  }
  const AdvancedIndex at = advanced_index(call, x, indices);
  if (at.axes.empty())
    return call.make("Expand",
                     {operand(call, call.arg(2), call.type(x)), call.ints_constant("shape", call.shape(x))});
  const std::string moved = at.moved ? call.add("moved", "Transpose", {x}, {{"perm", at.order}}) : x;
  const Shape source = call.shape(moved);
  std::string tuples = at.tuples;
  if (at.axes.size() == 1) {
    Shape column = call.shape(at.tensors[0]);
    column.push_back(1);
    tuples = call.reshape("tuples", at.tensors[0], column);
  }
  Shape target = call.shape(tuples);
  target.pop_back();
  const size_t index_rank = target.size();
  target.insert(target.end(), source.begin() + std::ptrdiff_t(at.axes.size()), source.end());
  std::string value = operand(call, call.arg(2), call.type(x));
  // Values have the index axes where x[indices] has them; ScatterND wants them first.
  const auto first = size_t(at.axes[0]);
  if (at.adjacent && first > 0) {
    Shape natural(target.begin() + std::ptrdiff_t(index_rank),
                  target.begin() + std::ptrdiff_t(index_rank + first));
    natural.insert(natural.end(), target.begin(), target.begin() + std::ptrdiff_t(index_rank));
    natural.insert(natural.end(), target.begin() + std::ptrdiff_t(index_rank + first), target.end());
    value = call.add("values", "Expand", {value, call.ints_constant("natural", natural)});
    std::vector<int64_t> order;
    for (size_t i = 0; i < index_rank; ++i) order.push_back(int64_t(first + i));
    for (size_t i = 0; i < first; ++i) order.push_back(int64_t(i));
    for (size_t i = first + index_rank; i < natural.size(); ++i) order.push_back(int64_t(i));
    value = call.add("turned", "Transpose", {value}, {{"perm", order}});
  } else {
    value = call.add("values", "Expand", {value, call.ints_constant("target", target)});
  }
  Node node("ScatterND", {moved, tuples, value}, {at.moved ? call.emit().tensor("written") : call.output()});
  if (call.flag(3, false)) node.set("reduction", std::string("add"));
  const std::string written = node.outputs[0];
  call.emit().append(std::move(node));
  if (!at.moved) return call.give_tensor(written);
  std::vector<int64_t> back(at.order.size());
  for (size_t i = 0; i < back.size(); ++i) back[size_t(at.order[i])] = int64_t(i);
  call.make("Transpose", {written}, {{"perm", back}});
}

QUERN_TRANSLATOR(Call, "aten::scatter", scatter);
QUERN_TRANSLATOR(Call, "aten::scatter_add", scatter_add);
QUERN_TRANSLATOR(Call, "aten::scatter_reduce", scatter_reduce);
QUERN_TRANSLATOR(Call, "aten::index_add", index_add);
QUERN_TRANSLATOR(Call, "aten::index_copy", index_copy);
QUERN_TRANSLATOR(Call, "aten::index_fill", index_fill);
QUERN_TRANSLATOR(Call, "aten::index_put", index_put);
QUERN_TRANSLATOR(Call, "aten::_index_put_impl", index_put);

}  // namespace
}  // namespace quern::frontend::pytorch
