#include "reader/saved_model.hpp"

#include <algorithm>

#include <quern/frontend/names.hpp>
#include <quern/onnx/file.hpp>

#include "reader/attributes.hpp"
#include "reader/bundle.hpp"
#include "reader/graph_def.hpp"

namespace quern::frontend::tensorflow {
namespace {

namespace fs = std::filesystem;
using protozero::data_view;
using protozero::pbf_reader;

constexpr const char* kInitialisation = "__saved_model_init_op";  // runs once after loading; no network

struct Signature {
  std::vector<Port> inputs, outputs;
};

struct MetaGraph {
  bool is_for_serving = false;
  data_view graph;
  std::map<std::string, Signature> signatures;
};

Port read_port(pbf_reader entry) {
  Port port;
  while (entry.next()) {
    if (entry.tag() == field::entry::key) {
      port.key = entry.get_string();
    } else if (entry.tag() == field::entry::value) {
      pbf_reader info = entry.get_message();
      while (info.next(field::tensor_info::name)) port.tensor = info.get_string();
    } else {
      entry.skip();
    }
  }
  const TensorName name = parse_tensor_name(port.tensor);
  port.tensor = tensor_name(name.node, name.output);
  return port;
}

Signature read_signature(pbf_reader message) {
  Signature signature;
  while (message.next()) {
    if (message.tag() == field::signature_def::inputs)
      signature.inputs.push_back(read_port(message.get_message()));
    else if (message.tag() == field::signature_def::outputs)
      signature.outputs.push_back(read_port(message.get_message()));
    else
      message.skip();
  }
  // Maps have no order of their own in files.
  const auto by_key = [](const Port& a, const Port& b) { return a.key < b.key; };
  std::sort(signature.inputs.begin(), signature.inputs.end(), by_key);
  std::sort(signature.outputs.begin(), signature.outputs.end(), by_key);
  return signature;
}

MetaGraph read_meta_graph(pbf_reader message) {
  namespace f = field::meta_graph;
  MetaGraph meta;
  while (message.next()) switch (message.tag()) {
      case f::info: {
        pbf_reader info = message.get_message();
        while (info.next(field::meta_info::tags)) meta.is_for_serving |= info.get_string() == "serve";
        break;
      }
      case f::graph_def:
        meta.graph = message.get_view();
        break;
      case f::signature_def: {
        pbf_reader entry = message.get_message();
        std::string key;
        Signature signature;
        while (entry.next()) {
          if (entry.tag() == field::entry::key)
            key = entry.get_string();
          else if (entry.tag() == field::entry::value)
            signature = read_signature(entry.get_message());
          else
            entry.skip();
        }
        if (key != kInitialisation) meta.signatures.insert_or_assign(key, std::move(signature));
        break;
      }
      default:
        message.skip();
    }
  return meta;
}

MetaGraph choose_meta_graph(data_view bytes) {
  MetaGraph chosen;
  bool found = false;
  pbf_reader message(bytes);
  while (message.next(field::saved_model::meta_graphs)) {
    MetaGraph meta = read_meta_graph(message.get_message());
    if (found && (chosen.is_for_serving || !meta.is_for_serving)) continue;
    chosen = std::move(meta);
    found = true;
  }
  if (!found) throw InputError("the SavedModel has no graph");
  return chosen;
}

const Signature& choose_signature(const MetaGraph& meta, const std::string& wanted) {
  const auto it = meta.signatures.find(wanted);
  if (it != meta.signatures.end()) return it->second;
  if (meta.signatures.size() == 1) return meta.signatures.begin()->second;
  std::vector<std::string> names;
  for (const auto& [name, signature] : meta.signatures) names.push_back(name);
  if (names.empty())
    throw InputError("the SavedModel has no signature, so it does not say what to run", "",
                     "Save it with signatures=module.__call__.get_concrete_function(...).");
  throw InputError("the SavedModel has no signature \"" + wanted + "\"", "",
                   "Choose one with the option signature: " + quoted_list(names) + ".");
}

}  // namespace

SourceGraph read_saved_model(const fs::path& folder, const std::string& signature) {
  const fs::path file = folder / "saved_model.pb";
  const Blob bytes = map_file(file);
  SourceGraph graph;
  try {
    const MetaGraph meta = choose_meta_graph(view_of(bytes));
    graph = read_graph_def(blob_of(meta.graph, bytes.owner()), file.string());
    const Signature& ports = choose_signature(meta, signature);
    graph.inputs = ports.inputs;
    graph.outputs = ports.outputs;
  } catch (const protozero::exception& e) {
    throw InputError(std::string("this is not a whole SavedModel: ") + e.what(), file.string(),
                     "The file is truncated or damaged: copy or export it again.");
  } catch (const Error& e) {
    if (!e.where().empty()) throw;
    throw Error(e.status(), e.what(), file.string(), e.hint());
  }
  const fs::path prefix = folder / "variables" / "variables";
  if (fs::exists(prefix.string() + ".index")) {
    Checkpoint checkpoint = read_bundle(prefix);
    graph.checkpoint = std::move(checkpoint.values);
    graph.variable_keys = std::move(checkpoint.keys);
  }
  return graph;
}

}  // namespace quern::frontend::tensorflow
