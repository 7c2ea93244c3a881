#include "graph/inputs.hpp"

#include <algorithm>
#include <unordered_set>

namespace quern::frontend::caffe {
namespace {

constexpr int64_t kMostChannels = int64_t(1) << 20;

ValueInfo input(const std::string& name, std::optional<Shape> shape) {
  ValueInfo value;
  value.name = name;
  value.type = DataType::Float;
  value.shape = std::move(shape);
  if (value.shape && value.shape->size() > kMostAxes)
    throw InputError("input \"" + name + "\" has more than 32 axes", name);
  if (value.shape)
    for (int64_t& d : *value.shape)
      if (d <= 0) d = kUnknownDim;  // placeholders
  return value;
}

// The fields of the network itself.
void take_declared(const Net& net, std::vector<ValueInfo>& inputs) {
  const std::vector<std::string> names = net.fields.get_texts("input");
  const std::vector<int64_t> sizes = net.fields.get_ints("input_dim");
  const std::vector<const FieldTree*> shapes = net.fields.messages("input_shape");
  if (!shapes.empty() && shapes.size() != names.size() && shapes.size() != 1)
    throw InputError("the network has " + std::to_string(names.size()) + " \"input\" and " +
                     std::to_string(shapes.size()) + " \"input_shape\"");
  if (shapes.empty() && !sizes.empty() && sizes.size() != 4 * names.size())
    throw InputError("the network has " + std::to_string(names.size()) + " \"input\", so " +
                     std::to_string(4 * names.size()) + " \"input_dim\" are expected, not " +
                     std::to_string(sizes.size()));
  for (size_t i = 0; i < names.size(); ++i) {
    std::optional<Shape> shape;
    if (!shapes.empty()) {
      shape = shapes[std::min(i, shapes.size() - 1)]->get_ints("dim");
    } else if (!sizes.empty()) {
      const auto first = sizes.begin() + std::ptrdiff_t(4 * i);
      shape = Shape(first, first + 4);
    }
    inputs.push_back(input(names[i], std::move(shape)));
  }
}

// Shapes listed in a parameter: one for all tops, or one for each.
std::optional<Shape> listed_shape(const FieldTree& parameter, size_t top) {
  const auto shapes = parameter.messages("shape");
  if (shapes.empty()) {
    if (!parameter.has("channels")) return std::nullopt;
    Shape shape;
    for (const char* name : {"num", "channels", "height", "width"}) {
      const std::vector<int64_t> values = parameter.get_ints(name);
      shape.push_back(values.empty() ? 0 : values[std::min(top, values.size() - 1)]);
    }
    return shape;
  }
  return shapes[std::min(top, shapes.size() - 1)]->get_ints("dim");
}

// [batch, channels, height, width] as far as a data layer tells; 0 is not told.
Shape image_shape(const Layer& layer) {
  const FieldTree &transform = layer.fields.message("transform_param"),
                  &image = layer.fields.message("image_data_param"),
                  &memory = layer.fields.message("memory_data_param");
  Shape shape(4, 0);
  if (layer.type == "ImageData") shape[1] = image.get_bool("is_color", true) ? 3 : 1;
  shape[2] = image.get_int("new_height", 0);
  shape[3] = image.get_int("new_width", 0);
  shape[1] = memory.get_int("channels", shape[1]);
  shape[2] = memory.get_int("height", shape[2]);
  shape[3] = memory.get_int("width", shape[3]);
  for (const char* parameter : {"data_param", "image_data_param", "transform_param"})
    if (const int64_t size = layer.fields.message(parameter).get_int("crop_size", 0); size > 0)
      shape[2] = shape[3] = size;
  if (transform.has("crop_h")) shape[2] = transform.get_int("crop_h", 0);
  if (transform.has("crop_w")) shape[3] = transform.get_int("crop_w", 0);
  return shape;
}

bool is_constant(const Layer& layer) {
  const auto fillers = layer.fields.message("dummy_data_param").messages("data_filler");
  return !fillers.empty() && std::all_of(fillers.begin(), fillers.end(), [](const FieldTree* filler) {
    return filler->get_text("type", "constant") == "constant";
  });
}

bool is_data(const Layer& layer) {
  if (!layer.bottoms.empty()) return false;
  if (layer.type == "DummyData") return !is_constant(layer);
  return layer.type == "Input" || layer.type == "Python" || layer.type.ends_with("Data");
}

std::optional<Shape> top_shape(const Layer& layer, size_t top) {
  if (layer.type == "Input") return listed_shape(layer.fields.message("input_param"), top);
  if (layer.type == "DummyData") return listed_shape(layer.fields.message("dummy_data_param"), top);
  if (layer.type == "HDF5Data" || layer.type == "Python" || top > 0) return std::nullopt;
  return image_shape(layer);
}

// How many channels the layers that read an input expect, from their weights; 0 where they do not tell.
int64_t channels_read(const Net& net, const std::string& blob) {
  for (const Layer& layer : net.layers) {
    const bool reads = std::count(layer.bottoms.begin(), layer.bottoms.end(), blob) > 0;
    if (!reads || layer.type != "Convolution" || layer.blobs.empty() || layer.blobs[0].dims.size() != 4)
      continue;
    return layer.blobs[0].dims[1] *
           std::max<int64_t>(1, layer.fields.message("convolution_param").get_int("group", 1));
  }
  return 0;
}

}  // namespace

std::vector<ValueInfo> take_inputs(Net& net) {
  std::vector<ValueInfo> inputs;
  take_declared(net, inputs);
  for (const Layer& layer : net.layers) {
    if (!is_data(layer)) continue;
    for (size_t top = 0; top < layer.tops.size(); ++top)
      inputs.push_back(input(layer.tops[top], top_shape(layer, top)));
  }
  std::erase_if(net.layers, is_data);
  for (ValueInfo& value : inputs)
    if (value.shape && value.shape->size() == 4 && (*value.shape)[1] == kUnknownDim)
      if (const int64_t channels = channels_read(net, value.name); channels > 0 && channels < kMostChannels)
        (*value.shape)[1] = channels;
  std::unordered_set<std::string> names;
  for (const ValueInfo& value : inputs)
    if (!names.insert(value.name).second)
      throw InputError("two inputs are called \"" + value.name + "\"", value.name);
  return inputs;
}

}  // namespace quern::frontend::caffe
