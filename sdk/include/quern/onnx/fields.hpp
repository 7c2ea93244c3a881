// Field numbers of onnx.proto, from the public schema (onnx/onnx.proto, IR version 10).
#pragma once

#include <quern/onnx/wire.hpp>

namespace quern::onnx_field {

using Tag = protozero::pbf_tag_type;

namespace model {
inline constexpr Tag ir_version = 1, producer_name = 2, producer_version = 3, graph = 7, opset_import = 8,
                     metadata_props = 14, functions = 25;
}
namespace opset {
inline constexpr Tag domain = 1, version = 2;
}
namespace entry {
inline constexpr Tag key = 1, value = 2;
}
namespace graph {
inline constexpr Tag node = 1, name = 2, initializer = 5, input = 11, output = 12, value_info = 13,
                     sparse_initializer = 15;
}
namespace node {
inline constexpr Tag input = 1, output = 2, name = 3, op_type = 4, attribute = 5, domain = 7,
                     metadata_props = 9;
}
namespace attribute {
inline constexpr Tag name = 1, f = 2, i = 3, s = 4, t = 5, g = 6, floats = 7, ints = 8, strings = 9,
                     tensors = 10, graphs = 11, type = 20, ref_attr_name = 21, sparse_tensor = 22;
enum Type {
  Float = 1,
  Int = 2,
  String = 3,
  Tensor = 4,
  Graph = 5,
  Floats = 6,
  Ints = 7,
  Strings = 8,
  Tensors = 9,
  SparseTensor = 11
};
}  // namespace attribute
namespace tensor {
inline constexpr Tag dims = 1, data_type = 2, float_data = 4, int32_data = 5, string_data = 6, int64_data = 7,
                     name = 8, raw_data = 9, double_data = 10, uint64_data = 11, external_data = 13,
                     data_location = 14;
}
namespace sparse_tensor {
inline constexpr Tag values = 1, indices = 2, dims = 3;
}
namespace value_info {
inline constexpr Tag name = 1, type = 2, metadata_props = 4;
}
namespace type {
inline constexpr Tag tensor_type = 1;
}
namespace tensor_type {
inline constexpr Tag elem_type = 1, shape = 2;
}
namespace shape {
inline constexpr Tag dim = 1;
}
namespace dim {
inline constexpr Tag value = 1, param = 2;
}
namespace function {
inline constexpr Tag name = 1, input = 4, output = 5, attribute = 6, node = 7, opset_import = 9, domain = 10,
                     attribute_proto = 11;
}

}  // namespace quern::onnx_field
