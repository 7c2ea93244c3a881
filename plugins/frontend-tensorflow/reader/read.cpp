#include "reader/read.hpp"

#include <quern/onnx/file.hpp>

#include "reader/graph_def.hpp"
#include "reader/other_files.hpp"
#include "reader/saved_model.hpp"
#include "reader/sniff.hpp"

namespace quern::frontend::tensorflow {

namespace fs = std::filesystem;

SourceGraph read_files(std::span<const fs::path> files, const std::string& signature) {
  for (const fs::path& file : files) switch (format_of(file)) {
      case Format::GraphDef:
        return read_graph_def(map_file(file), file.string());
      case Format::SavedModel:
        return read_saved_model(fs::is_directory(file) ? file : file.parent_path(), signature);
      default:
        break;
    }
  const fs::path& first = files.front();
  if (fs::is_directory(first))
    throw InputError("this folder has no readable saved_model.pb", first.string(),
                     "Give the folder that tf.saved_model.save() wrote.");
  for (const fs::path& file : files) {
    const Blob bytes = map_file(file);
    if (const OtherFile* other = find_other_file({reinterpret_cast<const char*>(bytes.data()), bytes.size()}))
      throw UnsupportedError(std::string(other->what), file.string(), std::string(other->advice));
  }
  // Not recognised: reading it says where it is damaged.
  return read_graph_def(map_file(first), first.string());
}

}  // namespace quern::frontend::tensorflow
