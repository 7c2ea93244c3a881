// Conv2DBackpropInput and Conv3DBackpropInputV2: transposed convolutions.
#include "ops/convolution.hpp"

namespace quern::frontend::tensorflow {
namespace {

// Size without padding: (in - 1) * stride + (kernel - 1) * dilation + 1.
Shape full_size(const Window& window, const Shape& in) {
  Shape full;
  for (size_t i = 0; i < in.size(); ++i)
    full.push_back((in[i] - 1) * window.strides[i] + (window.kernel[i] - 1) * window.dilations[i] + 1);
  return full;
}

// The output's spatial size: what the model says, else the one that the forward convolution has by default.
Shape output_size(Context& layer, const Window& window, const Shape& in, size_t rank) {
  if (const std::optional<Tensor> wanted = layer.value(0)) {
    Shape dims = wanted->to_int64();
    if (dims.size() == in.size()) return dims;  // spatial sizes only
    if (dims.size() != rank)
      throw InputError("the output shape has " + std::to_string(dims.size()) + " entries, not " +
                       std::to_string(rank));
    return spatial_dims(layer, dims);
  }
  if (layer.text("padding", "VALID") != "SAME") return full_size(window, in);
  Shape size = in;
  for (size_t i = 0; i < in.size(); ++i) size[i] *= window.strides[i];
  return size;
}

void translate_conv_transpose(Context& layer) {
  const Shape filter = layer.shape(1), image = layer.shape(2);
  const size_t rank = image.size(), spatial_rank = rank - 2;
  const Shape in = spatial_dims(layer, image);
  if (filter.size() != rank)
    throw InputError("a filter of " + to_string(filter) + " for an image of " + to_string(image));

  Window window;
  window.kernel.assign(filter.begin(), filter.begin() + std::ptrdiff_t(spatial_rank));
  window.strides = spatial_entries(layer, "strides", rank);
  window.dilations = spatial_entries(layer, "dilations", rank);
  // The padding is that of the forward convolution, from the output to the input.
  const Shape full = full_size(window, in), out = output_size(layer, window, in, rank);
  for (const int64_t size : out)
    if (size < 1 || size > (int64_t(1) << 30)) throw InputError("an output of " + to_string(out));
  set_padding(layer, window, out);
  Shape extra(spatial_rank, 0);
  for (size_t i = 0; i < spatial_rank; ++i) {
    if (layer.text("padding", "VALID") == "SAME") {
      const int64_t total = std::max<int64_t>(full[i] - out[i], 0);
      window.begin[i] = total / 2;
      window.end[i] = total - total / 2;
    }
    extra[i] = out[i] - (full[i] - window.begin[i] - window.end[i]);
    if (extra[i] < 0 || extra[i] >= window.strides[i] * window.dilations[i])
      throw InputError("a transposed convolution of " + to_string(in) + " cells cannot make " +
                       to_string(out));
  }

  // Filters are [spatial..., out, in]; ONNX wants [in, out, spatial...].
  Permutation filter_order = {int64_t(rank) - 1, int64_t(rank) - 2};
  for (size_t i = 0; i < spatial_rank; ++i) filter_order.push_back(int64_t(i));
  const Permutation order = layer.image_order(rank);
  layer.make("ConvTranspose", {layer.input(2, order), layer.input(1, filter_order)},
             {{"kernel_shape", window.kernel},
              {"strides", window.strides},
              {"dilations", window.dilations},
              {"pads", pads_of(window)},
              {"output_padding", extra}},
             order);
}

QUERN_TRANSLATOR(Context, "Conv2DBackpropInput", translate_conv_transpose);
QUERN_TRANSLATOR(Context, "Conv3DBackpropInputV2", translate_conv_transpose);

}  // namespace
}  // namespace quern::frontend::tensorflow
