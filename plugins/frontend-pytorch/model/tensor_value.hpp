// Tensors while the code of a model is being evaluated.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <quern/frontend/quantisation.hpp>

#include "model/value.hpp"

namespace quern::frontend::pytorch {

// A tensor of the archive: elements of a storage, which it may share with other tensors.
struct StoredTensor {
  const Storage* storage = nullptr;
  int64_t offset = 0;
  Shape dims, strides;
  // Quantised tensors: real = (q - zero_point) * scale, one for all or one per index of `axis`.
  std::vector<double> scales = {};
  std::vector<int64_t> zero_points = {};
  std::optional<size_t> axis = {};
};

// The call that made a view: replayed when the tensor below has changed, undone when the view is written.
struct ViewCall {
  std::string op;           // "aten::slice"
  std::vector<Value> args;  // the first one is the tensor below
  std::map<std::string, Value> keywords;
  std::optional<size_t> item = {};  // which one, of calls that give several tensors
};

// One tensor, however many variables and lists refer to it. Writing in place gives it another name.
struct TensorValue {
  std::string name;                         // in the graph; "" for stored tensors that nothing has used yet
  std::optional<StoredTensor> stored = {};  // of the archive
  std::string path = {};                    // of a stored tensor: "layer1.0.conv1.weight"
  uint64_t version = 0;                     // counts writes
  TensorValue* base = nullptr;              // what this is a view of
  uint64_t base_version = 0;                // of the base when `name` was made
  std::optional<ViewCall> view = {};        // how it was made from the base
  int depth = 0;                            // views below this
  bool contiguous = true;                   // whether reshaping it gives a view
  std::optional<Quantisation> quantised = {};  // activations of quantised models: what their hint says
};

}  // namespace quern::frontend::pytorch
