// Softmax and its logarithm.
#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

// Whatever its dtype argument says: all floats are float32.
std::string source(Call& call) { return call.cast(call.tensor(0), DataType::Float); }

// The old default for the axis: 0 for ranks 0, 1 and 3, else 1.
int64_t axis_of(Call& call, size_t rank) {
  if (call.has(1)) return call.axis(1, rank);
  return rank == 0 || rank == 1 || rank == 3 ? 0 : 1;
}

void softmax(Call& call) {
  const std::string x = source(call);
  call.make("Softmax", {x}, {{"axis", axis_of(call, call.rank(x))}});
}
void log_softmax(Call& call) {
  const std::string x = source(call);
  call.make("LogSoftmax", {x}, {{"axis", axis_of(call, call.rank(x))}});
}
void softmin(Call& call) {
  const std::string x = source(call);
  call.make("Softmax", {call.add("negative", "Neg", {x})}, {{"axis", axis_of(call, call.rank(x))}});
}

QUERN_TRANSLATOR(Call, "aten::softmax", softmax);
QUERN_TRANSLATOR(Call, "aten::_softmax", softmax);
QUERN_TRANSLATOR(Call, "aten::special_softmax", softmax);
QUERN_TRANSLATOR(Call, "aten::log_softmax", log_softmax);
QUERN_TRANSLATOR(Call, "aten::_log_softmax", log_softmax);
QUERN_TRANSLATOR(Call, "aten::special_log_softmax", log_softmax);
QUERN_TRANSLATOR(Call, "aten::softmin", softmin);

}  // namespace
}  // namespace quern::frontend::pytorch
