#include "planner.hpp"

#include <algorithm>
#include <map>

#include <quern/ops/operator.hpp>

#include "steps/builders.hpp"
#include "steps/copy.hpp"
#include "steps/observe.hpp"

namespace quern::cpu {

Planner::Planner(const Graph& graph, const PlanOptions& options)
    : graph_(graph), options_(options), observed_(options.observe.begin(), options.observe.end()) {}

Plan Planner::build() {
  check_supported();
  types_ = infer_types(graph_);
  check_observed();
  plan_inputs();
  for (const FusedNode& group : fuse(graph_, types_, observed_)) plan_group(group);
  for (const std::string& tensor : options_.observe)
    if (constant(tensor)) observe(tensor);
  plan_outputs();
  return std::move(plan_);
}

const TensorType& Planner::type(const std::string& tensor) const {
  static const TensorType unknown;
  const auto it = types_.find(tensor);
  return it == types_.end() ? unknown : it->second;
}

// Inputs that only convolutions read are taken in their layout at once.
void Planner::plan_inputs() {
  const GraphIndex index(graph_);
  for (const ValueInfo& input : graph_.inputs) {
    const TensorType& t = type(input.name);
    if (!t.is_static) {
      plan_.inputs.push_back(&make_dynamic(input.name));
    } else {
      const std::vector<size_t>& readers = index.consumers(input.name);
      const bool for_convolution =
          !readers.empty() && std::all_of(readers.begin(), readers.end(),
                                          [&](size_t i) { return is_channels_last_reader(graph_.nodes[i]); });
      plan_.inputs.push_back(&make(
          input.name, for_convolution ? channels_last_order(t.shape.size()) : plain_order(t.shape.size())));
    }
    if (observed_.contains(input.name)) observe(input.name);
  }
}

void Planner::plan_group(const FusedNode& group) {
  if (!group.tail.empty() && is_plannable(*group.node) && build_fast(*this, group)) {
    if (observed_.contains(group.output())) observe(group.output());
    return;
  }
  plan_node({group.node, {}});
  for (const Node* node : group.tail) plan_node({node, {}});
}

void Planner::plan_node(const FusedNode& node) {
  if (!is_plannable(*node.node) || !build_fast(*this, node)) build_generic(*this, *node.node);
  for (const std::string& output : node.node->outputs)
    if (!output.empty() && observed_.contains(output)) observe(output);
}

// Fast steps need shapes that hold, and data with at least one element.
bool Planner::is_plannable(const Node& node) const {
  const auto good = [&](const std::string& tensor) {
    const TensorType& t = type(tensor);
    return tensor.empty() || (t.is_static && t.is_proven && (constant(tensor) || element_count(t.shape) > 0));
  };
  return std::all_of(node.inputs.begin(), node.inputs.end(), good) &&
         std::all_of(node.outputs.begin(), node.outputs.end(), good);
}

void Planner::plan_outputs() {
  for (const ValueInfo& output : graph_.outputs) {
    Value& made = value(output.name);
    plan_.outputs.push_back(made.is_static() ? &value(output.name, plain_order(made.shape.size())) : &made);
  }
}

void Planner::observe(const std::string& tensor) {
  Value* seen = &value(tensor);
  if (seen->is_static() && !options_.observe_unordered)
    seen = &value(tensor, plain_order(seen->shape.size()));
  auto step = std::make_unique<ObserveStep>(tensor, *seen);
  plan_.steps.push_back(std::move(step));
}

void Planner::check_supported() const {
  std::map<std::string, std::pair<int, std::string>> missing;  // operator to count and first node
  for (const Node& node : graph_.nodes) {
    const ops::Operator* op = ops::find(node.domain, node.op_type);
    if (op && op->compute) continue;
    auto& [count, first] = missing[node.domain.empty() ? node.op_type : node.domain + "." + node.op_type];
    if (count++ == 0) first = node.name.empty() && !node.outputs.empty() ? node.outputs[0] : node.name;
  }
  if (missing.empty()) return;
  std::string list;
  for (const auto& [op, nodes] : missing)
    list += (list.empty() ? "" : ", ") + op + " (" + std::to_string(nodes.first) + ", first \"" +
            nodes.second + "\")";
  throw UnsupportedError(
      "these operators cannot be executed: " + list, {},
      "`quern ops` lists what can. Convert the model again, or end it before these nodes.");
}

void Planner::check_observed() const {
  for (const std::string& tensor : options_.observe)
    if (!types_.contains(tensor))
      throw Error(QUERN_ERROR_ARGUMENT,
                  "tensor \"" + tensor + "\" is to be observed but the model has no such tensor");
}

Value& Planner::value(const std::string& tensor) {
  const auto it = values_.find(tensor);
  if (it != values_.end()) return *it->second.front();
  const Tensor* constant = this->constant(tensor);
  if (!constant) throw InputError("tensor \"" + tensor + "\" is used but nothing makes it before");
  Value value{tensor, constant->type, constant->dims, plain_order(constant->dims.size()), Storage::Constant};
  value.tensor = *constant;
  if (constant->type == DataType::String) value.storage = Storage::Dynamic;
  return enter(tensor, std::move(value));
}

Value& Planner::value(const std::string& tensor, const AxisOrder& order) {
  Value& original = value(tensor);
  if (!original.is_static()) throw InputError("the shape of tensor \"" + tensor + "\" is not known");
  for (Value* value : values_[tensor])
    if (same_memory(value->shape, value->order, order)) return *value;
  Value& copy = reordered(original, order);
  values_[tensor].push_back(&copy);
  return copy;
}

Value& Planner::reordered(Value& source, const AxisOrder& order) {
  Value& target = plan_.values.emplace_back();
  target.name = source.name;
  target.type = source.type;
  target.shape = source.shape;
  target.order = order;
  StridedCopy copy(source.shape, physical_strides(source.shape, source.order),
                   physical_strides(source.shape, order), size_of(source.type));
  if (source.storage == Storage::Constant) {
    target.storage = Storage::Constant;
    target.tensor = Tensor(source.type, source.shape);
    copy.run(source.tensor.blob.data(), const_cast<std::byte*>(target.tensor.blob.data()));
  } else {
    auto step = std::make_unique<CopyStep>(target);
    step->label = "change of layout of \"" + source.name + "\"";
    step->add(source, 0, copy, 0);
    plan_.steps.push_back(std::move(step));
  }
  return target;
}

Value& Planner::enter(const std::string& tensor, Value value) {
  std::vector<Value*>& copies = values_[tensor];
  if (!copies.empty()) throw InputError("tensor \"" + tensor + "\" is made twice");
  return *copies.emplace_back(&plan_.values.emplace_back(std::move(value)));
}

Value& Planner::make(const std::string& tensor, const AxisOrder& order) {
  const TensorType& t = type(tensor);
  return enter(tensor, {tensor, t.type, t.shape, order, Storage::Arena});
}

void Planner::make_view(const std::string& tensor, Value& base, const AxisOrder& order) {
  const TensorType& t = type(tensor);
  Value view{tensor, t.type, t.shape, order, base.storage};
  if (base.storage == Storage::Constant)
    view.tensor = base.tensor.reshaped(t.shape);
  else
    view.base = &base;
  enter(tensor, std::move(view));
}

Value& Planner::make_dynamic(const std::string& tensor) {
  return enter(tensor, {tensor, type(tensor).type, {}, {}, Storage::Dynamic});
}

Value& Planner::scratch(size_t bytes) {
  Value& value = plan_.values.emplace_back();
  value.type = DataType::Uint8;
  value.shape = {int64_t(std::max<size_t>(1, bytes))};
  value.order = {0};
  return value;
}

Value& Planner::make_constant(Tensor tensor) {
  Value& value = plan_.values.emplace_back();
  value.type = tensor.type;
  value.shape = tensor.dims;
  value.order = plain_order(tensor.dims.size());
  value.storage = Storage::Constant;
  value.tensor = std::move(tensor);
  return value;
}

}  // namespace quern::cpu
