#include "data/source.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>

#include <quern/error.hpp>

#include "data/source_kinds.hpp"

namespace quern::data {

namespace fs = std::filesystem;

std::unique_ptr<Source> open_source(const DataDescription& description, const Preprocess& preprocess,
                                    const std::vector<Port>& inputs) {
  if (description.images.empty() == description.arrays.empty())
    throw InputError("the data must come either from images: or from arrays:");
  if (inputs.empty()) throw InputError("the network has no inputs, so there is nothing to feed");
  return description.images.empty() ? open_arrays(description, inputs)
                                    : open_images(description, preprocess, inputs);
}

size_t common_batch(const std::vector<Port>& inputs) {
  const int64_t batch = inputs[0].shape.empty() ? 1 : inputs[0].shape[0];
  const bool common = std::all_of(inputs.begin(), inputs.end(),
                                  [&](const Port& p) { return !p.shape.empty() && p.shape[0] == batch; });
  return common && batch > 0 ? size_t(batch) : 1;
}

std::vector<std::string> list_files(const std::string& folder, const std::vector<std::string>& extensions) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (!it->is_regular_file(error)) continue;
    std::string extension = it->path().extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : char(c); });
    if (std::find(extensions.begin(), extensions.end(), extension) != extensions.end())
      files.push_back(it->path().lexically_relative(folder).generic_string());
  }
  if (error) throw Error(QUERN_ERROR_IO, "the folder cannot be read: " + error.message(), folder);
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace quern::data
