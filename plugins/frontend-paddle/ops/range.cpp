// range, linspace, tril_triu: tensors that follow from a few numbers.
#include "ops/fill.hpp"

namespace quern::frontend::paddle {
namespace {

// Start, Start + Step ... before End.
void translate_range(Context& layer) {
  const auto scalar = [&](const char* slot) { return layer.reshape(slot, layer.input(slot), {}); };
  layer.make("Range", {scalar("Start"), scalar("End"), scalar("Step")});
}

// Num values from Start to Stop, both included.
void translate_linspace(Context& layer) {
  const float start = layer.number_of("start", "Start", 0), stop = layer.number_of("stop", "Stop", 0);
  const int64_t count = layer.integer_of("num", "Num", 0);
  if (count < 1) throw InputError("linspace of " + std::to_string(count) + " values");
  const DataType type = attribute_type(layer, "dtype", DataType::Float);
  Tensor values = filled(type, {count}, 0);
  const double step = count == 1 ? 0 : (double(stop) - double(start)) / double(count - 1);
  with_type(type, [&]<class T>() {
    if constexpr (std::is_arithmetic_v<T>)
      for (int64_t i = 0; i < count; ++i)
        values.mutable_data<T>()[i] =
            T(i < count / 2 ? double(start) + step * double(i) : double(stop) - step * double(count - 1 - i));
  });
  layer.finish_constant(layer.output(), std::move(values));
}

void translate_tril_triu(Context& layer) {
  const std::string k = layer.emit().constant("diagonal", Tensor::scalar(layer.integer("diagonal", 0)));
  layer.make("Trilu", {layer.input("X"), k}, {{"upper", int64_t(!layer.flag("lower", true))}});
}

QUERN_PADDLE_OP("range", translate_range);
QUERN_PADDLE_OP("arange", translate_range);
QUERN_PADDLE_OP("linspace", translate_linspace);
QUERN_PADDLE_OP("tril_triu", translate_tril_triu);

}  // namespace
}  // namespace quern::frontend::paddle
