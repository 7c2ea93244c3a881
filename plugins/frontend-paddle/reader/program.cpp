#include "reader/program.hpp"

#include "reader/attribute.hpp"
#include "reader/fields.hpp"
#include "reader/tensor_desc.hpp"

namespace quern::frontend::paddle {
namespace {

using protozero::pbf_reader;
using protozero::pbf_wire_type;

constexpr const char* kNoVariable = "@EMPTY@";
constexpr const char* kCallStack = "op_callstack";  // most of a program's bytes, and of no use here

pbf_reader reader_of(const Blob& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Slot read_slot(pbf_reader message) {
  Slot slot;
  while (message.next()) {
    if (message.tag() == field::slot::parameter) {
      slot.name = message.get_string();
    } else if (message.tag() == field::slot::arguments) {
      std::string variable = message.get_string();
      slot.variables.push_back(variable == kNoVariable ? std::string() : std::move(variable));
    } else {
      message.skip();
    }
  }
  return slot;
}

Op read_op(pbf_reader message) {
  Op op;
  while (message.next()) {
    switch (message.tag()) {
      case field::op::type:
        op.type = message.get_string();
        break;
      case field::op::inputs:
        op.inputs.push_back(read_slot(message.get_message()));
        break;
      case field::op::outputs:
        op.outputs.push_back(read_slot(message.get_message()));
        break;
      case field::op::attrs: {
        std::pair<std::string, OpAttribute> attribute = read_attribute(message.get_message());
        if (attribute.first != kCallStack) op.attributes.insert(std::move(attribute));
        break;
      }
      default:
        message.skip();
    }
  }
  return op;
}

VariableKind kind_of(int64_t type) {
  switch (type) {
    case field::var_type::LodTensor:
      return VariableKind::Tensor;
    case field::var_type::LodTensorArray:
      return VariableKind::TensorArray;
    case field::var_type::FeedMinibatch:
      return VariableKind::Feed;
    case field::var_type::FetchList:
      return VariableKind::Fetch;
    default:
      return VariableKind::Other;
  }
}

void read_variable_type(pbf_reader message, Variable& variable) {
  while (message.next()) {
    if (message.tag() == field::var_type::type) {
      variable.kind = kind_of(message.get_enum());
    } else if (message.tag() == field::var_type::lod_tensor ||
               message.tag() == field::var_type::tensor_array) {
      pbf_reader lod = message.get_message();
      while (lod.next()) {
        if (lod.tag() != field::lod_tensor::tensor) {
          lod.skip();
          continue;
        }
        TensorDesc desc = read_tensor_desc(lod.get_message());
        variable.type = desc.type;
        variable.dims = std::move(desc.dims);
        variable.has_dims = true;
      }
    } else {
      message.skip();
    }
  }
}

Variable read_variable(pbf_reader message) {
  Variable variable;
  while (message.next()) {
    if (message.tag() == field::var::name)
      variable.name = message.get_string();
    else if (message.tag() == field::var::type)
      read_variable_type(message.get_message(), variable);
    else if (message.tag() == field::var::persistable)
      variable.is_persistable = message.get_bool();
    else if (message.tag() == field::var::need_check_feed)
      variable.is_feed = message.get_bool();
    else
      message.skip();
  }
  return variable;
}

Block read_block(pbf_reader message) {
  Block block;
  while (message.next()) {
    if (message.tag() == field::block::parent_idx) {
      block.parent = message.get_int64();
    } else if (message.tag() == field::block::vars) {
      Variable variable = read_variable(message.get_message());
      std::string name = variable.name;
      block.variables.insert_or_assign(std::move(name), std::move(variable));
    } else if (message.tag() == field::block::ops) {
      block.ops.push_back(read_op(message.get_message()));
    } else {
      message.skip();
    }
  }
  return block;
}

// BlockDesc: its index and its parent's are required and written first.
bool begins_like_block(protozero::data_view bytes) {
  pbf_reader block(bytes);
  return block.next(field::block::idx) && block.wire_type() == pbf_wire_type::varint;
}

}  // namespace

bool is_program(const Blob& bytes) {
  try {
    pbf_reader message = reader_of(bytes);
    bool has_block = false;
    while (message.next()) {
      if (message.tag() > field::program::op_version_map ||
          message.wire_type() != pbf_wire_type::length_delimited)
        return false;
      if (message.tag() == field::program::blocks) {
        if (!begins_like_block(message.get_view())) return false;
        has_block = true;
      } else {
        message.skip();
      }
    }
    return has_block;
  } catch (const protozero::exception&) {
    return false;
  }
}

Program read_program(const Blob& bytes, const std::string& where) {
  Program program;
  try {
    pbf_reader message = reader_of(bytes);
    while (message.next()) {
      if (message.tag() == field::program::blocks)
        program.blocks.push_back(read_block(message.get_message()));
      else
        message.skip();
    }
  } catch (const protozero::exception& e) {
    throw InputError(std::string("this is no Paddle program, or it is damaged: ") + e.what(), where,
                     "Copy or export the model again.");
  } catch (const InputError& e) {
    throw InputError(e.what(), where, "The program is damaged: copy or export the model again.");
  }
  if (program.blocks.empty())
    throw InputError("this Paddle program has no blocks", where, "Copy or export the model again.");
  return program;
}

}  // namespace quern::frontend::paddle
