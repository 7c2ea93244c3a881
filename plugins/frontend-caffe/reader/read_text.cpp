// Networks in the protobuf text format.
#include <quern/frontend/text_format.hpp>

#include "model/schema.hpp"
#include "reader/blob.hpp"
#include "reader/read.hpp"
#include "reader/upgrade.hpp"

namespace quern::frontend::caffe {
namespace {

std::string place(const std::string& where, uint32_t line) { return where + ":" + std::to_string(line); }

// Fields that the schema does not have. What is in a message that nobody knows is not looked at.
void note_unknown(const FieldTree& tree, const MessageSpec& spec, const std::string& where,
                  UnknownFields& unknown) {
  for (const FieldTree::Field& field : tree.fields()) {
    const FieldSpec* known = spec.find(field.name);
    if (!known)
      unknown.add("\"" + field.name + "\" of " + std::string(spec.name), place(where, field.value.line));
    else if (known->kind == Kind::Message && field.value.message())
      note_unknown(*field.value.message(), *known->message, where, unknown);
  }
}

// A layer, from a field "layer" or "layers".
Layer read_layer(const FieldTree& fields, bool is_old, const std::string& where, UnknownFields& unknown) {
  note_unknown(fields, is_old ? kV1LayerSpec : kLayerSpec, where, unknown);
  Layer layer = is_old ? old_layer(fields) : current_layer(fields);
  const bool is_nested = is_old && fields.has("layer");
  const FieldTree& holder = is_nested ? fields.message("layer") : fields;
  for (const FieldTree* blob : holder.messages("blobs")) layer.blobs.push_back(read_blob(*blob));
  return layer;
}

}  // namespace

Net read_text_net(std::string_view text, const std::string& where, UnknownFields& unknown) {
  const FieldTree file = parse_text_format(text, where);
  if (file.has("base_lr") || file.has("train_net") || file.has("solver_mode"))
    throw InputError("this file describes how to train a network, not the network itself", where,
                     "Give the file that it names as \"net\", or better the one for deployment.");
  Net net;
  net.name = file.get_text("name");
  for (const FieldTree::Field& field : file.fields()) {
    const bool is_old = field.name == "layers";
    if (!is_old && field.name != "layer") {
      if (!kNetSpec.find(field.name)) unknown.add("\"" + field.name + "\"", place(where, field.value.line));
      net.fields.add(field.name, field.value);
      continue;
    }
    const std::string at = place(where, field.value.line);
    if (!field.value.message()) throw InputError("a layer is a message in braces", at);
    try {
      net.layers.push_back(read_layer(*field.value.message(), is_old, where, unknown));
    } catch (const Error& e) {
      throw Error(e.status(), e.what(), e.where().empty() ? at : e.where(), e.hint());
    }
    net.layers.back().line = field.value.line;
    net.is_trained = net.is_trained || !net.layers.back().blobs.empty();
  }
  return net;
}

}  // namespace quern::frontend::caffe
