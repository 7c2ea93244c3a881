#include "lowering/lowering.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "lowering/operators.hpp"

namespace quern::bm1684 {
namespace {

// Shortest decimal that reads back as the same float, independent of the locale.
std::string to_text(float value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return {buffer.data(), end};
}

}  // namespace

Lowering::Lowering(const Graph& source, const GraphIndex& index, const Scales& scales, Graph& result,
                   LoweringReport& report)
    : source_(&source), index_(&index), scales_(&scales), result_(&result), report_(&report) {
  result.name = source.name;
  result.inputs = source.inputs;
  result.outputs = source.outputs;
  for (const ValueInfo& v : source.inputs) {
    result.values[v.name] = v;
    floats_[v.name] = v.name;
  }
}

void Lowering::run() {
  for (const Node& node : source_->nodes)
    if (!consumed_.contains(&node)) lower_node(node);
  finish_outputs();
}

void Lowering::lower_node(const Node& node) {
  const LowerFunction lower = find_lowering(node);
  std::string reason;
  if (!lower)
    reason = "the BM1684 has no INT8 form of " + node.op_type;
  else if (scales_->keep_float(node.outputs[0]))
    reason = "calibration.yaml asks for float";
  else
    reason = lower(*this, node);
  if (!reason.empty()) {
    keep_in_float(node, reason);
    return;
  }
  const auto source = node.metadata.find("quern.source");
  report_->layers.push_back({node.name, node.op_type, source == node.metadata.end() ? "" : source->second,
                             true, "", macs_of(*source_, node)});
}

void Lowering::keep_in_float(const Node& node, const std::string& reason) {
  Node copy = node;
  for (std::string& input : copy.inputs)
    if (!input.empty()) input = float_input(input);
  for (const std::string& output : node.outputs) {
    if (output.empty()) continue;
    floats_[output] = output;
    if (const ValueInfo* v = source_->value(output)) result_->values[output] = *v;
  }
  result_->nodes.push_back(std::move(copy));
  const auto source = node.metadata.find("quern.source");
  report_->layers.push_back({node.name, node.op_type, source == node.metadata.end() ? "" : source->second,
                             false, reason, macs_of(*source_, node)});
}

void Lowering::finish_outputs() {
  for (const ValueInfo& output : source_->outputs) {
    result_->values[output.name] = output;
    if (floats_.contains(output.name) || source_->constant(output.name)) {
      if (const Tensor* t = source_->constant(output.name)) result_->initializers.emplace(output.name, *t);
      continue;
    }
    float_input(output.name);
  }
}

const Tensor* Lowering::constant(const Node& node, size_t input) const {
  return node.has_input(input) ? source_->constant(node.inputs[input]) : nullptr;
}

FusedOutput Lowering::fused_output(const Node& node) const {
  const std::string& output = node.outputs[0];
  const Node* next = index_->only_consumer(output);
  if (!next || scales_->keep_float(next->outputs[0])) return {output, nullptr};
  if (next->is("Relu")) return {next->outputs[0], next};
  if (next->is("Clip")) {
    const Tensor* low = constant(*next, 1);
    const bool from_zero =
        low && low->type == DataType::Float && low->count() == 1 && low->data<float>()[0] == 0;
    const bool known_high = !next->has_input(2) || constant(*next, 2);
    if (from_zero && known_high) return {next->outputs[0], next};
  }
  return {output, nullptr};
}

const IntegerTensor* Lowering::integer(const std::string& tensor) const {
  const auto it = integers_.find(tensor);
  return it == integers_.end() ? nullptr : &it->second;
}

std::optional<Quantisation> Lowering::input_quantisation(const std::string& tensor) const {
  if (const IntegerTensor* t = integer(tensor)) return t->quantisation;
  if (source_->constant(tensor) || source_->type(tensor) != DataType::Float) return std::nullopt;
  return scales_->wanted(tensor);
}

std::optional<Quantisation> Lowering::output_quantisation(const FusedOutput& output) const {
  std::optional<Quantisation> q = scales_->wanted(output.tensor);
  if (!q || !output.relu()) return q;
  q->is_signed = false;
  if (const Tensor* high = output.activation->is("Clip") ? constant(*output.activation, 2) : nullptr)
    q->threshold = std::min(q->threshold, double(high->to_float().at(0)));
  return q->threshold > 0 ? q : std::nullopt;
}

WeightSettings Lowering::weight_settings(const FusedOutput& output) const {
  const bool is_clipped = output.relu() && output.activation->is("Clip");
  return {.may_widen = !is_clipped, .is_rescaled = scales_->is_merged(output.tensor)};
}

std::string Lowering::no_threshold(const std::string& tensor) const {
  return "calibration.yaml has no threshold for \"" + tensor + "\"";
}

// Inputs and outputs of the graph are float and keep their names, so their integer forms need others.
bool Lowering::is_interface(const std::string& tensor) const {
  const auto same = [&](const ValueInfo& v) { return v.name == tensor; };
  return source_->is_output(tensor) || std::any_of(source_->inputs.begin(), source_->inputs.end(), same);
}

void Lowering::declare(const std::string& name, const Shape& shape, const Quantisation& q) {
  result_->set_value(name, q.is_signed ? DataType::Int8 : DataType::Uint8, shape);
  result_->values[name].metadata["quern.scale"] = to_text(q.scale());
}

std::string Lowering::integer_output(const std::string& tensor, const Quantisation& q) {
  const bool taken = is_interface(tensor) || floats_.contains(tensor);
  const std::string name = taken ? tensor + "_int8" : tensor;
  declare(name, shape(tensor), q);
  integers_[tensor] = {name, q};
  return name;
}

std::string Lowering::helper(const std::string& hint, const Shape& shape, const Quantisation& q) {
  std::string name = hint;
  for (int i = 1; source_->value(name) || result_->value(name) || source_->constant(name); ++i)
    name = hint + "_" + std::to_string(i);
  declare(name, shape, q);
  return name;
}

std::string Lowering::integer_input(const std::string& tensor) {
  if (const IntegerTensor* t = integer(tensor)) return t->name;
  const Quantisation q = *input_quantisation(tensor);
  const std::string from = float_input(tensor);
  const std::string name = integer_output(tensor, q);
  Node cast("Quantize", {from}, {name}, kQuernDomain);
  cast.set("inverse_scale", 1.0F / q.scale()).set("signed", int64_t(q.is_signed));
  result_->nodes.push_back(std::move(cast));
  ++report_->quantise_casts;
  return name;
}

std::string Lowering::float_input(const std::string& tensor) {
  if (const Tensor* constant = source_->constant(tensor)) {
    result_->initializers.emplace(tensor, *constant);
    return tensor;
  }
  const auto it = floats_.find(tensor);
  if (it != floats_.end()) return it->second;
  const IntegerTensor* t = integer(tensor);
  if (!t) throw InputError("tensor \"" + tensor + "\" is used before it is made");
  const std::string name = source_->is_output(tensor) ? tensor : tensor + "_float";
  result_->set_value(name, DataType::Float, shape(tensor));
  Node cast("Dequantize", {t->name}, {name}, kQuernDomain);
  cast.set("scale", t->quantisation.scale());
  result_->nodes.push_back(std::move(cast));
  floats_[tensor] = name;
  ++report_->dequantise_casts;
  return name;
}

std::string Lowering::add_constant(const std::string& hint, Tensor tensor) {
  return result_->add_constant(source_->constant(hint) || source_->value(hint) ? hint + "_int8" : hint,
                               std::move(tensor));
}

Node& Lowering::emit(Node node, const Node& origin, const Node* fused) {
  node.name = origin.name;
  for (int i = 1; !node_names_.insert(node.name).second; ++i)
    node.name = origin.name + "_" + std::to_string(i);
  node.metadata = origin.metadata;
  if (fused) {
    const auto more = fused->metadata.find("quern.source");
    std::string& source = node.metadata["quern.source"];
    if (more != fused->metadata.end()) source += (source.empty() ? "" : ";") + more->second;
  }
  return result_->nodes.emplace_back(std::move(node));
}

void Lowering::consume(const Node* node) {
  if (node) consumed_.insert(node);
}

}  // namespace quern::bm1684
