// A Darknet network as its files describe it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quern/graph/tensor.hpp>

#include "model/section.hpp"

namespace quern::frontend::darknet {

// What a layer gives for one image. The output of a [connected] layer is `channels` x 1 x 1.
struct Dims {
  int64_t channels = 0, height = 0, width = 0;

  [[nodiscard]] int64_t count() const { return channels * height * width; }
  // "64x104x104"
  [[nodiscard]] std::string text() const { return to_string(Shape{channels, height, width}); }
  [[nodiscard]] bool same_area(const Dims& other) const {
    return height == other.height && width == other.width;
  }
  bool operator==(const Dims&) const = default;
};

// 4 GB of floats for one image: more than any network makes of it.
inline constexpr int64_t kLargestTensor = int64_t(1) << 30;

// Whether positive dimensions make more elements than `limit`, however many they make.
inline bool exceeds(const Shape& dims, int64_t limit) {
  for (const int64_t d : dims) limit /= d;
  return limit < 1;
}

// One run of floats in the .weights file.
struct Array {
  std::string name;
  Shape dims;
  // The file has the matrix of dims[0] rows the other way round: always, or where its header says so.
  enum class Storage { Plain, Flipped, FlippedInOldFiles } storage = Storage::Plain;
  // Some versions of Darknet do not write it; then it is 0.
  bool may_be_missing = false;
  Tensor values;  // float32, once the weights are loaded
};

// Stands for the network's input where a layer is expected.
inline constexpr size_t kImage = size_t(-1);
inline constexpr const char* kImageName = "data";

struct Layer {
  std::string type;  // the section's name; of several spellings the longest ("conv" is "convolutional")
  std::string name;  // of the layer and of the tensor that it makes: "conv_12", "yolo_16"
  Section section;
  std::vector<size_t> inputs;  // the layers it reads (or kImage), the one before it first

  // Found out by measure():
  bool measured = false;
  Dims out;
  std::vector<Array> arrays;     // in the order of the file
  std::optional<size_t> shared;  // the layer whose arrays it uses instead of own ones
};

struct Network {
  Section options;  // [net]
  Dims image;       // what [net] says of the input
  std::vector<Layer> layers;

  [[nodiscard]] const std::string& tensor(size_t layer) const {
    static const std::string image_name = kImageName;
    return layer == kImage ? image_name : layers[layer].name;
  }
};

}  // namespace quern::frontend::darknet
