// Attention: softmax(q k^T scale + mask) v.
#pragma once

#include "ops/context.hpp"

namespace quern::frontend::pytorch {

struct Attention {
  std::string query, key, value;  // [..., length, features]
  std::string mask;               // "" none; truth values (true: may look) or numbers that are added
  bool causal = false;            // position i looks at positions up to i
  double scale = 0;               // 0: 1 / sqrt(features)
};

// The attended values [..., length of query, features of value]; the weights in `weights` where not null.
std::string attend(Call& call, const Attention& attention, std::string* weights = nullptr);

}  // namespace quern::frontend::pytorch
