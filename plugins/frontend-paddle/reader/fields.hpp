// Field numbers and enumerations of Paddle's public schema, framework.proto (fluid 1.0 to Paddle 2.6).
#pragma once

#include <quern/onnx/wire.hpp>

namespace quern::frontend::paddle::field {

using Tag = protozero::pbf_tag_type;

namespace program {
inline constexpr Tag blocks = 1, reserved = 2, op_compatible_map = 3, version = 4, op_version_map = 5;
}
namespace block {
inline constexpr Tag idx = 1, parent_idx = 2, vars = 3, ops = 4, forward_block_idx = 5;
}
namespace op {
inline constexpr Tag inputs = 1, outputs = 2, type = 3, attrs = 4, is_target = 5;
}
namespace slot {
inline constexpr Tag parameter = 1, arguments = 2;
}
namespace attribute {
inline constexpr Tag name = 1, type = 2, i = 3, f = 4, s = 5, ints = 6, floats = 7, strings = 8, b = 10,
                     bools = 11, block_idx = 12, l = 13, blocks_idx = 14, longs = 15, float64s = 16,
                     var_name = 17, vars_name = 18, float64 = 19, scalar = 20, scalars = 21;
enum Type {
  Int = 0,
  Float = 1,
  String = 2,
  Ints = 3,
  Floats = 4,
  Strings = 5,
  Boolean = 6,
  Booleans = 7,
  Block = 8,
  Long = 9,
  Blocks = 10,
  Longs = 11,
  Float64s = 12,
  Var = 13,
  Vars = 14,
  Float64 = 15,
  Scalar = 16,
  Scalars = 17,
};
}  // namespace attribute
namespace scalar {
inline constexpr Tag type = 1, b = 2, i = 3, r = 4;
enum Type { Boolean = 1, Long = 2, Float64 = 3 };
}  // namespace scalar
namespace var {
inline constexpr Tag name = 1, type = 2, persistable = 3, need_check_feed = 4;
}
namespace var_type {
inline constexpr Tag type = 1, lod_tensor = 3, tensor_array = 4;
enum Kind { LodTensor = 7, FeedMinibatch = 9, FetchList = 10, LodTensorArray = 13 };
}  // namespace var_type
namespace lod_tensor {
inline constexpr Tag tensor = 1;
}
namespace tensor_desc {
inline constexpr Tag data_type = 1, dims = 2;
}

}  // namespace quern::frontend::paddle::field
