#include "ops/binary.hpp"

namespace quern::frontend::paddle {
namespace {

// The shape that `shorter` has when it is to meet a tensor of `rank` axes from `axis` on.
Shape aligned(Shape shorter, size_t rank, int64_t axis) {
  while (!shorter.empty() && axis + int64_t(shorter.size()) > int64_t(rank) && shorter.back() == 1)
    shorter.pop_back();
  const int64_t behind = int64_t(rank) - axis - int64_t(shorter.size());
  if (axis < 0 || behind < 0)
    throw InputError("a tensor of shape " + to_string(shorter) + " cannot meet one of " +
                     std::to_string(rank) + " axes from axis " + std::to_string(axis) + " on");
  shorter.insert(shorter.end(), size_t(behind), 1);
  return shorter;
}

std::string align(Context& layer, const std::string& tensor, size_t rank, int64_t axis) {
  const Shape dims = layer.shape(tensor);
  const Shape target = aligned(dims, rank, axis);
  return target == dims ? tensor : layer.reshape("aligned", tensor, target);
}

// Of two types, the one that both fit in: floats before integers, wider before narrower.
DataType common_type(DataType a, DataType b) {
  const auto order = [](DataType type) {
    constexpr DataType kNarrowToWide[] = {DataType::Bool,  DataType::Uint8, DataType::Int8, DataType::Int16,
                                          DataType::Int32, DataType::Int64, DataType::Float};
    for (size_t i = 0; i < std::size(kNarrowToWide); ++i)
      if (kNarrowToWide[i] == type) return i;
    return std::size(kNarrowToWide);
  };
  return order(a) < order(b) ? b : a;
}

}  // namespace

std::pair<std::string, std::string> broadcast_operands(Context& layer) {
  std::string x = layer.input("X"), y = layer.input("Y");
  const int64_t axis = layer.integer("axis", -1);
  const size_t x_rank = layer.rank(x), y_rank = layer.rank(y);
  if (axis != -1 && x_rank >= y_rank) y = align(layer, y, x_rank, axis);
  if (axis != -1 && x_rank < y_rank) x = align(layer, x, y_rank, axis);
  if (layer.type(x) != layer.type(y)) {
    const DataType type = common_type(layer.type(x), layer.type(y));
    x = layer.cast(x, type);
    y = layer.cast(y, type);
  }
  return {x, y};
}

}  // namespace quern::frontend::paddle
