#include "reader/read.hpp"

#include <quern/onnx/file.hpp>

#include "reader/graph_def.hpp"
#include "reader/saved_model.hpp"
#include "reader/sniff.hpp"

namespace quern::frontend::tensorflow {

namespace fs = std::filesystem;

SourceGraph read_files(std::span<const fs::path> files, const std::string& signature) {
  bool has_text = false;
  for (const fs::path& file : files) switch (format_of(file)) {
      case Format::GraphDef:
        return read_graph_def(map_file(file), file.string());
      case Format::SavedModel:
        return read_saved_model(fs::is_directory(file) ? file : file.parent_path(), signature);
      case Format::GraphText:
        has_text = true;
        break;
      default:
        break;
    }
  const fs::path& first = files.front();
  if (has_text)
    throw UnsupportedError(
        "this is a GraphDef as text; only binary ones are read", first.string(),
        "Give the .pb file, or write it with tf.io.write_graph(graph, folder, name, as_text=False).");
  if (fs::is_directory(first))
    throw InputError("this folder has no readable saved_model.pb", first.string(),
                     "Give the folder that tf.saved_model.save() wrote.");
  // Not recognised: reading it says where it is damaged.
  return read_graph_def(map_file(first), first.string());
}

}  // namespace quern::frontend::tensorflow
