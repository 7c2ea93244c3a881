#include "ops/context.hpp"

#include "ops/filler.hpp"

namespace quern::frontend::caffe {

const std::string& Context::input(size_t i) const {
  if (i < ports_->inputs.size()) return ports_->inputs[i];
  throw InputError("bottom number " + std::to_string(i) + " is missing");
}

const std::string& Context::output(size_t i) const {
  if (i < ports_->outputs.size()) return ports_->outputs[i];
  throw InputError("top number " + std::to_string(i) + " is missing");
}

size_t Context::axis(int64_t axis, size_t rank, bool may_end) const {
  const auto n = int64_t(rank);
  if (axis < -n || axis >= n + (may_end ? 1 : 0))
    throw InputError("axis " + std::to_string(axis) + " is outside of a tensor of rank " +
                     std::to_string(rank));
  return size_t(axis < 0 ? axis + n : axis);
}

int64_t Context::bounded(const FieldTree& parameter, const char* name, int64_t fallback, int64_t least,
                         int64_t most) const {
  const int64_t value = parameter.get_int(name, fallback);
  if (value < least || value > most)
    throw InputError(std::string(name) + " is " + std::to_string(value) + ", which is out of range");
  return value;
}

void Context::claim(int64_t elements) const {
  if (elements > *room_) throw InputError("the network asks for more constants than any machine would need");
  *room_ -= elements;
}

size_t Context::blob_count() const {
  size_t count = std::max(layer_->blobs.size(), layer_->parameter_names.size());
  while (count > 0 && !blob(count - 1)) --count;
  return count;
}

const Tensor* Context::blob(size_t i) const {
  if (i < layer_->blobs.size() && layer_->blobs[i].is_defined()) return &layer_->blobs[i];
  if (i >= layer_->parameter_names.size() || layer_->parameter_names[i].empty()) return nullptr;
  const auto shared = shared_->find(layer_->parameter_names[i]);
  return shared == shared_->end() ? nullptr : &shared->second;
}

Tensor Context::weight(size_t i, const Shape& shape, const FieldTree& filler) const {
  const std::string what = "weight number " + std::to_string(i);
  if (const Tensor* tensor = blob(i)) {
    if (element_count(shape) != tensor->count())
      throw InputError(what + " is " + to_string(tensor->dims) + " in the file, but the network asks for " +
                           to_string(shape),
                       "", "Check that the .prototxt and the .caffemodel belong together.");
    return tensor->reshaped(shape);
  }
  if (can_fill(filler, net_->is_trained)) {
    claim(element_count(shape));
    return fill(filler, shape);
  }
  throw InputError(what + " (" + to_string(shape) + ") is in no file", "",
                   net_->is_trained ? "Check that the .prototxt and the .caffemodel belong together."
                                    : "Give the .caffemodel too.");
}

}  // namespace quern::frontend::caffe
