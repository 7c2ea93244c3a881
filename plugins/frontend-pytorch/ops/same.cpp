// Operators that give their tensor back as it is, or a copy of it, perhaps with another element type.
#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

void same(Call& call) { call.give_argument(0); }
void copy(Call& call) {
  call.make("Identity", {call.tensor(0)});
  call.result().ref<TensorValue>()->quantised = call.tensor_value(0).quantised;
}

// Rows already in order are given back as they are.
void contiguous(Call& call) { call.tensor_value(0).contiguous ? same(call) : copy(call); }

// In use nothing is dropped.
void dropout(Call& call) {
  if (call.flag(2, false) && call.number(1, 0.5) > 0)
    call.session().warn_once("the model was saved in training mode; its dropouts are left out",
                             "Call model.eval() before exporting.");
  same(call);
}

void cast_to(Call& call, DataType type) {
  const std::string x = call.tensor(0);
  if (call.type(x) == type) return same(call);
  call.make("Cast", {x}, {{"to", int64_t(type)}});
}

// to(dtype, ...), to(device, dtype, ...), to(other), with keywords or without: the first integer that can be
// a dtype is it; booleans are the flags behind it.
void to(Call& call) {
  if (call.arg(1).ref<TensorValue>()) return cast_to(call, call.type(call.tensor(1)));
  Value dtype = call.keyword("dtype");
  for (size_t i = 1; i < 3 && dtype.is_none(); ++i)
    if (call.arg(i).is<int64_t>()) dtype = call.arg(i);
  cast_to(call, type_of_dtype(dtype, call.type(call.tensor(0))));
}
void type_as(Call& call) { cast_to(call, call.type(call.tensor(1))); }
void to_float(Call& call) { cast_to(call, DataType::Float); }
void to_int(Call& call) { cast_to(call, DataType::Int32); }
void to_long(Call& call) { cast_to(call, DataType::Int64); }
void to_bool(Call& call) { cast_to(call, DataType::Bool); }
void to_byte(Call& call) { cast_to(call, DataType::Uint8); }

// copy_(self, source): what self holds afterwards.
void copied(Call& call) {
  const std::string self = call.tensor(0);
  const std::string source = call.cast(call.tensor(1), call.type(self));
  call.make("Expand", {source, call.ints_constant("shape", call.shape(self))});
}

QUERN_TRANSLATOR(Call, "aten::detach", same);
QUERN_TRANSLATOR(Call, "aten::alias", same);
QUERN_TRANSLATOR(Call, "aten::requires_grad_", same);
QUERN_TRANSLATOR(Call, "aten::detach_", same);
QUERN_TRANSLATOR(Call, "aten::cpu", same);
QUERN_TRANSLATOR(Call, "aten::cuda", same);
QUERN_TRANSLATOR(Call, "prim::data", same);
QUERN_TRANSLATOR(Call, "aten::data", same);
QUERN_TRANSLATOR(Call, "aten::lift", same);
QUERN_TRANSLATOR(Call, "aten::lift_fresh", same);
QUERN_TRANSLATOR(Call, "aten::resolve_conj", same);
QUERN_TRANSLATOR(Call, "aten::resolve_neg", same);
QUERN_TRANSLATOR(Call, "aten::to_dense", same);
QUERN_TRANSLATOR(Call, "aten::to_mkldnn", same);
QUERN_TRANSLATOR(Call, "aten::_autocast_to_full_precision", same);
QUERN_TRANSLATOR(Call, "aten::_autocast_to_reduced_precision", same);
QUERN_TRANSLATOR(Call, "aten::contiguous", contiguous);
QUERN_TRANSLATOR(Call, "aten::clone", copy);
QUERN_TRANSLATOR(Call, "aten::dropout", dropout);
QUERN_TRANSLATOR(Call, "aten::feature_dropout", dropout);
QUERN_TRANSLATOR(Call, "aten::alpha_dropout", dropout);
QUERN_TRANSLATOR(Call, "aten::feature_alpha_dropout", dropout);
QUERN_TRANSLATOR(Call, "aten::dropout2d", dropout);
QUERN_TRANSLATOR(Call, "aten::to", to);
QUERN_TRANSLATOR(Call, "aten::_to_copy", to);
QUERN_TRANSLATOR(Call, "aten::type_as", type_as);
QUERN_TRANSLATOR(Call, "aten::float", to_float);
QUERN_TRANSLATOR(Call, "aten::double", to_float);
QUERN_TRANSLATOR(Call, "aten::half", to_float);
QUERN_TRANSLATOR(Call, "aten::int", to_int);
QUERN_TRANSLATOR(Call, "aten::long", to_long);
QUERN_TRANSLATOR(Call, "aten::bool", to_bool);
QUERN_TRANSLATOR(Call, "aten::byte", to_byte);
QUERN_TRANSLATOR(Call, "aten::copy", copied);

}  // namespace
}  // namespace quern::frontend::pytorch
