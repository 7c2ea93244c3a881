// A Caffe network as the file says it, in the terms of the newest format: layers with named parameters.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <quern/frontend/field_tree.hpp>
#include <quern/graph/tensor.hpp>
#include <quern/host.hpp>

namespace quern::frontend::caffe {

// Caffe's own limit on the rank of a blob.
inline constexpr size_t kMostAxes = 32;

struct Layer {
  std::string name, type;  // type: as in layer { type: "Convolution" }, whatever the format
  std::vector<std::string> bottoms, tops;
  FieldTree fields;                          // "convolution_param" and so on
  std::vector<Tensor> blobs;                 // weights, float32; their own shapes may be padded with ones
  std::vector<std::string> parameter_names;  // of shared weights, by number of the blob; "" is not shared
  uint32_t line = 0;                         // in a text file
};

struct Net {
  std::string name;
  FieldTree fields;  // input, input_shape, input_dim, state
  std::vector<Layer> layers;
  bool is_trained = false;  // some file brought weights
};

// Fields that the schema does not have, by "message.field": forks add their own.
class UnknownFields {
 public:
  void add(const std::string& field, const std::string& where) {
    ++first_.emplace(field, Use{where, 0}).first->second.count;
  }

  // One warning for each kind.
  void report(const Host& host) const {
    constexpr size_t kMostWarnings = 20;
    size_t number = 0;
    for (const auto& [field, use] : first_) {
      if (++number > kMostWarnings) {
        host.warn(std::to_string(first_.size() - kMostWarnings) +
                  " more kinds of fields are not known and are ignored");
        return;
      }
      host.warn("field " + field + " is not known and is ignored (" +
                    (use.count == 1 ? "once" : std::to_string(use.count) + " times") + ")",
                use.where, "Check that the network does not depend on it.");
    }
  }

 private:
  struct Use {
    std::string where;
    size_t count;
  };
  std::map<std::string, Use> first_;
};

}  // namespace quern::frontend::caffe
