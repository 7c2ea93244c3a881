// Cast: the elements in the type that the attribute "to" names.
#include "support/cast.hpp"

#include "support/infer.hpp"

namespace quern::ops {
namespace {

void infer_cast(InferContext& c) {
  const auto to = c.node().require<int64_t>("to");
  const auto type = DataType(int32_t(to));
  if (to != int32_t(to) || (type != DataType::String && !contains(PlainTypes{}, type)))
    throw UnsupportedError("cast to element type number " + std::to_string(to) + " is not supported");
  c.output_unknown(0, type);
  set_output(c, 0, type, c.shape(0));
}

void compute_cast(ComputeContext& c) { cast_into(c.input(0), make_output(c, infer_cast)); }

}  // namespace

QUERN_OPERATOR("", "Cast", infer_cast, compute_cast);

}  // namespace quern::ops
