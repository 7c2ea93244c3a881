// Field numbers of TensorFlow's schemas (tensorflow/core/framework/*.proto,
// tensorflow/core/protobuf/*.proto).
#pragma once

#include <quern/onnx/wire.hpp>

namespace quern::frontend::tensorflow::field {

using Tag = protozero::pbf_tag_type;

namespace graph_def {
inline constexpr Tag node = 1, library = 2, version = 3, versions = 4, debug_info = 5;
}
namespace node_def {
inline constexpr Tag name = 1, op = 2, input = 3, device = 4, attr = 5, debug_info = 6, full_type = 7;
}
namespace entry {  // of every map
inline constexpr Tag key = 1, value = 2;
}
namespace attr_value {
inline constexpr Tag list = 1, s = 2, i = 3, f = 4, b = 5, type = 6, shape = 7, tensor = 8, placeholder = 9,
                     func = 10;
}
namespace list_value {
inline constexpr Tag s = 2, i = 3, f = 4, b = 5, type = 6, shape = 7, func = 9;
}
namespace name_attr_list {
inline constexpr Tag name = 1;
}
namespace shape {
inline constexpr Tag dim = 2, unknown_rank = 3;
}
namespace dim {
inline constexpr Tag size = 1;
}
namespace tensor {
inline constexpr Tag dtype = 1, shape = 2, content = 4, float_val = 5, double_val = 6, int_val = 7,
                     string_val = 8, int64_val = 10, bool_val = 11, half_val = 13, uint32_val = 16,
                     uint64_val = 17;
}
namespace library {
inline constexpr Tag function = 1;
}
namespace function_def {
inline constexpr Tag signature = 1, node_def = 3, ret = 4;
}
namespace op_def {
inline constexpr Tag name = 1, input_arg = 2, output_arg = 3;
}
namespace arg_def {
inline constexpr Tag name = 1;
}
namespace saved_model {
inline constexpr Tag schema_version = 1, meta_graphs = 2;
}
namespace meta_graph {
inline constexpr Tag info = 1, graph_def = 2, signature_def = 5;
}
namespace meta_info {
inline constexpr Tag tags = 4;
}
namespace signature_def {
inline constexpr Tag inputs = 1, outputs = 2;
}
namespace tensor_info {
inline constexpr Tag name = 1;
}
namespace bundle_header {
inline constexpr Tag num_shards = 1, endianness = 2;
}
namespace bundle_entry {
inline constexpr Tag dtype = 1, shape = 2, shard_id = 3, offset = 4, size = 5, slices = 7;
}
namespace object_graph {
inline constexpr Tag nodes = 1;
}
namespace object {
inline constexpr Tag attributes = 2;
}
namespace object_tensor {
inline constexpr Tag full_name = 2, checkpoint_key = 3;
}

}  // namespace quern::frontend::tensorflow::field
