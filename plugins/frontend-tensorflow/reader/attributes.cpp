#include "reader/attributes.hpp"

namespace quern::frontend::tensorflow {
namespace {

using protozero::data_view;
using protozero::pbf_reader;
using protozero::pbf_wire_type;

constexpr size_t kHighestRank = 32;

// The elements of an integer list that may be packed or not.
template <class Store>
void read_ints(pbf_reader& message, Store&& store) {
  if (message.wire_type() == pbf_wire_type::length_delimited)
    for (const int64_t value : message.get_packed_int64()) store(value);
  else
    store(message.get_int64());
}

std::string function_name(data_view bytes) {
  pbf_reader message(bytes);
  std::string name;
  while (message.next(field::name_attr_list::name)) name = message.get_string();
  return name;
}

AttributeList read_list(data_view bytes) {
  namespace f = field::list_value;
  AttributeList list;
  pbf_reader message(bytes);
  while (message.next()) switch (message.tag()) {
      case f::s:
        list.strings.push_back(message.get_string());
        break;
      case f::i:
        read_ints(message, [&](int64_t v) { list.ints.push_back(v); });
        break;
      case f::f:
        if (message.wire_type() == pbf_wire_type::length_delimited)
          for (const float v : message.get_packed_float()) list.floats.push_back(v);
        else
          list.floats.push_back(message.get_float());
        break;
      case f::b:
        read_ints(message, [&](int64_t v) { list.bools.push_back(v != 0); });
        break;
      case f::type:
        read_ints(message, [&](int64_t v) { list.types.push_back(dereferenced(v)); });
        break;
      case f::shape:
        list.shapes.push_back(read_shape(message.get_view()));
        break;
      case f::func:
        list.functions.push_back(function_name(message.get_view()));
        break;
      default:
        message.skip();
    }
  return list;
}

}  // namespace

PartialShape read_shape(data_view bytes) {
  Shape dims;
  bool unknown = false;
  pbf_reader message(bytes);
  while (message.next()) {
    if (message.tag() == field::shape::dim) {
      int64_t size = 0;
      pbf_reader dim = message.get_message();
      while (dim.next(field::dim::size)) size = dim.get_int64();
      if (dims.size() == kHighestRank) throw InputError("a tensor has more than 32 dimensions");
      dims.push_back(size < 0 ? kUnknownDim : size);
    } else if (message.tag() == field::shape::unknown_rank) {
      unknown = message.get_bool();
    } else {
      message.skip();
    }
  }
  if (unknown) return std::nullopt;
  return dims;
}

Constant read_tensor(data_view bytes, const std::shared_ptr<const void>& owner) {
  Constant constant;
  constant.form = Constant::Form::Message;
  constant.bytes = blob_of(bytes, owner);
  pbf_reader message(bytes);
  while (message.next()) {
    if (message.tag() == field::tensor::dtype)
      constant.type = dereferenced(message.get_int64());
    else if (message.tag() == field::tensor::shape)
      constant.dims = read_shape(message.get_view()).value_or(Shape());
    else
      message.skip();
  }
  element_count(constant.dims);  // throws where the shape is open or absurd
  return constant;
}

Attribute read_attribute(data_view bytes, const std::shared_ptr<const void>& owner) {
  namespace f = field::attr_value;
  Attribute result;
  pbf_reader message(bytes);
  while (message.next()) switch (message.tag()) {
      case f::list:
        result = read_list(message.get_view());
        break;
      case f::s:
        result = message.get_string();
        break;
      case f::i:
        result = message.get_int64();
        break;
      case f::f:
        result = message.get_float();
        break;
      case f::b:
        result = message.get_bool();
        break;
      case f::type:
        result = dereferenced(message.get_int64());
        break;
      case f::shape:
        result.emplace<PartialShape>(read_shape(message.get_view()));
        break;
      case f::tensor:
        result = read_tensor(message.get_view(), owner);
        break;
      case f::func:
        result = FunctionName{function_name(message.get_view())};
        break;
      default:  // "placeholder" stands in templates of functions only
        message.skip();
    }
  return result;
}

}  // namespace quern::frontend::tensorflow
