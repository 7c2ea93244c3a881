// Other orders of the axes.
#include <algorithm>
#include <numeric>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

std::vector<int64_t> identity(size_t rank) {
  std::vector<int64_t> order(rank);
  std::iota(order.begin(), order.end(), 0);
  return order;
}

void make_order(Call& call, const std::vector<int64_t>& order) {
  call.make("Transpose", {call.tensor(0)}, {{"perm", order}});
}

void permute(Call& call) {
  const size_t rank = call.rank(call.tensor(0));
  std::vector<int64_t> order = call.ints(1);
  for (int64_t& axis : order) axis = call.axis_of(axis, rank);
  if (order.size() != rank)
    throw call.wrong(std::to_string(order.size()) + " axes are listed, the tensor has " +
                     std::to_string(rank));
  make_order(call, order);
}

void transpose(Call& call) {
  const size_t rank = call.rank(call.tensor(0));
  std::vector<int64_t> order = identity(rank);
  if (rank == 0) return call.make("Identity", {call.tensor(0)});
  std::swap(order[size_t(call.axis(1, rank))], order[size_t(call.axis(2, rank))]);
  make_order(call, order);
}

// Of matrices; vectors stay.
void t(Call& call) {
  const size_t rank = call.rank(call.tensor(0));
  if (rank > 2) throw call.wrong("a tensor of rank " + std::to_string(rank) + " is no matrix");
  std::vector<int64_t> order = identity(rank);
  std::reverse(order.begin(), order.end());
  if (rank == 0) return call.make("Identity", {call.tensor(0)});
  make_order(call, order);
}

// All axes the other way round.
void reversed(Call& call) {
  std::vector<int64_t> order = identity(call.rank(call.tensor(0)));
  std::reverse(order.begin(), order.end());
  make_order(call, order);
}
void matrix_transpose(Call& call) {
  std::vector<int64_t> order = identity(call.rank(call.tensor(0)));
  if (order.size() < 2) throw call.wrong("the tensor has fewer than two axes");
  std::swap(order[order.size() - 1], order[order.size() - 2]);
  make_order(call, order);
}

// The axes `source` go to the places `destination`, the others fill the rest in their order.
void movedim(Call& call) {
  const size_t rank = call.rank(call.tensor(0));
  std::vector<int64_t> source = call.ints(1), destination = call.ints(2), order(rank, -1), rest;
  if (source.size() != destination.size()) throw call.wrong("the lists of axes differ in length");
  for (int64_t& axis : source) axis = call.axis_of(axis, rank);
  for (size_t i = 0; i < source.size(); ++i) order[size_t(call.axis_of(destination[i], rank))] = source[i];
  for (const int64_t axis : identity(rank))
    if (std::find(source.begin(), source.end(), axis) == source.end()) rest.push_back(axis);
  size_t next = 0;
  for (int64_t& place : order)
    if (place < 0) {
      if (next == rest.size()) throw call.wrong("the axes are no permutation");
      place = rest[next++];
    }
  make_order(call, order);
}

QUERN_TRANSLATOR(Call, "aten::permute", permute);
QUERN_TRANSLATOR(Call, "aten::transpose", transpose);
QUERN_TRANSLATOR(Call, "aten::swapaxes", transpose);
QUERN_TRANSLATOR(Call, "aten::swapdims", transpose);
QUERN_TRANSLATOR(Call, "aten::t", t);
QUERN_TRANSLATOR(Call, "aten::numpy_T", reversed);
QUERN_TRANSLATOR(Call, "prim::T", reversed);
QUERN_TRANSLATOR(Call, "aten::mT", matrix_transpose);
QUERN_TRANSLATOR(Call, "prim::mT", matrix_transpose);
QUERN_TRANSLATOR(Call, "aten::movedim", movedim);
QUERN_TRANSLATOR(Call, "aten::moveaxis", movedim);

}  // namespace
}  // namespace quern::frontend::pytorch
