#include "translate/translator.hpp"

#include <cstring>
#include <set>

#include <quern/graph/data_type.hpp>

namespace quern::bm1684 {

Translator::Translator(const Graph& graph, Network& network)
    : graph_(&graph), index_(graph), network_(&network) {}

void Translator::run() {
  declare_inputs();
  for (const Node& node : graph_->nodes) {
    bool is_made = true;  // by the node that fed it, or as an input
    for (const std::string& output : node.outputs)
      is_made = is_made && (output.empty() || tensors_.contains(output));
    if (is_made || leaves_as_bytes(node)) continue;
    const TranslateFunction translate = find_translator(node);
    const std::string reason = translate ? translate(*this, node) : "the chip has no such operation";
    if (!reason.empty()) leave_to_host(node, reason);
  }
  finish_outputs();
  prune_host_outputs();
}

const quern::Tensor* Translator::constant(const Node& node, size_t input) const {
  return node.has_input(input) ? graph_->constant(node.inputs[input]) : nullptr;
}

Element Translator::element(const std::string& tensor) const {
  switch (graph_->type(tensor)) {
    case DataType::Float:
      return Element::F32;
    case DataType::Int8:
      return Element::I8;
    case DataType::Uint8:
      return Element::U8;
    default:
      return Element::I32;
  }
}

std::optional<float> Translator::scalar(const Node& node, size_t input) const {
  const quern::Tensor* t = constant(node, input);
  if (!t || t->type != DataType::Float || t->count() != 1) return std::nullopt;
  return t->data<float>()[0];
}

// An input that nothing but a Quantize reads arrives as bytes: whoever runs the program quantises by the
// scale.
void Translator::declare_inputs() {
  for (const ValueInfo& input : graph_->inputs) {
    const Node* reader = index_.only_consumer(input.name);
    float scale = 1;
    std::string name = input.name;
    if (reader && reader->is("Quantize", kQuernDomain)) {
      name = reader->outputs[0];
      scale = reader->get_float("inverse_scale", 1);
    }
    const int made = make(name);
    tensors_[input.name] = made;
    network_->tensors[size_t(made)].name = input.name;
    network_->storages[size_t(at(made).storage)].is_pinned = true;
    network_->inputs.push_back(made);
    network_->input_scales.push_back(scale);
  }
}

// An output that a Dequantize makes leaves as bytes, with their scale.
bool Translator::leaves_as_bytes(const Node& node) const {
  return node.is("Dequantize", kQuernDomain) && graph_->is_output(node.outputs[0]) &&
         index_.consumers(node.outputs[0]).empty();
}

void Translator::finish_outputs() {
  for (const ValueInfo& output : graph_->outputs) {
    const Node* producer = index_.producer(output.name);
    const bool is_quantised = producer && leaves_as_bytes(*producer);
    const int made = tensor(is_quantised ? producer->inputs[0] : output.name);
    const ChipTensor& t = at(made);
    Storage& storage = network_->storages[size_t(t.storage)];
    const bool is_whole =
        t.offset == 0 && is_dense(t) && element_count(word_shape(t.shape, t.element)) == storage.words;
    int result = made;
    if (!is_whole || storage.is_pinned || storage.is_coefficient()) {
      result = helper(output.name, t.element, t.shape);
      copy("output " + output.name, made, result);
    }
    network_->tensors[size_t(result)].name = output.name;
    network_->storages[size_t(at(result).storage)].is_pinned = true;
    network_->outputs.push_back(result);
    network_->output_scales.push_back(is_quantised ? producer->get_float("scale", 1) : 1.0f);
  }
}

int Translator::new_tensor(const std::string& name, Element element, const Shape& shape) {
  ChipTensor t;
  t.name = name;
  t.element = element;
  t.shape = shape;
  const Shape words = word_shape(shape, element);
  t.strides = dense_strides(words);
  t.storage = int(network_->storages.size());
  network_->storages.emplace_back().words = element_count(words);
  network_->tensors.push_back(std::move(t));
  return int(network_->tensors.size()) - 1;
}

int Translator::make(const std::string& name) {
  return tensors_[name] = new_tensor(name, element(name), shape(name));
}

int Translator::helper(const std::string& hint, Element element, const Shape& shape) {
  return new_tensor(hint, element, shape);
}

int Translator::make_view(const std::string& name, const Shape& shape, int of, int64_t offset,
                          std::vector<int64_t> strides) {
  ChipTensor t = at(of);
  t.name = name;
  t.shape = shape;
  t.offset += offset;
  t.strides = std::move(strides);
  network_->tensors.push_back(std::move(t));
  const int made = int(network_->tensors.size()) - 1;
  if (graph_->value(name)) tensors_[name] = made;
  return made;
}

int Translator::tensor(const std::string& name) {
  if (const auto it = tensors_.find(name); it != tensors_.end()) return it->second;
  const quern::Tensor* value = graph_->constant(name);
  if (!value) throw Error(QUERN_ERROR_INTERNAL, "tensor \"" + name + "\" is used before it is made");
  ChipTensor t;
  t.name = name;
  t.element = element(name);
  t.shape = value->dims;
  if (is_byte(t.element)) {  // every byte of a word, so that it serves all batches
    if (!t.shape.empty()) t.shape.insert(t.shape.begin(), 1);
    std::vector<uint32_t> words;
    for (size_t i = 0; i < value->byte_size(); ++i)
      words.push_back(uint32_t(value->blob.data()[i]) * 0x01010101u);
    t.storage = coefficient(words.data(), words.size() * 4);
    t.shape = value->dims;
    t.strides = dense_strides(word_shape(t.shape, t.element));
  } else if (t.element == Element::F32) {
    t.storage = coefficient(value->blob.data(), value->byte_size());
    t.strides = dense_strides(word_shape(t.shape, t.element));
  } else {
    throw Error(QUERN_ERROR_INTERNAL, "constant \"" + name + "\" of integers cannot be an operand");
  }
  network_->tensors.push_back(std::move(t));
  return tensors_[name] = int(network_->tensors.size()) - 1;
}

int Translator::coefficient(const void* data, size_t bytes) {
  std::string content(static_cast<const char*>(data), bytes);
  content.resize((bytes + 3) / 4 * 4, '\0');
  const auto [it, is_new] = coefficient_of_.emplace(std::move(content), int(network_->storages.size()));
  if (is_new) {
    Storage storage;
    storage.words = int64_t(it->first.size() / 4);
    storage.data = Blob::allocate(it->first.size());
    std::memcpy(const_cast<std::byte*>(storage.data.data()), it->first.data(), it->first.size());
    network_->storages.push_back(std::move(storage));
  }
  return it->second;
}

void Translator::copy(const std::string& name, int source, int target) {
  const ChipTensor& from = at(source);
  const ChipTensor& to = at(target);
  SystemCopy copy;
  copy.name = name;
  copy.source = from.storage;
  copy.target = to.storage;
  copy.source_offset = from.offset;
  copy.target_offset = to.offset;
  copy.dims = word_shape(from.shape, from.element);
  copy.source_strides = from.strides;
  copy.target_strides = to.strides;
  add(std::move(copy));
}

int Translator::dense(int tensor) {
  if (is_dense(at(tensor))) return tensor;
  const auto [it, is_new] = dense_.emplace(tensor, int(network_->tensors.size()));
  if (is_new)
    copy(at(tensor).name, tensor, helper(at(tensor).name + "/dense", at(tensor).element, at(tensor).shape));
  return it->second;
}

LayerTensor Translator::seen_as(int tensor, const Dims& dims) {
  if (view_as(at(tensor), dims)) return {tensor, dims};
  const int copied = dense(tensor);
  if (!view_as(at(copied), dims))
    throw Error(QUERN_ERROR_INTERNAL, "tensor \"" + at(tensor).name + "\" cannot be seen in 4 dimensions");
  return {copied, dims};
}

LayerTensor Translator::broadcast(const std::string& name, const Shape& result) {
  const int plain = tensor(name);
  Shape shape = at(plain).shape;
  std::vector<int64_t> strides = at(plain).strides;
  if (shape.empty()) shape = {1};
  while (shape.size() < result.size()) {
    shape.insert(shape.begin(), 1);
    strides.insert(strides.begin(), 0);
  }
  // Which axes must repeat in memory: channels, and those that canonical dimensions merge.
  bool is_view = shape != at(plain).shape;
  for (size_t i = 1; i < shape.size(); ++i) {
    const bool is_merged = result.size() > 4 && i >= 2 && i + 1 < result.size();
    if (shape[i] != result[i] && (i == 1 || is_merged)) {
      shape[i] = result[i];
      strides[i] = 0;
      is_view = true;
    }
  }
  const Dims dims = canonical_dims(shape);
  if (!is_view) return seen_as(plain, dims);
  return seen_as(make_view(name + "/broadcast", shape, plain, 0, strides), dims);
}

uint32_t Translator::lookup_table(const std::vector<uint32_t>& words) {
  const int storage = coefficient(words.data(), words.size() * 4);
  for (const LookupTable& table : network_->tables)
    if (table.storage == storage) return table.l2_offset;
  const auto offset = uint32_t(kL2ProgramOffset + network_->tables.size() * 1024);
  if (offset + 1024 > kL2TableOffset)
    throw UnsupportedError("the network needs more tables of activation functions than L2 holds");
  network_->tables.push_back({storage, offset});
  return offset;
}

// A part can take one more node unless that reads the part's own results from device memory, under another
// view.
bool Translator::can_join(const HostPart& part, const Node& node) {
  for (const std::string& input : node.inputs) {
    if (input.empty() || graph_->constant(input) || part.graph.value(input)) continue;
    const int storage = at(dense(tensor(input))).storage;
    for (const int output : part.outputs)
      if (at(output).storage == storage) return false;
  }
  return true;
}

// Neighbouring nodes of the host are one part.
void Translator::leave_to_host(const Node& node, const std::string& reason) {
  host_nodes_.push_back({node.name, node.op_type, reason});
  for (const std::string& input : node.inputs)  // copies have to stand before the part
    if (!input.empty() && !graph_->constant(input)) dense(tensor(input));
  HostPart* part = network_->parts.empty() ? nullptr : std::get_if<HostPart>(&network_->parts.back());
  if (part && !can_join(*part, node)) part = nullptr;
  if (!part) {
    part = &std::get<HostPart>(network_->parts.emplace_back(HostPart{}));
    part->name = node.name;
  }
  Graph& graph = part->graph;
  for (const std::string& input : node.inputs) {
    if (input.empty() || graph.constant(input) || graph.value(input)) continue;
    if (const quern::Tensor* value = graph_->constant(input)) {
      graph.initializers[input] = *value;
    } else {
      graph.values[input] = *graph_->value(input);
      graph.inputs.push_back(*graph_->value(input));
      part->inputs.push_back(dense(tensor(input)));
    }
  }
  for (const std::string& output : node.outputs) {
    if (output.empty()) continue;
    graph.values[output] = *graph_->value(output);
    graph.outputs.push_back(*graph_->value(output));
    part->outputs.push_back(make(output));
  }
  graph.nodes.push_back(node);
}

// What only the part itself reads is no output of it.
void Translator::prune_host_outputs() {
  for (NetworkPart& any : network_->parts) {
    HostPart* part = std::get_if<HostPart>(&any);
    if (!part) continue;
    std::set<std::string> inside;
    for (const Node& node : part->graph.nodes) inside.insert(node.name);
    for (size_t i = part->outputs.size(); i-- > 0;) {
      const std::string& name = part->graph.outputs[i].name;
      bool is_used = graph_->is_output(name);
      for (const size_t reader : index_.consumers(name))
        is_used = is_used || !inside.contains(graph_->nodes[reader].name);
      if (is_used) continue;
      part->graph.outputs.erase(part->graph.outputs.begin() + long(i));
      part->outputs.erase(part->outputs.begin() + long(i));
    }
  }
}

}  // namespace quern::bm1684
