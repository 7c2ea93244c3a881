// Layers whose attribute "layout" puts the channels last.
#pragma once

#include "ops/context.hpp"

namespace quern::frontend::mxnet {

// [N, space..., C] to [N, C, space...] and back, for any rank from 3 on.
Shape channels_first(size_t rank);
Shape channels_last(size_t rank);

// Whether the layer's layout has the channels last ("NWC", "NHWC", "NDHWC"). Throws UnsupportedError for
// layouts other than those and "NCW", "NCHW", "NCDHW".
bool has_channels_last(const Context& layer);

// Calls translate(input, output) with names of tensors that have the channels second, transposing around it
// where the layer wants them last.
template <class Translate>
void with_channels_first(Context& layer, const Translate& translate) {
  if (!has_channels_last(layer)) return translate(layer.input(), layer.output());
  const size_t rank = layer.rank();
  const std::string input =
      layer.add("channels_first", "Transpose", {layer.input()}, {{"perm", channels_first(rank)}});
  const std::string output = layer.emit().tensor("result");
  translate(input, output);
  layer.make("Transpose", {output}, {{"perm", channels_last(rank)}});
}

}  // namespace quern::frontend::mxnet
