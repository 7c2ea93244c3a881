#include "reader/read.hpp"

#include <algorithm>
#include <map>

#include <quern/onnx/file.hpp>

#include "reader/sniff.hpp"

namespace quern::frontend::caffe {
namespace {

// Layers need names and types; only the network's structure is checked, weight files may hold anything.
void complete(Net& net, const std::string& where) {
  if (net.layers.empty())
    throw InputError("the file has no layers", where,
                     "Give the .prototxt and the .caffemodel of one network.");
  const auto has_top = [](const Layer& layer) { return !layer.tops.empty(); };
  if (std::none_of(net.layers.begin(), net.layers.end(), has_top))
    throw InputError("the file has weights only, not how its layers are connected", where,
                     "Give the .prototxt of the network too.");
  for (size_t i = 0; i < net.layers.size(); ++i) {
    Layer& layer = net.layers[i];
    const std::string at = layer.line > 0 ? where + ":" + std::to_string(layer.line) : where;
    if (layer.type.empty()) throw InputError("layer \"" + layer.name + "\" has no type", at);
    if (layer.name.empty()) layer.name = layer.type + std::to_string(i);
  }
}

}  // namespace

// Layers of one name stand for one another in order, as far as the file has as many; the last one then serves
// all that are left (networks that name a layer twice share its weights).
void take_weights(Net& net, const Net& trained) {
  std::map<std::string, std::vector<const Layer*>> by_name;
  for (const Layer& layer : trained.layers)
    if (!layer.blobs.empty()) by_name[layer.name].push_back(&layer);
  std::map<std::string, size_t> used;
  for (Layer& layer : net.layers) {
    const auto found = by_name.find(layer.name);
    if (found == by_name.end()) continue;
    const size_t number = std::min(used[layer.name]++, found->second.size() - 1);
    layer.blobs = found->second[number]->blobs;
  }
  net.is_trained = net.is_trained || !by_name.empty();
}

Net read_files(const std::vector<std::filesystem::path>& files, UnknownFields& unknown) {
  struct File {
    std::string where;
    Blob bytes;
    bool is_text;
  };
  std::vector<File> texts, binaries;
  for (const std::filesystem::path& path : files) {
    File file{path.string(), map_file(path), false};
    if (is_hdf5(file.bytes))
      throw UnsupportedError("weights in an HDF5 file", file.where,
                             "Save them from Caffe as a binary .caffemodel: net.save(name), not save_hdf5.");
    file.is_text = looks_like_text(file.bytes);
    (file.is_text ? texts : binaries).push_back(std::move(file));
  }
  std::vector<Net> nets;
  std::vector<std::string> names;
  for (const File& file : texts) {
    nets.push_back(read_text_net({reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size()},
                                 file.where, unknown));
    names.push_back(file.where);
  }
  for (const File& file : binaries) {
    nets.push_back(read_binary_net(file.bytes, file.where, !nets.empty(), unknown));
    names.push_back(file.where);
  }
  // The network comes from the first file without weights, or the first of all.
  size_t main = 0;
  while (main < texts.size() && nets[main].is_trained) ++main;
  if (main >= texts.size()) main = 0;
  Net net = std::move(nets[main]);
  complete(net, names[main]);
  for (size_t i = 0; i < nets.size(); ++i) {
    if (i == main) continue;
    if (!nets[i].is_trained)
      throw InputError(
          "the file has no weights", names[i],
          "Give one file that describes the network (.prototxt) and the files with its weights.");
    take_weights(net, nets[i]);
  }
  return net;
}

}  // namespace quern::frontend::caffe
