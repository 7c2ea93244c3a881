// The two ways to compute a convolution, behind PackedConv.
#pragma once

#include <memory>

#include "conv.hpp"

namespace quern::cpu::int8 {

class PackedConv::Implementation {
 public:
  virtual ~Implementation() = default;
  [[nodiscard]] virtual size_t scratch_bytes(int threads) const = 0;
  virtual void run(const uint8_t* x, uint8_t* y, std::byte* scratch) const = 0;
};

// What a convolution is made of, checked; pixel strides are filled in.
struct ConvDefinition {
  ConvShape shape;
  bool signed_input;
  const int8_t* weights;
  const int16_t* bias;  // or null
  OutputStage output;
  Isa isa;
};

// Any convolution, as products of pixel tiles and blocks of output channels.
std::unique_ptr<const PackedConv::Implementation> make_tiled_conv(const ConvDefinition& definition);

// One filter per channel: group = in_channels = out_channels.
std::unique_ptr<const PackedConv::Implementation> make_depthwise_conv(const ConvDefinition& definition);

}  // namespace quern::cpu::int8
