// Reading at positions that are tensors.
#include "ops/indexing.hpp"

#include <algorithm>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {

std::string index_tensor(Call& call, const Value& value) {
  const std::string indices = call.tensor(value);
  call.session().require_type(indices, DataType::Int64);
  const DataType type = call.type(indices);
  return type == DataType::Int64 || type == DataType::Int32 ? indices : call.cast(indices, DataType::Int64);
}

namespace {

// self, dim, index
void index_select(Call& call) {
  const std::string x = call.tensor(0);
  std::string indices = index_tensor(call, call.arg(2));
  if (call.rank(indices) == 0) indices = call.reshape("indices", indices, {1});
  call.make("Gather", {x, indices}, {{"axis", call.axis(1, call.rank(x))}});
}

// self, dim, index: one position for every element of the result.
void gather(Call& call) {
  const std::string x = call.tensor(0), indices = index_tensor(call, call.arg(2));
  call.make("GatherElements", {x, indices}, {{"axis", call.axis(1, call.rank(x))}});
}
// The same with index broadcast against self.
void take_along_dim(Call& call) {
  const std::string x = call.tensor(0), indices = index_tensor(call, call.arg(1));
  if (!call.has(2)) {
    const std::string flat = call.reshape("flat", x, {element_count(call.shape(x))});
    return call.make("Gather", {flat, call.reshape("indices", indices, {element_count(call.shape(indices))})},
                     {{"axis", int64_t(0)}});
  }
  const int64_t axis = call.axis(2, call.rank(x));
  Shape sizes = call.shape(x), index_sizes = call.shape(indices);
  for (size_t i = 0; i < sizes.size(); ++i)
    if (int64_t(i) != axis) sizes[i] = index_sizes.at(i) = std::max(sizes[i], index_sizes.at(i));
  const std::string from = call.add("expanded", "Expand", {x, call.ints_constant("sizes", sizes)});
  const std::string at =
      call.add("indices", "Expand", {indices, call.ints_constant("index_sizes", index_sizes)});
  call.make("GatherElements", {from, at}, {{"axis", axis}});
}
// Positions in the flattened tensor.
void take(Call& call) {
  const std::string x = call.tensor(0), indices = index_tensor(call, call.arg(1));
  call.make("Gather", {call.reshape("flat", x, {element_count(call.shape(x))}), indices},
            {{"axis", int64_t(0)}});
}

// weight, indices, padding_idx ...
void embedding(Call& call) {
  call.make("Gather", {call.tensor(0), index_tensor(call, call.arg(1))}, {{"axis", int64_t(0)}});
}

// weight, indices, offsets, scale_grad, mode, sparse, per_sample_weights: bags of words, each summed (0),
// averaged (1) or their largest (2). Offsets must be constant; a matrix of indices arrives flattened with
// equally spaced ones.
void embedding_bag(Call& call) {
  const std::string words =
      call.add("words", "Gather", {call.tensor(0), index_tensor(call, call.arg(1))}, {{"axis", int64_t(0)}});
  const std::vector<int64_t> offsets = call.ints(2);
  const int64_t mode = call.integer(4, 0), count = call.shape(words).at(0);
  if (call.has(6)) throw Call::unsupported("bags of weighted words");
  if (call.flag(7, false)) throw Call::unsupported("bags whose last offset is given");
  std::vector<std::string> bags;
  for (size_t i = 0; i < offsets.size(); ++i) {
    const int64_t begin = offsets[i], end = i + 1 < offsets.size() ? offsets[i + 1] : count;
    if (begin < 0 || begin > end || end > count) throw call.wrong("the offsets are not in order");
    if (begin == end) throw Call::unsupported("empty bags");
    const std::string bag = call.add("bag", "Slice",
                                     {words, call.ints_constant("begin", {begin}),
                                      call.ints_constant("end", {end}), call.ints_constant("axis", {0})});
    if (mode == 0)
      bags.push_back(call.add("sum", "ReduceSum", {bag, call.ints_constant("axes", {0})}));
    else
      bags.push_back(call.add("reduced", mode == 1 ? "ReduceMean" : "ReduceMax", {bag},
                              {{"axes", std::vector<int64_t>{0}}}));
  }
  if (bags.empty()) throw call.wrong("there are no bags");
  call.make("Concat", bags, {{"axis", int64_t(0)}});
  call.give(call.session().heap().tuple({call.result(), None(), None(), None()}));
}

// x[i, :, j] with index tensors, None for axes that are taken whole. The index tensors broadcast against each
// other; their axes stand where the first of them stood, or in front where others lie between them.
void index(Call& call) {
  const AdvancedIndex at = advanced_index(call, call.tensor(0), call.items(1));
  if (at.axes.empty()) return call.make("Identity", {at.source});
  if (at.axes.size() == 1) return call.make("Gather", {at.source, at.tensors[0]}, {{"axis", at.axes[0]}});
  const std::string moved =
      at.moved ? call.add("moved", "Transpose", {at.source}, {{"perm", at.order}}) : at.source;
  const std::string picked = call.add("picked", "GatherND", {moved, at.tuples});
  // Picked: index axes first. Back to the place of the first index where they were neighbours.
  const int64_t first = at.axes[0];
  if (!at.adjacent || first == 0) return call.make("Identity", {picked});
  const auto rank = int64_t(call.rank(picked)), indices = int64_t(call.rank(at.tuples)) - 1;
  std::vector<int64_t> order;
  for (int64_t i = 0; i < first; ++i) order.push_back(indices + i);
  for (int64_t i = 0; i < indices; ++i) order.push_back(i);
  for (int64_t i = indices + first; i < rank; ++i) order.push_back(i);
  call.make("Transpose", {picked}, {{"perm", order}});
}

void nonzero(Call& call) {
  if (!call.emit().value(call.tensor(0)))
    throw Call::unsupported("the number of elements that are not zero depends on the data");
  const std::string places = call.add("places", "NonZero", {call.tensor(0)});
  call.make("Transpose", {places}, {{"perm", std::vector<int64_t>{1, 0}}});
}

// indices, classes: ones where the class is the index.
void one_hot(Call& call) {
  const std::string indices = index_tensor(call, call.arg(0));
  const int64_t classes = call.integer(1, -1);
  if (classes < 1) throw Call::unsupported("one_hot without the number of classes");
  if (classes > (1 << 20)) throw call.wrong(std::to_string(classes) + " classes");
  const std::string range = call.constant("classes", [&] {
    std::vector<int64_t> values(static_cast<size_t>(classes));
    for (size_t i = 0; i < values.size(); ++i) values[i] = int64_t(i);
    return Tensor::from(values);
  }());
  const std::string column = call.add(
      "column", "Unsqueeze", {call.cast(indices, DataType::Int64), call.ints_constant("axis", {-1})});
  call.make("Cast", {call.add("hit", "Equal", {column, range})}, {{"to", int64_t(DataType::Int64)}});
}

QUERN_TRANSLATOR(Call, "aten::index_select", index_select);
QUERN_TRANSLATOR(Call, "aten::gather", gather);
QUERN_TRANSLATOR(Call, "aten::take_along_dim", take_along_dim);
QUERN_TRANSLATOR(Call, "aten::take", take);
QUERN_TRANSLATOR(Call, "aten::embedding", embedding);
QUERN_TRANSLATOR(Call, "aten::embedding_bag", embedding_bag);
QUERN_TRANSLATOR(Call, "aten::index", index);
QUERN_TRANSLATOR(Call, "aten::nonzero", nonzero);
QUERN_TRANSLATOR(Call, "aten::one_hot", one_hot);

}  // namespace
}  // namespace quern::frontend::pytorch
