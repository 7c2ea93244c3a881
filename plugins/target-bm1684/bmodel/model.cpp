#include "bmodel/model.hpp"

#include <cstring>
#include <numeric>

namespace quern::bmodel {

void add_tpu_subnet(Stage& stage) {
  Subnet subnet;
  subnet.groups = stage.groups;
  subnet.inputs = stage.inputs;
  subnet.outputs = stage.outputs;
  for (std::vector<Tensor>* tensors : {&subnet.inputs, &subnet.outputs})
    for (Tensor& tensor : *tensors) tensor.memory_type = kUsedByTpu;
  subnet.id = 0;
  stage.subnets.push_back(std::move(subnet));
}

bool same_bytes(const Binary& a, const Binary& b) {
  return a.size() == b.size() && (a.size() == 0 || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

uint64_t context_bytes(const Stage& stage) {
  if (stage.context_sizes.empty()) return stage.context_size;
  return std::accumulate(stage.context_sizes.begin(), stage.context_sizes.end(), uint64_t(0));
}

uint64_t bytes_of(const Tensor& tensor) {
  Shape shape = tensor.shape();
  const int64_t batches = batches_per_word(tensor.store_mode);
  if (!shape.empty()) shape[0] = (shape[0] + batches - 1) / batches * batches;
  return (uint64_t(element_count(shape)) * bits_of(tensor.type) + 7) / 8;
}

}  // namespace quern::bmodel
