#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <quern/error.hpp>
#include <quern/onnx/file.hpp>

#include "data/image.hpp"
#include "data/labels.hpp"
#include "data/preprocess_image.hpp"
#include "data/source_kinds.hpp"
#include "support/file.hpp"
#include "support/parse.hpp"

namespace quern::data {

namespace fs = std::filesystem;

namespace {

constexpr size_t kMaxList = size_t(256) << 20;
const std::vector<std::string> kExtensions = {".jpg", ".jpeg", ".jpe", ".jfif", ".png"};

std::vector<std::string> names_in_list(const std::string& file) {
  std::vector<std::string> names;
  for (std::string& line : split(read_file(file, kMaxList), '\n')) {
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty() && line[0] != '#') names.push_back(std::move(line));
  }
  std::sort(names.begin(), names.end());
  return names;
}

// Cheap enough for every file before any work: it opens and begins like an image.
void check_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw Error(QUERN_ERROR_IO, std::string("the image cannot be opened: ") + std::strerror(errno),
                path.string());
  std::array<std::byte, 8> start{};
  file.read(reinterpret_cast<char*>(start.data()), std::streamsize(start.size()));
  if (!is_image(std::span(start).first(size_t(file.gcount()))))
    throw InputError(file.gcount() == 0 ? "the file is empty" : "this is neither a JPEG nor a PNG image",
                     path.string(), "Take the file out of the folder, or replace it.");
}

class ImageSource : public Source {
 public:
  ImageSource(const DataDescription& description, const Preprocess& preprocess, const Port& input,
              size_t batch)
      : preprocess_(preprocess), input_(input) {
    batch_size_ = batch;
    const bool folder = fs::is_directory(description.images);
    if (!folder && !fs::exists(description.images))
      throw Error(QUERN_ERROR_IO, "the images do not exist", description.images,
                  "Relative paths begin at the folder of the YAML file.");
    root_ = folder ? fs::path(description.images) : fs::path(description.images).parent_path();
    names_ = folder ? list_files(description.images, kExtensions) : names_in_list(description.images);
    if (names_.empty())
      throw InputError(folder ? "the folder holds no images (.jpg, .jpeg, .png)" : "the list names no images",
                       description.images);
    if (description.limit > 0 && names_.size() > size_t(description.limit))
      names_.resize(size_t(description.limit));
    labels_ = read_labels(description, names_);
    for (const std::string& name : names_) check_file(root_ / name);
    static_cast<void>(load(0));
  }

  [[nodiscard]] Batch load(size_t index) const override {
    Batch batch;
    batch.first = index * batch_size_;
    batch.count = std::min(batch_size_, names_.size() - batch.first);
    if (batch_size_ == 1) {
      batch.inputs[input_.name] = image(batch.first);
    } else {
      batch.inputs[input_.name] = stack(batch);
    }
    return batch;
  }

 private:
  [[nodiscard]] Tensor image(size_t sample) const {
    const fs::path path = root_ / names_[sample];
    const Blob file = map_file(path);
    return preprocess_image({file.data(), file.size()}, preprocess_, input_, path.string());
  }
  [[nodiscard]] Tensor stack(const Batch& batch) const {
    Shape shape = input_.shape;
    shape[0] = int64_t(batch_size_);
    Tensor all(DataType::Float, shape);
    Tensor one;
    for (size_t i = 0; i < batch_size_; ++i) {
      if (i < batch.count) one = image(batch.first + i);
      const std::span<const float> values = one.values<float>();
      std::copy(values.begin(), values.end(), all.mutable_data<float>() + i * values.size());
    }
    return all;
  }

  Preprocess preprocess_;
  Port input_;
  fs::path root_;
};

}  // namespace

std::unique_ptr<Source> open_images(const DataDescription& description, const Preprocess& preprocess,
                                    const std::vector<Port>& inputs) {
  if (inputs.size() != 1) {
    std::string list;
    for (const Port& p : inputs) list += "\n  " + p.name + ": " + to_string(p.shape) + " " + name_of(p.type);
    throw InputError("images can feed a network with one input, but this one has " +
                         std::to_string(inputs.size()) + ":" + list,
                     "", "Give arrays: with one key per input instead.");
  }
  if (const std::string problem = check_preprocess(preprocess, inputs[0]); !problem.empty())
    throw InputError(problem, "", "Change preprocess: or the network's inputs:.");
  return std::make_unique<ImageSource>(description, preprocess, inputs[0], common_batch(inputs));
}

}  // namespace quern::data
