// A convolution that changes nothing but the order in which a tensor lies.
#pragma once

#include "support.hpp"

namespace quern::frontend::tensorflow::test {

inline Tensor identity_filter(int64_t channels) {
  Tensor filter(DataType::Float, {1, 1, channels, channels});
  for (int64_t c = 0; c < channels; ++c) filter.mutable_data<float>()[c * channels + c] = 1;
  return filter;
}

// Makes `to` of `from`, an image with three channels.
inline GraphBuilder& lie_channels_second(GraphBuilder& g, const std::string& from, const std::string& to) {
  return static_cast<GraphBuilder&>(
      g.constant(to + "/filter", identity_filter(3))
          .add("Conv2D", to, {from, to + "/filter"}, {ints("strides", {1, 1, 1, 1}), s("padding", "SAME")}));
}

}  // namespace quern::frontend::tensorflow::test
