#include "ops/context.hpp"

namespace quern::frontend::tensorflow {

const std::string& Context::source(size_t i) const {
  if (i >= node_->inputs.size())
    throw InputError(node_->op + " has " + std::to_string(node_->inputs.size()) + " inputs; input " +
                     std::to_string(i) + " is missing");
  return node_->inputs[i];
}

Shape Context::shape(size_t i) const {
  const std::optional<Shape> dims = known_shape(i);
  if (!dims || !is_static(*dims))
    throw UnsupportedError("the shape of \"" + source(i) + "\" depends on the data");
  return *dims;
}

size_t Context::rank(size_t i) const {
  const std::optional<Shape> dims = known_shape(i);
  if (!dims) throw UnsupportedError("the rank of \"" + source(i) + "\" is not known");
  return dims->size();
}

Tensor Context::constant(size_t i, const std::string& what) {
  std::optional<Tensor> known = value(i);
  if (!known)
    throw UnsupportedError(what + " is computed by the network (tensor \"" + source(i) + "\")", "",
                           "Make it a constant in the model, or export with fixed input shapes.");
  return std::move(*known);
}

std::vector<int64_t> Context::ints(size_t i, const std::string& what) {
  constexpr int64_t kLongest = 100'000;
  if (const std::optional<Shape> dims = known_shape(i);
      dims && is_static(*dims) && element_count(*dims) > kLongest)
    throw InputError(what + " has " + to_string(*dims) + " elements");
  return constant(i, what).to_int64();
}

int64_t Context::integer(size_t i, const std::string& what) {
  const std::vector<int64_t> values = ints(i, what);
  if (values.size() != 1)
    throw InputError(what + " has " + std::to_string(values.size()) + " elements, not 1");
  return values[0];
}

float Context::number(size_t i, const std::string& what) {
  const Tensor tensor = constant(i, what);
  if (tensor.count() != 1) throw InputError(what + " has " + to_string(tensor.dims) + " elements, not 1");
  return tensor.to_float()[0];
}

std::string Context::as_int64(size_t i) {
  const std::string tensor = input(i);
  if (type(i) == DataType::Int64) return tensor;
  return emit().add("int64", "Cast", {tensor}, {{"to", cast_to(DataType::Int64)}});
}

int64_t Context::axis(int64_t axis, size_t rank) const {
  const auto n = int64_t(rank);
  if (axis < -n || axis >= n)
    throw InputError("axis " + std::to_string(axis) + " is outside of a tensor of rank " +
                     std::to_string(rank));
  return axis < 0 ? axis + n : axis;
}

bool Context::channels_last() const {
  const std::string format = text("data_format", "NHWC");
  if (format == "NHWC" || format == "NDHWC") return true;
  if (format == "NCHW" || format == "NCDHW") return false;
  throw UnsupportedError("data format " + format);
}

void Context::make(const std::string& op, std::vector<std::string> inputs, frontend::AttributeList attributes,
                   const Permutation& perm) {
  emit().make(output(), op, std::move(inputs), attributes);
  layouts_->define(output(), output(), perm);
}

void Context::append(quern::Node made, const Permutation& perm) {
  const std::string tensor = made.outputs.at(0);
  emit().append(std::move(made));
  layouts_->define(output(), tensor, perm);
}

void Context::forward(size_t i, size_t k) {
  if (layouts_->is_constant(source(i))) {
    layouts_->define_alias(output(k), source(i));
    return;
  }
  const Permutation perm = order(i);
  define(input(i, perm), perm, k);
}

void Context::define(const std::string& converted, const Permutation& perm, size_t k) {
  const std::string name = output(k);
  std::vector<quern::Node>& nodes = emit().graph().nodes;
  const bool is_fresh = !nodes.empty() && nodes.back().outputs.size() == 1 &&
                        nodes.back().outputs[0] == converted && !layouts_->is_held(converted);
  if (is_fresh) {  // the last step of this layer: it makes the layer's output itself
    quern::Node last = std::move(nodes.back());
    nodes.pop_back();
    last.outputs[0] = name;
    emit().append(std::move(last));
  } else if (converted != name) {
    emit().make(name, "Identity", {converted});
  }
  layouts_->define(name, name, perm);
}

void Context::define_constant(Tensor tensor, size_t k) {
  const Type type = source_type(tensor.type);
  layouts_->define_constant(output(k), Constant::of(std::move(tensor), type));
}

}  // namespace quern::frontend::tensorflow
