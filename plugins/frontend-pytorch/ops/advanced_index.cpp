#include <algorithm>

#include "ops/indexing.hpp"
#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

// Negative positions count from the end; ONNX understands that in Gather but not in every other operator.
std::string from_front(Call& call, const std::string& indices, int64_t size) {
  const std::string wide = call.cast(indices, DataType::Int64);
  if (const Tensor* known = call.emit().value(wide)) {
    std::vector<int64_t> values = known->to_int64();
    const Shape shape = known->dims;
    for (int64_t& v : values) v = v < 0 ? v + size : v;
    return call.constant("positions", Tensor::from(values, shape));
  }
  const std::string negative = call.add("negative", "Less", {wide, call.scalar("zero", 0, DataType::Int64)});
  const std::string turned =
      call.add("turned", "Add", {wide, call.scalar("size", double(size), DataType::Int64)});
  return call.add("positions", "Where", {negative, turned, wide});
}

// A mask as one index vector per axis of the mask.
std::vector<std::string> positions_of_mask(Call& call, const std::string& mask) {
  const Tensor* known = call.emit().value(mask);
  if (!known)
    throw Call::unsupported("the number of elements where a mask is true depends on the data",
                            "Use torch.where(mask, a, b), which keeps the shape.");
  const Tensor values = *known;
  const std::vector<float> flags = values.to_float();
  std::vector<std::vector<int64_t>> places(values.dims.size());
  const Shape strides = strides_of(values.dims);
  for (int64_t i = 0; i < values.count(); ++i)
    if (flags[size_t(i)] != 0)
      for (size_t axis = 0; axis < places.size(); ++axis)
        places[axis].push_back(i / strides[axis] % values.dims[axis]);
  std::vector<std::string> names;
  for (const auto& p : places) names.push_back(call.ints_constant("positions", p));
  return names;
}

std::string tuples_of(Call& call, const std::vector<std::string>& tensors) {
  Shape common;
  for (const std::string& name : tensors) {
    const Shape shape = call.shape(name);
    if (shape.size() > common.size()) common.insert(common.begin(), shape.size() - common.size(), 1);
    for (size_t i = 0; i < shape.size(); ++i) {
      int64_t& d = common[common.size() - shape.size() + i];
      if (d == 1) d = shape[i];
      if (shape[i] != 1 && shape[i] != d) throw call.wrong("the index tensors do not broadcast");
    }
  }
  std::vector<std::string> columns;
  Shape column = common;
  column.push_back(1);
  for (const std::string& name : tensors) {
    const std::string wide = call.add("index", "Expand", {name, call.ints_constant("sizes", common)});
    columns.push_back(call.reshape("column", wide, column));
  }
  return call.add("tuples", "Concat", columns, {{"axis", int64_t(-1)}});
}

}  // namespace

AdvancedIndex advanced_index(Call& call, const std::string& source, const std::vector<Value>& indices) {
  AdvancedIndex at;
  at.source = source;
  const Shape shape = call.shape(source);
  size_t axis = 0;
  const auto add = [&](const std::string& tensor) {
    if (axis >= shape.size()) throw call.wrong("more indices than axes");
    at.tensors.push_back(from_front(call, tensor, shape[axis]));
    at.axes.push_back(int64_t(axis++));
  };
  for (const Value& item : indices) {
    if (item.is_none()) {
      ++axis;
      continue;
    }
    const std::string tensor = call.tensor(item);
    if (call.type(tensor) == DataType::Bool || call.type(tensor) == DataType::Uint8)
      for (const std::string& positions : positions_of_mask(call, tensor)) add(positions);
    else
      add(index_tensor(call, item));
  }
  at.adjacent = at.axes.empty() || at.axes.back() - at.axes.front() + 1 == int64_t(at.axes.size());
  for (const int64_t a : at.axes) at.order.push_back(a);
  for (size_t i = 0; i < shape.size(); ++i)
    if (std::find(at.axes.begin(), at.axes.end(), int64_t(i)) == at.axes.end())
      at.order.push_back(int64_t(i));
  at.moved = !std::is_sorted(at.order.begin(), at.order.end());
  if (at.axes.size() > 1) at.tuples = tuples_of(call, at.tensors);
  return at;
}

}  // namespace quern::frontend::pytorch
