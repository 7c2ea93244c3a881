// Positions that are tensors: x[i, :, j].
#pragma once

#include "ops/context.hpp"

namespace quern::frontend::pytorch {

// An argument that holds positions, as int64 or int32.
std::string index_tensor(Call& call, const Value& value);

struct AdvancedIndex {
  std::string source;                // the tensor that is indexed
  std::vector<int64_t> axes;         // with an index tensor, ascending
  std::vector<std::string> tensors;  // one per axis: int64, no entry negative
  bool adjacent = true;              // no other axis between them
  bool moved = false;                // the axes are not the first ones
  std::vector<int64_t> order;        // of source's axes with those of `axes` first
  std::string tuples;                // index tuples [broadcast..., axes], where there are several axes
};

// Reads a list of index tensors and Nones. A constant truth mask becomes the positions where it is true;
// throws UnsupportedError for other masks.
AdvancedIndex advanced_index(Call& call, const std::string& source, const std::vector<Value>& indices);

}  // namespace quern::frontend::pytorch
