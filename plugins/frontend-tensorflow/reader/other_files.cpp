#include "reader/other_files.hpp"

#include <algorithm>

namespace quern::frontend::tensorflow {
namespace {

// "node {" at the start of a line, behind nothing but blanks, and an operator soon.
bool is_text(std::string_view bytes) {
  const std::string_view text = bytes.substr(0, 4096);
  const size_t begin = text.find_first_not_of(" \t\r\n");
  return begin != std::string_view::npos && text.substr(begin).starts_with("node {") &&
         text.find("op: \"") != std::string_view::npos && text.find('\0') == std::string_view::npos;
}

bool is_lite(std::string_view bytes) { return bytes.size() > 8 && bytes.substr(4, 4) == "TFL3"; }

bool is_hdf5(std::string_view bytes) { return bytes.starts_with("\x89HDF\r\n\x1a\n"); }

// A zip archive whose directory, at its end, names these two.
bool is_keras(std::string_view bytes) {
  constexpr size_t kDirectory = 65536;
  const std::string_view end = bytes.substr(bytes.size() - std::min(bytes.size(), kDirectory));
  return bytes.starts_with("PK\x03\x04") && end.find("model.weights.h5") != std::string_view::npos &&
         end.find("config.json") != std::string_view::npos;
}

// The index of a checkpoint ends with the magic number of a table, 0xdb4775248b80fb57.
bool is_checkpoint(std::string_view bytes) { return bytes.ends_with("\x57\xfb\x80\x8b\x24\x75\x47\xdb"); }

constexpr struct {
  bool (*is_it)(std::string_view);
  OtherFile file;
} kFiles[] = {
    {is_text,
     {"this is a GraphDef as text; only binary ones are read",
      "Give the .pb file, or write it with tf.io.write_graph(graph, folder, name, as_text=False)."}},
    {is_lite,
     {"this is a TensorFlow Lite model",
      "Give the SavedModel or the frozen graph that it was converted from."}},
    {is_hdf5,
     {"this is an HDF5 file, as Keras writes them",
      "Save the model as a SavedModel and give its folder:\n"
      "  model = tf.keras.models.load_model(\"FILE\")\n"
      "  tf.saved_model.save(model, \"folder\")    # since Keras 3: model.export(\"folder\")"}},
    {is_keras,
     {"this is a Keras archive, whose program is Keras itself",
      "Export it as a SavedModel and give its folder:\n"
      "  keras.models.load_model(\"FILE\").export(\"folder\")"}},
    {is_checkpoint,
     {"this is the index of a checkpoint, which holds values but no network",
      "Freeze the graph with its values and give the .pb file: "
      "tf.compat.v1.graph_util.convert_variables_to_constants."}},
};

}  // namespace

const OtherFile* find_other_file(std::string_view bytes) {
  for (const auto& [is_it, file] : kFiles)
    if (is_it(bytes)) return &file;
  return nullptr;
}

}  // namespace quern::frontend::tensorflow
