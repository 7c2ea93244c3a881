#include "reader/decode.hpp"

#include "reader/blob.hpp"

namespace quern::frontend::caffe {
namespace {

using protozero::pbf_reader;
using protozero::pbf_wire_type;

void add(FieldTree& tree, std::string_view name, decltype(FieldValue::value) value,
         const DecodeTarget& target) {
  if ((*target.room)-- == 0) throw InputError("the file has more parameters than any network");
  FieldValue field;
  field.value = std::move(value);
  tree.add(std::string(name), std::move(field));
}

// Reads one occurrence into `tree`; false where its wire type does not fit.
bool read_field(pbf_reader& reader, const FieldSpec& spec, FieldTree& tree, const DecodeTarget& target) {
  const pbf_wire_type type = reader.wire_type();
  const bool is_run = type == pbf_wire_type::length_delimited;
  switch (spec.kind) {
    case Kind::Int:
      if (is_run)
        for (const int64_t number : reader.get_packed_int64()) add(tree, spec.name, number, target);
      else if (type == pbf_wire_type::varint)
        add(tree, spec.name, reader.get_int64(), target);
      else
        return false;
      return true;
    case Kind::Real:
      if (is_run)
        for (const float number : reader.get_packed_float()) add(tree, spec.name, double(number), target);
      else if (type == pbf_wire_type::fixed32)
        add(tree, spec.name, double(reader.get_float()), target);
      else
        return false;
      return true;
    case Kind::Text:
      if (is_run) add(tree, spec.name, reader.get_string(), target);
      return is_run;
    case Kind::Message:
      if (is_run)
        add(tree, spec.name,
            std::make_shared<const FieldTree>(decode(reader.get_view(), *spec.message, target)), target);
      return is_run;
    case Kind::Blob:
      if (is_run && target.blobs) target.blobs->push_back(read_blob(reader.get_view(), *target.file));
      return is_run;
    case Kind::Ignored:
      reader.skip();
      return true;
  }
  return false;
}

bool is_structure(const FieldSpec& spec) {
  for (const char* name : {"name", "type", "blobs", "layer"})
    if (spec.name == name) return false;
  return true;
}

}  // namespace

FieldTree decode(protozero::data_view bytes, const MessageSpec& spec, const DecodeTarget& target) {
  FieldTree tree;
  pbf_reader reader(bytes);
  while (reader.next()) {
    const FieldSpec* field = spec.find(reader.tag());
    if (target.weights_only && (!field || is_structure(*field))) {
      reader.skip();
    } else if (!field || !read_field(reader, *field, tree, target)) {
      target.unknown->add("number " + std::to_string(reader.tag()) + " of " + std::string(spec.name),
                          target.where);
      reader.skip();
    }
  }
  return tree;
}

}  // namespace quern::frontend::caffe
