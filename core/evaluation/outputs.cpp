#include "evaluation/outputs.hpp"

#include <quern/error.hpp>

namespace quern::evaluation {

const Tensor& require(const NamedTensors& tensors, const std::string& name) {
  const auto it = tensors.find(name);
  if (it == tensors.end()) throw InputError("the runtime gave no output \"" + name + "\"");
  return it->second;
}

Tensor part_of(const Tensor& tensor, size_t index, size_t batch_size) {
  if (batch_size == 1) return tensor;
  if (tensor.dims.empty() || tensor.dims[0] != int64_t(batch_size))
    throw InputError("the output \"" + tensor.name + "\" is " + to_string(tensor.dims) +
                         ", from which the samples of a batch of " + std::to_string(batch_size) +
                         " cannot be told apart",
                     "", "Bind the batch dimension of the inputs to 1.");
  Tensor part = tensor;
  part.dims[0] = 1;
  const size_t size = part.byte_size();
  part.blob = Blob(tensor.blob.owner(), tensor.blob.data() + index * size, size);
  return part;
}

}  // namespace quern::evaluation
