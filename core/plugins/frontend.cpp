#include "plugins/frontend.hpp"

#include <algorithm>
#include <cstring>
#include <map>

#include <quern/onnx/read.hpp>

#include "plugins/artefact_sink.hpp"
#include "plugins/host_call.hpp"
#include "plugins/operator_list.hpp"
#include "plugins/sniff.hpp"

namespace quern::plugins {
namespace fs = std::filesystem;
namespace {

constexpr const char* kModelFile = "model.onnx";

std::vector<const char*> pointers(const std::vector<std::string>& texts) {
  std::vector<const char*> list;
  for (const std::string& text : texts) list.push_back(text.c_str());
  return list;
}

std::vector<std::string> strings(const std::vector<fs::path>& paths) {
  std::vector<std::string> list;
  for (const fs::path& path : paths) list.push_back(path.string());
  return list;
}

// The files a frontend writes, in memory, as the pieces in which they were written.
class MemoryFiles {
 public:
  void write(const std::string& name, const void* data, size_t size) {
    File& file = (*files_)[name];
    if (size == 0) return;
    Blob piece = Blob::allocate(size);
    std::memcpy(const_cast<std::byte*>(piece.data()), data, size);
    file.pieces.emplace(file.size, std::move(piece));
    file.size += size;
  }

  [[nodiscard]] Blob whole(const std::string& name) const { return range(name, 0, -1); }

  // A weight usually is a piece of its own; what lies across pieces is copied.
  [[nodiscard]] Blob range(const std::string& name, int64_t offset, int64_t length) const {
    const File& file = find(name);
    const auto size = int64_t(file.size);
    if (length < 0) length = size - offset;
    if (offset < 0 || offset > size || length < 0 || length > size - offset)
      throw InputError("the frontend's weights lie outside of its file \"" + name + "\"");
    if (length == 0) return Blob::allocate(0);
    auto piece = std::prev(file.pieces.upper_bound(size_t(offset)));
    if (piece->first == size_t(offset) && piece->second.size() == size_t(length)) return piece->second;
    const Blob copy = Blob::allocate(size_t(length));
    for (size_t done = 0; done < size_t(length); ++piece) {
      const size_t skipped = size_t(offset) + done - piece->first;
      const size_t part = std::min(piece->second.size() - skipped, size_t(length) - done);
      std::memcpy(const_cast<std::byte*>(copy.data()) + done, piece->second.data() + skipped, part);
      done += part;
    }
    return copy;
  }

 private:
  struct File {
    std::map<size_t, Blob> pieces;  // by the offset at which they begin; none is empty
    size_t size = 0;
  };

  [[nodiscard]] const File& find(const std::string& name) const {
    const auto file = files_->find(name);
    if (file == files_->end()) throw InputError("the frontend did not write \"" + name + "\"");
    return file->second;
  }

  std::shared_ptr<std::map<std::string, File>> files_ = std::make_shared<std::map<std::string, File>>();
};

}  // namespace

int Frontend::sniff(const std::vector<fs::path>& files) const {
  HostCall call(library_->label(), 1);
  const std::vector<std::string> names = strings(files);
  const std::vector<const char*> list = pointers(names);
  return library_->functions<quern_frontend>().sniff(call.host(), list.data(), uint32_t(list.size()));
}

Model Frontend::convert(const ConvertRequest& request, unsigned threads, const Progress& progress) const {
  const std::vector<std::string> names = strings(request.files);
  const std::vector<const char*> files = pointers(names), outputs = pointers(request.outputs);
  std::vector<quern_shape_binding> inputs;
  for (const auto& [name, shape] : request.inputs)
    inputs.push_back({name.c_str(), shape.data(), shape.size()});
  const std::vector<quern_option_value> options = to_abi(request.options);
  const quern_convert_request c{sizeof(quern_convert_request),
                                uint32_t(files.size()),
                                files.data(),
                                inputs.data(),
                                inputs.size(),
                                outputs.data(),
                                outputs.size(),
                                options.data(),
                                options.size()};

  MemoryFiles written;
  HostCall call(library_->label(), threads, progress);
  const ArtefactSink sink(
      call, [&](const std::string& name, const void* data, size_t size) { written.write(name, data, size); });
  call.check(library_->functions<quern_frontend>().convert(call.host(), &c, sink.sink()));
  const auto external = [written](const std::string& location, int64_t offset, int64_t length) {
    return written.range(location, offset, length);
  };
  return onnx_reader::read_model({written.whole(kModelFile), external}, "output of " + library_->label());
}

std::vector<std::string> Frontend::operators() const {
  return list_operators(*library_, library_->functions<quern_frontend>().operators);
}

Frontend choose_frontend(Registry& registry, const std::string& name, const std::vector<fs::path>& files) {
  if (!name.empty()) return Frontend(registry.load(QUERN_KIND_FRONTEND, name));
  const auto sniff = [&](const Library& library) { return Frontend(library).sniff(files); };
  return Frontend(surest(registry, QUERN_KIND_FRONTEND, files.empty() ? fs::path() : files[0], sniff));
}

}  // namespace quern::plugins
