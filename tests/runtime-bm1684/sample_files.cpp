#include "sample_files.hpp"

#include <cstring>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace quern::bm1684::test {
namespace {

namespace fs = std::filesystem;

// A tensor file of a sample: elements in device layout.
Tensor read_tensor(const fs::path& folder, const nlohmann::json& t) {
  const std::string bytes = read_file(folder / t.at("file").get<std::string>());
  const Shape shape = t.at("shape").get<Shape>();
  const bool integer = t.at("dtype") == "i8", packed = t.at("stmode") == "4N";
  Tensor tensor(integer ? DataType::Int8 : DataType::Float, shape);
  auto* to = reinterpret_cast<char*>(const_cast<std::byte*>(tensor.blob.data()));
  if (!packed) {
    if (bytes.size() != tensor.byte_size())
      throw std::runtime_error("a sample's tensor has another size than its file");
    std::memcpy(to, bytes.data(), bytes.size());
    return tensor;
  }
  const auto batches = size_t(shape[0]), rest = size_t(tensor.count()) / batches;
  for (size_t n = 0; n < batches; ++n)
    for (size_t i = 0; i < rest; ++i) to[n * rest + i] = bytes.at((n / 4 * rest + i) * 4 + n % 4);
  return tensor;
}

}  // namespace

std::vector<std::string> sample_names() {
  std::vector<std::string> list;
  if (chip_folder().empty()) return list;
  for (const fs::path& path : sample_programs()) list.push_back(path.parent_path().filename().string());
  return list;
}

Sample read_sample(const std::string& name) {
  for (const fs::path& path : sample_programs()) {
    const fs::path folder = path.parent_path();
    if (folder.filename() != name) continue;
    Sample sample{path, {}, {}};
    const auto manifest = nlohmann::json::parse(read_file(folder / "manifest.json"));
    for (const auto& t : manifest.at("inputs")) sample.inputs[t.at("name")] = read_tensor(folder, t);
    for (const auto& t : manifest.at("outputs")) sample.outputs[t.at("name")] = read_tensor(folder, t);
    return sample;
  }
  throw std::runtime_error("no sample " + name);
}

bool identical(const Tensor& a, const Tensor& b) {
  return a.type == b.type && a.dims == b.dims &&
         std::memcmp(a.blob.data(), b.blob.data(), a.byte_size()) == 0;
}

}  // namespace quern::bm1684::test
