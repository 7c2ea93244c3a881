// New tensors: filled, counted, spaced.
#include <algorithm>
#include <cmath>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

constexpr int64_t kMostElements = int64_t(1) << 26;
constexpr size_t kNoArgument = 99;  // one that no call has

void check_size(Call& call, const Shape& shape) {
  for (const int64_t d : shape)
    if (d < 0) throw call.wrong("a dimension is " + std::to_string(d));
  if (element_count(shape) > kMostElements)
    throw call.wrong("a tensor " + to_string(shape) + " is too large");
  call.session().spend(size_t(element_count(shape)) / 64);
}

// Small ones are constants, large ones are expanded from one number.
void filled(Call& call, const Shape& shape, const Tensor& value) {
  check_size(call, shape);
  call.make("Expand", {call.constant("value", value), call.ints_constant("shape", shape)});
}

DataType wanted_type(Call& call, size_t i, DataType fallback) {
  return type_of_dtype(call.arg_or_keyword(i, "dtype"), fallback);
}

// size, dtype ...
void zeros(Call& call) { filled(call, call.ints(0), scalar_of(0, wanted_type(call, 1, DataType::Float))); }
void ones(Call& call) { filled(call, call.ints(0), scalar_of(1, wanted_type(call, 1, DataType::Float))); }
// size, value, dtype ...: the value's type is the tensor's.
void full(Call& call) {
  const Value& value = call.arg(1);
  const DataType own = value.is<bool>()      ? DataType::Bool
                       : value.is<int64_t>() ? DataType::Int64
                                             : DataType::Float;
  filled(call, call.ints(0), scalar_of(call.number(1), wanted_type(call, 2, own)));
}

// self, dtype ...
void like(Call& call, size_t dtype, const Value& value) {
  const std::string x = call.tensor(0);
  const DataType type = wanted_type(call, dtype, call.type(x));
  filled(call, call.shape(x), scalar_of(call.to_number(value), type));
}
void zeros_like(Call& call) { like(call, 1, int64_t(0)); }
void ones_like(Call& call) { like(call, 1, int64_t(1)); }
void full_like(Call& call) { like(call, 2, call.arg(1)); }
// self, size, (value,) dtype ...
void new_zeros(Call& call) {
  filled(call, call.ints(1), scalar_of(0, wanted_type(call, 2, call.type(call.tensor(0)))));
}
void new_ones(Call& call) {
  filled(call, call.ints(1), scalar_of(1, wanted_type(call, 2, call.type(call.tensor(0)))));
}
void new_full(Call& call) {
  filled(call, call.ints(1), scalar_of(call.number(2), wanted_type(call, 3, call.type(call.tensor(0)))));
}

// In place: all elements become one number, which may be a tensor.
void fill(Call& call) {
  const std::string x = call.tensor(0);
  call.make("Expand", {operand(call, call.arg(1), call.type(x)), call.ints_constant("shape", call.shape(x))});
}
void zero(Call& call) { like(call, kNoArgument, int64_t(0)); }

// end; start, end; start, end, step. Keywords dtype ..., which old archives give as further arguments.
void arange(Call& call) {
  size_t numbers = 0;
  // Behind the numbers come dtype (an integer too), layout, device and pin_memory.
  const size_t trailing = call.count() >= 5 ? 4 : 0;
  while (numbers < 3 && numbers + trailing < call.count() &&
         (call.arg(numbers).is_number() || call.is_tensor(numbers)))
    ++numbers;
  if (numbers == 0) throw call.wrong("there is no end");
  const Value begin = numbers > 1 ? call.arg(0) : Value(int64_t(0));
  const Value end = call.arg(numbers > 1 ? 1 : 0), step = numbers > 2 ? call.arg(2) : Value(int64_t(1));
  bool is_real = begin.is<double>() || end.is<double>() || step.is<double>();
  for (size_t i = 0; i < numbers; ++i)
    is_real = is_real || (call.is_tensor(i) && is_float(call.type(call.tensor(i))));
  const DataType type =
      type_of_dtype(call.keyword("dtype").is_none() && trailing ? call.arg(numbers) : call.keyword("dtype"),
                    is_real ? DataType::Float : DataType::Int64);
  const double from = call.to_number(begin), to = call.to_number(end), by = call.to_number(step);
  const double count = std::ceil((to - from) / by);
  if (!(count >= 0 && count <= double(kMostElements))) throw call.wrong("the range cannot be made");
  call.session().spend(size_t(count) / 8);
  Tensor values(type, {int64_t(count)});
  with_type(type, [&]<class T>() {
    if constexpr (std::is_arithmetic_v<T>)
      for (int64_t i = 0; i < int64_t(count); ++i) values.mutable_data<T>()[i] = T(from + double(i) * by);
  });
  call.give_tensor(call.constant("values", std::move(values)));
}

// start, end, steps, dtype ...: symmetric from both ends, as PyTorch computes it.
void linspace(Call& call) {
  const double from = call.number(0), to = call.number(1);
  const int64_t steps = call.integer(2, 100);
  check_size(call, {steps});
  std::vector<float> values(static_cast<size_t>(steps), float(from));
  const double step = steps > 1 ? (to - from) / double(steps - 1) : 0;
  for (int64_t i = 0; i < steps; ++i)
    values[size_t(i)] = float(i < steps / 2 ? from + step * double(i) : to - step * double(steps - 1 - i));
  if (steps == 1) values[0] = float(from);
  call.give_tensor(
      call.cast(call.constant("values", Tensor::from(values)), wanted_type(call, 3, DataType::Float)));
}
void logspace(Call& call) {
  const double from = call.number(0), to = call.number(1), base = call.number(3, 10);
  const int64_t steps = call.integer(2, 100);
  check_size(call, {steps});
  std::vector<float> values(size_t(steps), 0);
  for (int64_t i = 0; i < steps; ++i)
    values[size_t(i)] =
        float(std::pow(base, steps > 1 ? from + (to - from) / double(steps - 1) * double(i) : from));
  call.give_tensor(call.constant("values", Tensor::from(values)));
}

// n, m: ones where the indices are equal.
void eye(Call& call) {
  const int64_t rows = call.integer(0), columns = call.count() > 1 && call.arg(1).is<int64_t>() &&
                                                          (call.count() == 2 || call.count() == 6)
                                                      ? call.integer(1)
                                                      : rows;
  check_size(call, {rows, columns});
  std::vector<float> values(size_t(rows * columns), 0);
  for (int64_t i = 0; i < std::min(rows, columns); ++i) values[size_t(i * columns + i)] = 1;
  const std::string matrix = call.constant("matrix", Tensor::from(values, {rows, columns}));
  call.give_tensor(call.cast(matrix, type_of_dtype(call.keyword("dtype"), DataType::Float)));
}

void collect_numbers(Call& call, const Value& value, size_t depth, Shape& shape,
                     std::vector<Value>& numbers) {
  const List* list = value.ref<List>();
  call.session().spend(list ? list->items.size() : 1);
  if (!list || depth > 10) {
    numbers.push_back(value);
    return;
  }
  if (shape.size() == depth) shape.push_back(int64_t(list->items.size()));
  for (const Value& item : list->items) collect_numbers(call, item, depth + 1, shape, numbers);
}

// A number or nested lists of numbers. Tensors among them are stacked.
void tensor(Call& call) {
  if (call.is_tensor(0)) return call.give_call("aten::to", {call.arg(0)}, {{"dtype", call.keyword("dtype")}});
  Shape shape;
  std::vector<Value> numbers;
  collect_numbers(call, call.arg(0), 0, shape, numbers);
  const DataType type =
      type_of_dtype(call.keyword("dtype"), numbers.empty() ? DataType::Float : promoted(call, numbers));
  bool known = int64_t(numbers.size()) == element_count(shape);
  for (const Value& n : numbers) known = known && n.is_number();
  if (!known) {
    std::vector<std::string> items;
    for (const Value& n : numbers) items.push_back(call.reshape("item", operand(call, n, type), {1}));
    return call.make("Reshape", {call.add("items", "Concat", items, {{"axis", int64_t(0)}}),
                                 call.ints_constant("shape", shape)});
  }
  Tensor values(type, shape);
  for (size_t i = 0; i < numbers.size(); ++i) {
    const auto* integer = numbers[i].get<int64_t>();
    const Tensor one = integer && type == DataType::Int64 ? Tensor::scalar(*integer)
                                                          : scalar_of(call.to_number(numbers[i]), type);
    std::memcpy(const_cast<std::byte*>(values.blob.data()) + i * size_of(type), one.blob.data(),
                size_of(type));
  }
  call.give_tensor(call.constant("values", std::move(values)));
}

QUERN_TRANSLATOR(Call, "aten::zeros", zeros);
QUERN_TRANSLATOR(Call, "aten::empty", zeros);
QUERN_TRANSLATOR(Call, "aten::ones", ones);
QUERN_TRANSLATOR(Call, "aten::full", full);
QUERN_TRANSLATOR(Call, "aten::zeros_like", zeros_like);
QUERN_TRANSLATOR(Call, "aten::empty_like", zeros_like);
QUERN_TRANSLATOR(Call, "aten::ones_like", ones_like);
QUERN_TRANSLATOR(Call, "aten::full_like", full_like);
QUERN_TRANSLATOR(Call, "aten::new_zeros", new_zeros);
QUERN_TRANSLATOR(Call, "aten::new_empty", new_zeros);
QUERN_TRANSLATOR(Call, "aten::new_ones", new_ones);
QUERN_TRANSLATOR(Call, "aten::new_full", new_full);
QUERN_TRANSLATOR(Call, "aten::fill", fill);
QUERN_TRANSLATOR(Call, "aten::zero", zero);
QUERN_TRANSLATOR(Call, "aten::arange", arange);
QUERN_TRANSLATOR(Call, "aten::linspace", linspace);
QUERN_TRANSLATOR(Call, "aten::logspace", logspace);
QUERN_TRANSLATOR(Call, "aten::eye", eye);
QUERN_TRANSLATOR(Call, "aten::tensor", tensor);
QUERN_TRANSLATOR(Call, "aten::as_tensor", tensor);

}  // namespace
}  // namespace quern::frontend::pytorch
