// Quantised models: their operators become float operators, what they know about ranges becomes hints.
#pragma once

#include "ops/context.hpp"

namespace quern::frontend::pytorch {

// What a Conv2dPackedParamsBase or LinearPackedParamsBase object holds. Weights are float once they are in
// the graph.
struct PackedParameters {
  Value weight, bias;  // tensors; bias may be None
  std::vector<int64_t> strides = {}, padding = {}, dilations = {}, output_padding = {};
  int64_t groups = 1;
  bool transposed = false;
};
PackedParameters packed_parameters(Call& call, const Value& value);

// Makes the call's result from `y`, a float tensor with the range of the quantised type (scale, zero point).
void give_quantised(Call& call, const std::string& y, double scale, int64_t zero_point,
                    DataType type = DataType::Uint8);

}  // namespace quern::frontend::pytorch
