#include "reader/tensor_desc.hpp"

#include "reader/wire_lists.hpp"

namespace quern::frontend::paddle {

DataType element_type(int64_t type) {
  switch (type) {
    case 0:
      return DataType::Bool;
    case 1:
      return DataType::Int16;
    case 2:
      return DataType::Int32;
    case 3:
    case 19:  // size_t
      return DataType::Int64;
    case 4:
      return DataType::Float16;
    case 5:
      return DataType::Float;
    case 6:
      return DataType::Double;
    case 20:
      return DataType::Uint8;
    case 21:
      return DataType::Int8;
    case 22:
      return DataType::BFloat16;
    default:
      return DataType::Undefined;
  }
}

TensorDesc read_tensor_desc(protozero::pbf_reader message) {
  TensorDesc desc;
  while (message.next()) {
    if (message.tag() == field::tensor_desc::data_type)
      desc.type = element_type(message.get_enum());
    else if (message.tag() == field::tensor_desc::dims)
      append_varints(message, desc.dims);
    else
      message.skip();
  }
  for (int64_t& d : desc.dims)
    if (d < 0) d = kUnknownDim;
  return desc;
}

}  // namespace quern::frontend::paddle
