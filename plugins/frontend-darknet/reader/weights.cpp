#include "reader/weights.hpp"

#include <quern/frontend/byte_reader.hpp>

namespace quern::frontend::darknet {
namespace {

constexpr const char* kPairHint =
    "Is this the .weights file that was trained with this .cfg file? Weights of an unfinished network (such "
    "as "
    "yolov4.conv.137) and interrupted downloads cannot be converted.";

int64_t count_of(const Network& network, size_t layer_count, bool with_optional) {
  int64_t total = 0;
  for (size_t i = 0; i < layer_count; ++i) {
    if (network.layers[i].shared) continue;
    for (const Array& array : network.layers[i].arrays)
      if (with_optional || !array.may_be_missing) total += element_count(array.dims);
  }
  return total;
}

// The same matrix with rows and columns exchanged; `stored` has dims[0] columns.
Tensor flipped(const Tensor& stored) {
  const int64_t rows = stored.dims[0], columns = rows ? stored.count() / rows : 0;
  Tensor result(DataType::Float, stored.dims);
  const float* from = stored.data<float>();
  float* to = result.mutable_data<float>();
  for (int64_t r = 0; r < rows; ++r)
    for (int64_t c = 0; c < columns; ++c) to[r * columns + c] = from[c * rows + r];
  return result;
}

InputError ran_out(const Layer& layer, const Array& array, int64_t first, int64_t available,
                   const std::string& where) {
  return InputError("the weights end inside of layer " + layer.name + " (" + layer.section.where() +
                        "): its " + array.name + " are " + std::to_string(element_count(array.dims)) +
                        " floats, beginning with float " + std::to_string(first) + " of " +
                        std::to_string(available),
                    where, kPairHint);
}

InputError too_long(int64_t available, int64_t surplus, size_t bytes, const std::string& where) {
  std::string more = std::to_string(surplus) + " more than the layers need";
  if (bytes != 0) more += ", and " + std::to_string(bytes) + " bytes";
  return InputError("the file holds " + std::to_string(available) + " floats, " + more, where, kPairHint);
}

}  // namespace

WeightsHeader read_header(const Blob& file, const std::string& where) {
  ByteReader reader(file, where);
  WeightsHeader header;
  header.major = reader.read<int32_t>("the header");
  header.minor = reader.read<int32_t>("the header");
  header.revision = reader.read<int32_t>("the header");
  if (header.major < 0 || header.minor < 0)
    throw InputError("this is no Darknet .weights file: its version is " + std::to_string(header.major) +
                         "." + std::to_string(header.minor),
                     where);
  reader.skip(header.size() - reader.position(), "the header");
  return header;
}

bool looks_like_weights(const Blob& file) {
  if (file.size() < 16) return false;
  const WeightsHeader header = [&] {
    ByteReader reader(file, "");
    return WeightsHeader{reader.read<int32_t>(""), reader.read<int32_t>(""), reader.read<int32_t>("")};
  }();
  return header.major == 0 && (header.minor == 1 || header.minor == 2) && header.revision >= 0 &&
         header.revision < 100 && file.size() >= header.size() && file.size() % 4 == 0;
}

int64_t floats_needed(const Network& network, size_t layer_count) {
  return count_of(network, layer_count, true);
}

void load_weights(Network& network, size_t layer_count, const Blob& file, const std::string& where) {
  const WeightsHeader header = read_header(file, where);
  ByteReader reader(file, where);
  reader.skip(header.size(), "the header");
  const auto available = int64_t(reader.remaining() / sizeof(float));
  const int64_t all = floats_needed(network, layer_count);
  const bool without_optional = available < all && available == count_of(network, layer_count, false);

  int64_t position = 0;
  for (size_t i = 0; i < layer_count; ++i) {
    Layer& layer = network.layers[i];
    if (layer.shared) continue;
    for (Array& array : layer.arrays) {
      const int64_t count = element_count(array.dims);
      if (array.may_be_missing && without_optional) {
        array.values = Tensor(DataType::Float, array.dims);
        continue;
      }
      if (count > available - position) throw ran_out(layer, array, position, available, where);
      array.values = reader.tensor(DataType::Float, array.dims, array.name);
      if (array.storage == Array::Storage::Flipped ||
          (array.storage == Array::Storage::FlippedInOldFiles && header.flips_connected()))
        array.values = flipped(array.values);
      position += count;
    }
  }
  if (layer_count == network.layers.size() && !reader.at_end())
    throw too_long(available, available - position, reader.remaining() % sizeof(float), where);
  // Layers with a share_index have the weights of another layer, which stands before them.
  for (size_t i = 0; i < layer_count; ++i)
    if (const std::optional<size_t> other = network.layers[i].shared)
      network.layers[i].arrays = network.layers[*other].arrays;
}

}  // namespace quern::frontend::darknet
