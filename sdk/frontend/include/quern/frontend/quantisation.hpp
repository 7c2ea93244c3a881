// The affine quantisation that a QuantizeLinear or DequantizeLinear describes: real = (q - zero_point) *
// scale.
#pragma once

#include <optional>
#include <string>

#include <quern/graph/graph.hpp>

namespace quern::frontend {

struct Quantisation {
  float scale = 0;
  int64_t zero_point = 0;
  DataType type = DataType::Undefined;  // of the quantised tensor

  bool operator==(const Quantisation&) const = default;

  // Whether the smallest quantised value stands for 0, so that quantising clips negative values.
  [[nodiscard]] bool clips_negative() const;
  // "<threshold> <1 where the range reaches below zero, else 0>". A symmetric signed range is scale * 127
  // (its type's maximum), any other the larger of |minimum| and |maximum|.
  [[nodiscard]] std::string hint() const;
};

// What a QuantizeLinear or DequantizeLinear node says; nothing where its parameters are not constant or
// belong to single channels, or the type is not an integer of 8 or 16 bits.
std::optional<Quantisation> quantisation_of(const Graph& graph, const Node& node);

}  // namespace quern::frontend
