// UpSampling: every cell becomes a block, or a transposed convolution interpolates with weights from the
// file.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

// Height and width factors: a number, a pair, or one per axis.
Shape scales_of(const Context& layer) {
  const Shape scale = layer.attributes().integers("scale");
  Shape pair;
  if (scale.size() == 1) pair = {scale[0], scale[0]};
  if (scale.size() == 2) pair = scale;
  if (scale.size() == 4) pair = {scale[2], scale[3]};
  if (pair.empty() || pair[0] < 1 || pair[1] < 1 || pair[0] > 1000 || pair[1] > 1000)
    throw InputError("the attribute \"scale\" is no factor of an image");
  return pair;
}

std::string enlarged(Context& layer, const std::string& input, const Shape& scales) {
  const std::string factors =
      layer.emit().constant("scales", Tensor::from<float>({1, 1, float(scales[0]), float(scales[1])}));
  return layer.add("enlarged", "Resize", {input, "", factors},
                   {{"mode", std::string("nearest")},
                    {"coordinate_transformation_mode", std::string("asymmetric")},
                    {"nearest_mode", std::string("floor")}});
}

// All inputs get the size that the first one has after scaling, and are joined along the channels or added.
void make_nearest(Context& layer, const Shape& scales) {
  const Shape first = layer.shape();
  if (first.size() != 4) throw InputError("the input " + to_string(first) + " is no image");
  std::vector<std::string> images;
  for (size_t i = 0; i < layer.input_count(); ++i) {
    const Shape shape = layer.shape(i);
    if (shape.size() != 4 || shape[2] < 1 || shape[3] < 1 || (first[2] * scales[0]) % shape[2] != 0 ||
        (first[3] * scales[1]) % shape[3] != 0)
      throw InputError(to_string(shape) + " cannot be scaled to the size of the first input");
    images.push_back(
        enlarged(layer, layer.input(i), {first[2] * scales[0] / shape[2], first[3] * scales[1] / shape[3]}));
  }
  if (images.size() == 1) return layer.make("Identity", images);
  const std::string mode = layer.attributes().text("multi_input_mode", "concat");
  if (mode == "sum") return layer.make("Sum", images);
  if (mode != "concat") throw UnsupportedError("multi_input_mode \"" + mode + "\"");
  layer.make("Concat", images, {{"axis", int64_t(1)}});
}

// A transposed convolution of each channel, whose weights usually interpolate linearly.
void make_bilinear(Context& layer, const Shape& scales) {
  if (scales[0] != scales[1]) throw UnsupportedError("bilinear with different factors for height and width");
  const int64_t scale = scales[0], kernel = 2 * scale - scale % 2, pad = scale / 2;
  layer.make("ConvTranspose", {layer.input(), layer.input(1)},
             {{"kernel_shape", Shape{kernel, kernel}},
              {"strides", scales},
              {"pads", Shape(4, pad)},
              {"group", layer.shape().at(1)}});
}

void translate_up_sampling(Context& layer) {
  const std::string type = layer.attributes().text("sample_type", "nearest");
  if (type == "nearest") return make_nearest(layer, scales_of(layer));
  if (type == "bilinear") return make_bilinear(layer, scales_of(layer));
  throw UnsupportedError("sample_type \"" + type + "\"");
}

QUERN_MXNET_OPERATOR(translate_up_sampling, "UpSampling");

}  // namespace
}  // namespace quern::frontend::mxnet
