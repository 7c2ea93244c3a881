// TorchScript archives made byte by byte, without PyTorch.
#pragma once

#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "convert.hpp"

namespace quern::frontend::pytorch::test {

template <class T>
std::string bytes_of(T value) {
  return {reinterpret_cast<const char*>(&value), sizeof(value)};
}

inline Blob blob_of(const std::string& bytes) {
  Blob blob = Blob::allocate(bytes.size());
  if (!bytes.empty()) std::memcpy(const_cast<std::byte*>(blob.data()), bytes.data(), bytes.size());
  return blob;
}

// A zip archive with stored entries. Checksums are 0, which stands for "not computed".
inline std::string zip_of(const std::vector<std::pair<std::string, std::string>>& entries) {
  std::string file, directory;
  for (const auto& [name, content] : entries) {
    const std::string sizes = bytes_of(uint32_t(content.size())) + bytes_of(uint32_t(content.size()));
    const std::string common = bytes_of(uint16_t(0)) + bytes_of(uint16_t(0)) + bytes_of(uint32_t(0)) +
                               bytes_of(uint32_t(0)) + sizes + bytes_of(uint16_t(name.size())) +
                               bytes_of(uint16_t(0));
    directory += "PK\x01\x02" + bytes_of(uint16_t(20)) + bytes_of(uint16_t(20)) + common +
                 bytes_of(uint16_t(0)) + std::string(8, '\0') + bytes_of(uint32_t(file.size())) + name;
    file += "PK\x03\x04" + bytes_of(uint16_t(20)) + common + name + content;
  }
  const std::string count = bytes_of(uint16_t(entries.size()));
  return file + directory + "PK\x05\x06" + std::string(4, '\0') + count + count +
         bytes_of(uint32_t(directory.size())) + bytes_of(uint32_t(file.size())) + bytes_of(uint16_t(0));
}

// ---- Pickles, piece by piece
// -------------------------------------------------------------------------------
inline std::string pickled_text(const std::string& text) {
  return "X" + bytes_of(uint32_t(text.size())) + text;
}
inline std::string pickled_int(int32_t value) { return "J" + bytes_of(value); }
inline std::string pickled_float(double value) {
  std::string bytes = bytes_of(value);
  return "G" + std::string(bytes.rbegin(), bytes.rend());
}
inline std::string pickled_global(const std::string& module, const std::string& name) {
  return "c" + module + "\n" + name + "\n";
}
inline std::string pickled_tuple(const std::vector<std::string>& items) {
  std::string text = "(";
  for (const std::string& item : items) text += item;
  return text + "t";
}
// A float tensor with dense strides over the storage `key`.
inline std::string pickled_tensor(const std::string& key, const Shape& shape,
                                  const std::string& storage = "FloatStorage",
                                  const std::string& location = "cpu") {
  std::vector<std::string> dims, strides;
  for (const int64_t d : shape) dims.push_back(pickled_int(int32_t(d)));
  for (const int64_t s : strides_of(shape)) strides.push_back(pickled_int(int32_t(s)));
  const std::string id =
      pickled_tuple({pickled_text("storage"), pickled_global("torch", storage), pickled_text(key),
                     pickled_text(location), pickled_int(int32_t(element_count(shape)))}) +
      "Q";
  return pickled_global("torch._utils", "_rebuild_tensor_v2") +
         pickled_tuple({id, pickled_int(0), pickled_tuple(dims), pickled_tuple(strides), "\x89",
                        pickled_global("collections", "OrderedDict") + ")R"}) +
         "R";
}
using Attributes = std::vector<std::pair<std::string, std::string>>;  // names and pickled values
inline std::string pickled_object(const std::string& module, const std::string& name,
                                  const Attributes& attributes) {
  std::string text = pickled_global(module, name) + ")\x81}(";
  for (const auto& [key, value] : attributes) text += pickled_text(key) + value;
  return text + "ub";
}
inline std::string whole_pickle(const std::string& value) { return "\x80\x02" + value + "."; }

// ---- Models
// ------------------------------------------------------------------------------------------------ A model of
// one class "__torch__.M". `code` is what stands in its file behind the head of the class.
struct TinyModel {
  std::string code;
  Attributes attributes = {};
  std::map<std::string, std::vector<float>> storages = {};
  std::string functions = {};  // further code of the file

  [[nodiscard]] std::string bytes() const {
    std::vector<std::pair<std::string, std::string>> entries = {
        {"m/version", "3\n"},
        {"m/data.pkl", whole_pickle(pickled_object("__torch__", "M", attributes))},
        {"m/constants.pkl", whole_pickle(")")},
        {"m/code/__torch__.py", "class M(Module):\n  __parameters__ = []\n" + code + functions}};
    for (const auto& [key, values] : storages)
      entries.emplace_back("m/data/" + key, std::string(reinterpret_cast<const char*>(values.data()),
                                                        values.size() * sizeof(float)));
    return zip_of(entries);
  }
};

// A model whose forward() has these lines, each of which must begin with four spaces.
inline TinyModel model_of(const std::string& body, const std::string& parameters = "x: Tensor") {
  return {"  def forward(self: __torch__.M,\n    " + parameters + ") -> Tensor:\n" + body};
}

inline ConvertOptions bound(const std::vector<Binding>& inputs) {
  ConvertOptions options;
  options.inputs = inputs;
  return options;
}

}  // namespace quern::frontend::pytorch::test
