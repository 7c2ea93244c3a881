// Paddle programs made piece by piece, and written as their files are.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include <quern/graph/tensor.hpp>
#include <quern/onnx/wire.hpp>

#include "reader/fields.hpp"

namespace quern::frontend::paddle::test {

struct BlockNumber {
  int value;
};
struct VariableList {
  std::vector<std::string> names;
};
// Each alternative is written as another attribute type of the schema.
using AttributeValue = std::variant<bool, int, int64_t, float, double, std::string, std::vector<int>,
                                    std::vector<int64_t>, std::vector<float>, std::vector<double>,
                                    std::vector<std::string>, std::vector<bool>, BlockNumber, VariableList>;
using Attributes = std::vector<std::pair<std::string, AttributeValue>>;
using Slots = std::vector<std::pair<std::string, std::vector<std::string>>>;

// Writes the fields of one attribute behind its name.
struct AttributeWriter {
  protozero::pbf_writer& message;

  void kind(field::attribute::Type t) const { message.add_enum(field::attribute::type, t); }

  void operator()(bool v) const {
    kind(field::attribute::Boolean);
    message.add_bool(field::attribute::b, v);
  }
  void operator()(int v) const {
    kind(field::attribute::Int);
    message.add_int32(field::attribute::i, v);
  }
  void operator()(int64_t v) const {
    kind(field::attribute::Long);
    message.add_int64(field::attribute::l, v);
  }
  void operator()(float v) const {
    kind(field::attribute::Float);
    message.add_float(field::attribute::f, v);
  }
  void operator()(double v) const {
    kind(field::attribute::Float64);
    message.add_double(field::attribute::float64, v);
  }
  void operator()(const std::string& v) const {
    kind(field::attribute::String);
    message.add_string(field::attribute::s, v);
  }
  void operator()(const std::vector<int>& v) const {
    kind(field::attribute::Ints);
    for (const int i : v) message.add_int32(field::attribute::ints, i);
  }
  void operator()(const std::vector<int64_t>& v) const {
    kind(field::attribute::Longs);
    message.add_packed_int64(field::attribute::longs, v.begin(), v.end());
  }
  void operator()(const std::vector<float>& v) const {
    kind(field::attribute::Floats);
    for (const float f : v) message.add_float(field::attribute::floats, f);
  }
  void operator()(const std::vector<double>& v) const {
    kind(field::attribute::Float64s);
    message.add_packed_double(field::attribute::float64s, v.begin(), v.end());
  }
  void operator()(const std::vector<std::string>& v) const {
    kind(field::attribute::Strings);
    for (const std::string& s : v) message.add_string(field::attribute::strings, s);
  }
  void operator()(const std::vector<bool>& v) const {
    kind(field::attribute::Booleans);
    for (const bool b : v) message.add_bool(field::attribute::bools, b);
  }
  void operator()(BlockNumber v) const {
    kind(field::attribute::Block);
    message.add_int32(field::attribute::block_idx, v.value);
  }
  void operator()(const VariableList& v) const {
    kind(field::attribute::Vars);
    for (const std::string& s : v.names) message.add_string(field::attribute::vars_name, s);
  }
};

// The number of VarType.Type.
inline int type_number(DataType type) {
  switch (type) {
    case DataType::Bool:
      return 0;
    case DataType::Int16:
      return 1;
    case DataType::Int32:
      return 2;
    case DataType::Int64:
      return 3;
    case DataType::Float16:
      return 4;
    case DataType::Double:
      return 6;
    case DataType::Uint8:
      return 20;
    case DataType::Int8:
      return 21;
    default:
      return 5;
  }
}

inline void write_tensor_desc(protozero::pbf_writer message, DataType type, const Shape& dims) {
  message.add_enum(field::tensor_desc::data_type, type_number(type));
  for (const int64_t d : dims) message.add_int64(field::tensor_desc::dims, d);
}

// A tensor as save_vars writes it.
inline std::string lod_tensor_bytes(const Tensor& tensor, const std::vector<std::string>& levels = {}) {
  std::string bytes;
  const auto append = [&](auto value) { bytes.append(reinterpret_cast<const char*>(&value), sizeof(value)); };
  append(uint32_t(0));
  append(uint64_t(levels.size()));
  for (const std::string& level : levels) {
    append(uint64_t(level.size()));
    bytes += level;
  }
  append(uint32_t(0));
  std::string desc;
  write_tensor_desc(protozero::pbf_writer(desc), tensor.type, tensor.dims);
  append(int32_t(desc.size()));
  bytes += desc;
  bytes.append(reinterpret_cast<const char*>(tensor.blob.data()), tensor.byte_size());
  return bytes;
}

class ProgramBuilder {
 public:
  ProgramBuilder() : blocks_(1) {}

  // Variables. A negative dimension is open.
  ProgramBuilder& declare(const std::string& name, Shape dims, DataType type = DataType::Float) {
    variables_[name] = {type, std::move(dims), false};
    return *this;
  }
  ProgramBuilder& input(const std::string& name, Shape dims, DataType type = DataType::Float) {
    declare(name, std::move(dims), type);
    return op("feed", {{"X", {"feed"}}}, {{"Out", {name}}}, {{"col", feeds_++}});
  }
  ProgramBuilder& output(const std::string& name) {
    fetches_.push_back(name);
    return *this;
  }
  ProgramBuilder& parameter(const std::string& name, Tensor value) {
    variables_[name] = {value.type, value.dims, true};
    parameters_[name] = std::move(value);
    return *this;
  }

  ProgramBuilder& op(const std::string& type, Slots inputs, Slots outputs, Attributes attributes = {}) {
    blocks_[current_].push_back({type, std::move(inputs), std::move(outputs), std::move(attributes)});
    return *this;
  }
  // Operators go to a new block from here on; 0 is the main block.
  ProgramBuilder& block(size_t number) {
    if (blocks_.size() <= number) blocks_.resize(number + 1);
    current_ = number;
    return *this;
  }

  [[nodiscard]] std::string program() const {
    std::string bytes;
    protozero::pbf_writer program(bytes);
    for (size_t i = 0; i < blocks_.size(); ++i) {
      protozero::pbf_writer block(program, field::program::blocks);
      block.add_int32(field::block::idx, int32_t(i));
      block.add_int32(field::block::parent_idx, int32_t(i) - 1);
      if (i == 0) write_variables(block);
      for (const OpText& text : blocks_[i]) write_op(block, text);
      for (size_t k = 0; i == 0 && k < fetches_.size(); ++k)
        write_op(block, {"fetch", {{"X", {fetches_[k]}}}, {{"Out", {"fetch"}}}, {{"col", int(k)}}});
    }
    protozero::pbf_writer version(program, field::program::version);
    version.add_int64(1, 2004000);
    return bytes;
  }
  // All parameters in one file, in the order of their names.
  [[nodiscard]] std::string combined() const {
    std::string bytes;
    for (const auto& [name, value] : parameters_) bytes += lod_tensor_bytes(value);
    return bytes;
  }
  [[nodiscard]] const std::map<std::string, Tensor>& parameters() const { return parameters_; }

 private:
  struct OpText {
    std::string type;
    Slots inputs, outputs;
    Attributes attributes;
  };
  struct VariableText {
    DataType type;
    Shape dims;
    bool persistable;
  };

  static void write_slots(protozero::pbf_writer& op, protozero::pbf_tag_type tag, const Slots& slots) {
    for (const auto& [name, variables] : slots) {
      protozero::pbf_writer slot(op, tag);
      slot.add_string(field::slot::parameter, name);
      for (const std::string& v : variables) slot.add_string(field::slot::arguments, v);
    }
  }

  static void write_attribute(protozero::pbf_writer message, const std::string& name,
                              const AttributeValue& value) {
    message.add_string(field::attribute::name, name);
    std::visit(AttributeWriter{message}, value);
  }

  static void write_op(protozero::pbf_writer& block, const OpText& text) {
    protozero::pbf_writer op(block, field::block::ops);
    write_slots(op, field::op::inputs, text.inputs);
    write_slots(op, field::op::outputs, text.outputs);
    op.add_string(field::op::type, text.type);
    for (const auto& [name, value] : text.attributes)
      write_attribute(protozero::pbf_writer(op, field::op::attrs), name, value);
  }

  void write_variables(protozero::pbf_writer& block) const {
    const auto machinery = [&](const char* name, int kind) {
      protozero::pbf_writer variable(block, field::block::vars);
      variable.add_string(field::var::name, name);
      {
        protozero::pbf_writer type(variable, field::var::type);
        type.add_enum(field::var_type::type, kind);
      }
      variable.add_bool(field::var::persistable, true);
    };
    machinery("feed", field::var_type::FeedMinibatch);
    machinery("fetch", field::var_type::FetchList);
    for (const auto& [name, text] : variables_) {
      protozero::pbf_writer variable(block, field::block::vars);
      variable.add_string(field::var::name, name);
      {
        protozero::pbf_writer type(variable, field::var::type);
        type.add_enum(field::var_type::type, field::var_type::LodTensor);
        protozero::pbf_writer lod(type, field::var_type::lod_tensor);
        write_tensor_desc(protozero::pbf_writer(lod, field::lod_tensor::tensor), text.type, text.dims);
      }
      variable.add_bool(field::var::persistable, text.persistable);
    }
  }

  std::vector<std::vector<OpText>> blocks_;
  size_t current_ = 0;
  int feeds_ = 0;
  std::vector<std::string> fetches_;
  std::map<std::string, VariableText> variables_;
  std::map<std::string, Tensor> parameters_;
};

}  // namespace quern::frontend::paddle::test
