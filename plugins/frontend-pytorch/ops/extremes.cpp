// Largest and smallest elements with their positions, and order.
#include <algorithm>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

// max(self), max(self, other), max(self, dim, keepdim) -> (values, indices)
void extreme(Call& call, bool largest) {
  const std::string x = call.tensor(0);
  const std::string reduce = largest ? "ReduceMax" : "ReduceMin";
  if (call.is_tensor(1))
    return call.give_call(largest ? "aten::maximum" : "aten::minimum", {call.arg(0), call.arg(1)});
  const size_t rank = call.rank(x);
  if (!call.has(1)) {
    if (rank == 0) return call.make("Identity", {x});
    return call.make(reduce, {x}, {{"keepdims", int64_t(0)}});
  }
  const int64_t axis = call.axis(1, rank), keep = call.flag(2, false);
  if (rank == 0) throw Call::unsupported("the largest element of a scalar along an axis");
  const std::string values =
      call.add("values", reduce, {x}, {{"axes", std::vector<int64_t>{axis}}, {"keepdims", keep}});
  const std::string indices =
      call.add("indices", largest ? "ArgMax" : "ArgMin", {x}, {{"axis", axis}, {"keepdims", keep}});
  call.give_tensors({values, indices}, false);
}
void max(Call& call) { extreme(call, true); }
void min(Call& call) { extreme(call, false); }

// self, dim, keepdim; without dim the position in the flattened tensor.
void arg_extreme(Call& call, const char* op) {
  std::string x = call.tensor(0);
  const Shape shape = call.shape(x);
  if (call.has(1) && !shape.empty())
    return call.make(op, {x},
                     {{"axis", call.axis(1, shape.size())}, {"keepdims", int64_t(call.flag(2, false))}});
  x = call.reshape("flat", x, {element_count(shape)});
  call.make(op, {x}, {{"axis", int64_t(0)}, {"keepdims", int64_t(0)}});
}
void argmax(Call& call) { arg_extreme(call, "ArgMax"); }
void argmin(Call& call) { arg_extreme(call, "ArgMin"); }

// (values, indices) of the first `count` in order.
std::vector<std::string> ordered(Call& call, int64_t count, int64_t axis, bool largest) {
  std::string x = call.tensor(0);
  if (call.type(x) == DataType::Bool) x = call.cast(x, DataType::Uint8);
  const std::string values = call.emit().tensor("values"), indices = call.emit().tensor("indices");
  Node node("TopK", {x, call.ints_constant("count", {count})}, {values, indices});
  node.set("axis", axis).set("largest", int64_t(largest)).set("sorted", int64_t(1));
  call.emit().append(std::move(node));
  return {values, indices};
}

// self, k, dim, largest, sorted
void topk(Call& call) {
  const size_t rank = call.rank(call.tensor(0));
  call.give_tensors(ordered(call, call.integer(1), call.axis(2, rank, -1), call.flag(3, true)), false);
}
// self, dim, descending; or self, stable, dim, descending
std::vector<std::string> sorted(Call& call) {
  const Shape shape = call.shape(call.tensor(0));
  const size_t shift = call.arg(1).is<bool>() && call.count() == 4 ? 1 : 0;
  const Value& dim = call.arg_or_keyword(1 + shift, "dim");
  const Value& descending = call.arg_or_keyword(2 + shift, "descending");
  const int64_t axis = call.axis_of(dim.is_none() ? -1 : call.to_integer(dim), shape.size());
  if (shape.empty()) throw Call::unsupported("sorting a scalar");
  return ordered(call, shape[size_t(axis)], axis, !descending.is_none() && call.to_integer(descending) != 0);
}
void sort(Call& call) { call.give_tensors(sorted(call), false); }
void argsort(Call& call) { call.make("Identity", {sorted(call)[1]}); }
void msort(Call& call) {
  call.make("Identity", {ordered(call, call.shape(call.tensor(0)).at(0), 0, false)[0]});
}

// self, k, dim, keepdim: the k-th smallest, counted from 1.
void kth(Call& call, int64_t k, int64_t axis, bool keep) {
  const std::vector<std::string> both = ordered(call, k, axis, false);
  std::vector<std::string> results;
  for (const std::string& name : both) {
    const std::string last =
        call.add("last", "Gather", {name, call.constant("index", Tensor::from(std::vector<int64_t>{k - 1}))},
                 {{"axis", axis}});
    results.push_back(keep ? last : call.add("item", "Squeeze", {last, call.ints_constant("axes", {axis})}));
  }
  call.give_tensors(results, false);
}
void kthvalue(Call& call) {
  kth(call, call.integer(1), call.axis(2, call.rank(call.tensor(0)), -1), call.flag(3, false));
}
// The lower of the two middle elements; without dim of all elements.
void median(Call& call) {
  const Shape shape = call.shape(call.tensor(0));
  if (call.has(1)) {
    const int64_t axis = call.axis(1, shape.size());
    return kth(call, (shape.at(size_t(axis)) + 1) / 2, axis, call.flag(2, false));
  }
  const int64_t count = element_count(shape), k = (count + 1) / 2;
  const std::string flat = call.reshape("flat", call.tensor(0), {count});
  const std::string values = call.emit().tensor("values");
  Node node("TopK", {flat, call.ints_constant("count", {k})}, {values, call.emit().tensor("indices")});
  node.set("largest", int64_t(0));
  call.emit().append(std::move(node));
  call.make("Gather", {values, call.constant("index", Tensor::scalar(k - 1))}, {{"axis", int64_t(0)}});
}

void cumsum(Call& call) {
  const std::string x = call.tensor(0);
  const DataType type = type_of_dtype(call.arg_or_keyword(2, "dtype"),
                                      is_float(call.type(x)) ? DataType::Float : DataType::Int64);
  const std::string axis = call.constant("axis", Tensor::scalar(call.axis(1, call.rank(x))));
  call.make("CumSum", {call.cast(x, type), axis});
}
// The product up to each position, one by one.
void cumprod(Call& call) {
  const std::string x = call.tensor(0);
  const Shape shape = call.shape(x);
  const int64_t axis = call.axis(1, shape.size()), size = shape.at(size_t(axis));
  if (size < 1 || size > 1000)
    throw Call::unsupported("products of " + std::to_string(size) + " elements one after the other");
  std::vector<std::string> products;
  for (int64_t i = 0; i < size; ++i) {
    const std::string item =
        call.add("item", "Gather", {x, call.constant("index", Tensor::from(std::vector<int64_t>{i}))},
                 {{"axis", axis}});
    products.push_back(i == 0 ? item : call.add("product", "Mul", {products.back(), item}));
  }
  call.make("Concat", products, {{"axis", axis}});
}

QUERN_TRANSLATOR(Call, "aten::max", max);
QUERN_TRANSLATOR(Call, "aten::min", min);
QUERN_TRANSLATOR(Call, "prim::max", max);
QUERN_TRANSLATOR(Call, "prim::min", min);
QUERN_TRANSLATOR(Call, "aten::argmax", argmax);
QUERN_TRANSLATOR(Call, "aten::argmin", argmin);
QUERN_TRANSLATOR(Call, "aten::topk", topk);
QUERN_TRANSLATOR(Call, "aten::sort", sort);
QUERN_TRANSLATOR(Call, "aten::argsort", argsort);
QUERN_TRANSLATOR(Call, "aten::msort", msort);
QUERN_TRANSLATOR(Call, "aten::kthvalue", kthvalue);
QUERN_TRANSLATOR(Call, "aten::median", median);
QUERN_TRANSLATOR(Call, "aten::cumsum", cumsum);
QUERN_TRANSLATOR(Call, "aten::cumprod", cumprod);

}  // namespace
}  // namespace quern::frontend::pytorch
