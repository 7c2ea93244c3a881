#include "reader/attribute.hpp"

#include "reader/fields.hpp"
#include "reader/wire_lists.hpp"

namespace quern::frontend::paddle {
namespace {

// The fields of the message, before its type says which of them counts.
struct Fields {
  std::string name, text;
  int64_t type = -1, integer = 0;
  double number = 0;
  std::vector<int64_t> integers;
  std::vector<double> numbers;
  std::vector<std::string> texts;
  VariableNames variables;
};

double read_scalar(protozero::pbf_reader message) {
  double value = 0;
  while (message.next()) {
    if (message.tag() == field::scalar::b)
      value = message.get_bool() ? 1 : 0;
    else if (message.tag() == field::scalar::i)
      value = double(message.get_int64());
    else if (message.tag() == field::scalar::r)
      value = message.get_double();
    else
      message.skip();
  }
  return value;
}

void read_field(protozero::pbf_reader& message, Fields& f) {
  namespace tag = field::attribute;
  switch (message.tag()) {
    case tag::name:
      f.name = message.get_string();
      break;
    case tag::type:
      f.type = message.get_enum();
      break;
    case tag::i:
    case tag::block_idx:
    case tag::l:
      f.integer = message.get_int64();
      break;
    case tag::b:
      f.integer = message.get_bool() ? 1 : 0;
      break;
    case tag::f:
      f.number = double(message.get_float());
      break;
    case tag::float64:
      f.number = message.get_double();
      break;
    case tag::s:
      f.text = message.get_string();
      break;
    case tag::ints:
    case tag::bools:
    case tag::blocks_idx:
    case tag::longs:
      append_varints(message, f.integers);
      break;
    case tag::floats:
      append_floats(message, f.numbers);
      break;
    case tag::float64s:
      append_doubles(message, f.numbers);
      break;
    case tag::strings:
      f.texts.push_back(message.get_string());
      break;
    case tag::var_name:
    case tag::vars_name:
      f.variables.names.push_back(message.get_string());
      break;
    case tag::scalar:
      f.number = read_scalar(message.get_message());
      break;
    case tag::scalars:
      f.numbers.push_back(read_scalar(message.get_message()));
      break;
    default:
      message.skip();
  }
}

OpAttribute value_of(Fields&& f) {
  namespace tag = field::attribute;
  switch (f.type) {
    case tag::Int:
    case tag::Boolean:
    case tag::Block:
    case tag::Long:
      return f.integer;
    case tag::Float:
    case tag::Float64:
    case tag::Scalar:
      return f.number;
    case tag::String:
      return std::move(f.text);
    case tag::Ints:
    case tag::Booleans:
    case tag::Blocks:
    case tag::Longs:
      return std::move(f.integers);
    case tag::Floats:
    case tag::Float64s:
    case tag::Scalars:
      return std::move(f.numbers);
    case tag::Strings:
      return std::move(f.texts);
    case tag::Var:
    case tag::Vars:
      return std::move(f.variables);
    default:
      throw InputError("attribute \"" + f.name + "\" has type " + std::to_string(f.type) +
                       ", which Paddle does not know");
  }
}

}  // namespace

std::pair<std::string, OpAttribute> read_attribute(protozero::pbf_reader message) {
  Fields fields;
  while (message.next()) read_field(message, fields);
  std::string name = fields.name;
  return {std::move(name), value_of(std::move(fields))};
}

}  // namespace quern::frontend::paddle
