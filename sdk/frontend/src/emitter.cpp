#include <unordered_set>

#include <quern/frontend/emitter.hpp>

namespace quern::frontend {

Emitter::Emitter(Graph& graph) : builder_(graph, tensors_, nodes_), facts_(graph) {
  tensors_.take_tensors(graph);
}

size_t Emitter::rank(const std::string& tensor) const {
  const std::optional<Shape> dims = shape(tensor);
  if (!dims) throw UnsupportedError("the rank of tensor \"" + tensor + "\" is not known");
  return dims->size();
}

Shape Emitter::static_shape(const std::string& tensor) const {
  const std::optional<Shape> dims = shape(tensor);
  if (!dims || !is_static(*dims))
    throw UnsupportedError("the shape of tensor \"" + tensor + "\" is not known");
  return *dims;
}

std::vector<int64_t> Emitter::constant_ints(const std::string& tensor, const std::string& what) const {
  const Tensor* known = value(tensor);
  if (!known)
    throw UnsupportedError(what + " is computed by the network (tensor \"" + tensor + "\")", "",
                           "Make it a constant in the model, or export with fixed input shapes.");
  return known->to_int64();
}

const std::string& Emitter::named_constant(const std::string& name, Tensor tensor) {
  tensor.name = name;
  tensors_.take(name);
  const auto [it, is_new] = graph().initializers.emplace(name, std::move(tensor));
  if (!is_new) throw InputError("two constants are called \"" + name + "\"", name);
  return it->first;
}

std::string Emitter::ints(const std::string& suffix, const std::vector<int64_t>& values) {
  return constant(suffix, Tensor::from(values));
}

std::string Emitter::scalar(const std::string& suffix, float value) {
  return constant(suffix, Tensor::scalar(value));
}

std::string Emitter::add(const std::string& suffix, const std::string& op, std::vector<std::string> inputs,
                         AttributeList attributes, const std::string& domain) {
  const std::string output = builder_.add(suffix, op, std::move(inputs), attributes, domain);
  facts_.learn(graph().nodes.back());
  return output;
}

void Emitter::make(const std::string& output, const std::string& op, std::vector<std::string> inputs,
                   AttributeList attributes, const std::string& domain) {
  tensors_.take(output);
  facts_.learn(builder_.add_to(output, op, std::move(inputs), attributes, domain));
}

void Emitter::append(Node node) {
  for (const std::string& output : node.outputs) tensors_.take(output);
  facts_.learn(builder_.append(std::move(node)));
}

void Emitter::end_at(const std::vector<std::string>& tensors) {
  std::unordered_set<std::string> seen;
  for (const std::string& name : tensors) {
    if (!seen.insert(name).second) continue;
    ValueInfo output;
    output.name = name;
    output.type = type(name);
    output.shape = shape(name);
    graph().outputs.push_back(std::move(output));
  }
}

}  // namespace quern::frontend
