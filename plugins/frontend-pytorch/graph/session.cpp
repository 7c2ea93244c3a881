#include "graph/session.hpp"

#include <algorithm>
#include <stdexcept>

#include "graph/views.hpp"
#include "model/stored_tensor.hpp"
#include "ops/context.hpp"

namespace quern::frontend::pytorch {
namespace {

void collect_tensors(Session& session, const std::vector<Value>& values, std::vector<std::string>& names,
                     int depth = 0) {
  for (const Value& value : values) {
    if (const auto* unknown = value.get<Unknown>()) names.push_back(unknown->tensor);
    if (TensorValue* tensor = value.ref<TensorValue>()) names.push_back(session.name_of(*tensor));
    const List* list = value.ref<List>();
    const Tuple* tuple = value.ref<Tuple>();
    if (depth > 3 || (!list && !tuple)) continue;
    const std::vector<Value>& items = list ? list->items : tuple->items;
    session.spend(items.size());
    collect_tensors(session, items, names, depth + 1);
  }
}

// "conv2d" of "aten::conv2d".
std::string short_name(const std::string& op) {
  const size_t colon = op.rfind(':');
  std::string name = colon == std::string::npos ? op : op.substr(colon + 1);
  while (name.size() > 1 && name.back() == '_') name.pop_back();
  return name.front() == '_' && name.size() > 1 ? name.substr(1) : name;
}

bool same_elements(const StoredTensor& a, const StoredTensor& b) {
  return a.offset == b.offset && a.dims == b.dims && a.strides == b.strides && a.scales == b.scales &&
         a.zero_points == b.zero_points;
}

}  // namespace

void Session::spend(size_t amount) {
  constexpr size_t kMost = 5'000'000;
  if (amount > kMost || (spent_ += amount) > kMost)
    throw InputError("the code of the model makes more lists and numbers than is reasonable", source);
}

void Session::warn_once(const std::string& message, const std::string& hint) {
  if (warned_.insert(message).second) host_.warn(message, path, hint);
}

std::string Session::fresh(const std::string& name) {
  for (;;) {
    const std::string candidate = names_.fresh(name);
    if (emitter_.type(candidate) == DataType::Undefined && !emitter_.shape(candidate)) {
      emitter_.reserve(candidate);
      return candidate;
    }
  }
}

const std::string& Session::name_of(TensorValue& tensor) {
  if (tensor.base) refresh(tensor);
  if (!tensor.name.empty()) return tensor.name;
  if (!tensor.stored) throw InputError("a tensor has no value");
  std::vector<TensorValue*>& same_storage = initializers_[tensor.stored->storage];
  for (const TensorValue* other : same_storage)
    if (same_elements(*other->stored, *tensor.stored)) return tensor.name = other->name;
  if (element_count(tensor.stored->dims) > tensor.stored->storage->count)  // expanded
    spend(size_t(element_count(tensor.stored->dims)) / 16);
  const std::string name = fresh(tensor.path.empty() ? "weight" : tensor.path);
  tensor.name = emitter_.named_constant(name, dense(*tensor.stored));
  // A copy remembers the name, because the tensor itself may be written to.
  same_storage.push_back(heap_.make(TensorValue{tensor.name, tensor.stored}));
  return tensor.name;
}

void Session::write(TensorValue& tensor, const std::string& name) {
  if (tensor.base) {
    name_of(tensor);  // the tensor below as it is now
    const std::string below = with_view_replaced(*this, tensor, name);
    write(*tensor.base, below);
    tensor.base_version = tensor.base->version;
  }
  tensor.name = name;
  ++tensor.version;
}

// Replays the call that made a view where the tensor below has been written to since.
void Session::refresh(TensorValue& view) {
  if (view.base->base) refresh(*view.base);
  if (view.base_version == view.base->version) return;
  std::vector<Value> args = view.view->args;
  Keywords keywords = view.view->keywords;
  Value result = translate(view.view->op, args, keywords);
  if (view.view->item) result = result.ref<List>()->items.at(*view.view->item);
  view.name = name_of(*result.ref<TensorValue>());
  view.base_version = view.base->version;
  ++view.version;
}

std::string Session::begin_layer(const std::string& op) {
  std::string name = hint.empty() ? short_name(op) : hint;
  hint.clear();
  if (!path.empty()) name = path + "/" + name;
  const std::string output = fresh(name);
  static const std::string suffix = "/output";
  emitter_.begin(output, name.ends_with(suffix) ? name.substr(0, name.size() - suffix.size()) : name);
  return output;
}

Value Session::translate(const std::string& op, std::vector<Value>& args, Keywords& keywords) {
  constexpr size_t kMostNodes = 200'000;
  if (emitter_.graph().nodes.size() > kMostNodes)
    throw InputError("the model has more than 200,000 operators");
  std::vector<std::string> names;  // views are made anew, weights become initializers before the layer begins
  collect_tensors(*this, args, names);
  Call call(*this, op, args, keywords, begin_layer(op));
  try {
    OperatorTable::find(op)(call);
  } catch (const std::logic_error&) {  // a list or shape that is shorter than the operator expects
    throw InputError(op + ": the arguments do not fit together");
  }
  return call.result();
}

Unknown Session::placeholder(const std::string& op, const std::vector<Value>& args, const std::string& reason,
                             const std::string& hint_text, bool is_cause) {
  const std::string output = begin_layer(op);
  std::vector<std::string> inputs;
  collect_tensors(*this, args, inputs);
  emitter_.append(Node(is_cause ? op : "behind", std::move(inputs), {output}, kPlaceholderDomain));
  reasons_[emitter_.graph().nodes.back().name] = {reason, hint_text};
  return Unknown{output};
}

void Session::add_range_hint(const std::string& tensor, const Quantisation& quantised) {
  if (quantised.scale > 0) hints_.emplace(tensor, quantised.hint());
}

void Session::rename_hint(const std::string& from, const std::string& to) {
  auto hint = hints_.extract(from);
  if (!hint) return;
  hint.key() = to;
  hints_.insert(std::move(hint));
}

void Session::require_type(const std::string& tensor, DataType type) {
  if (emitter_.type(tensor) != DataType::Float) return;
  // Back through what only moves elements.
  static const std::set<std::string> movers = {"Reshape",   "Transpose", "Slice",  "Gather",
                                               "Unsqueeze", "Squeeze",   "Expand", "Concat",
                                               "Tile",      "Identity",  "Pad"};
  const auto& nodes = emitter_.graph().nodes;
  std::string current = tensor;
  for (size_t i = nodes.size(); i-- > 0;)
    if (nodes[i].outputs[0] == current && movers.contains(nodes[i].op_type)) current = nodes[i].inputs[0];
  for (const ValueInfo& input : emitter_.graph().inputs)
    if (input.name == current && !options_.typed_inputs.contains(current)) throw RetypeInput{current, type};
}

void Session::report_unsupported(const std::string& file) const {
  Unsupported unsupported;
  bool behind = false;
  for (const Node& node : emitter_.graph().nodes) {
    if (node.domain != kPlaceholderDomain) continue;
    behind = true;
    if (node.op_type == "behind") continue;
    const Reason& reason = reasons_.at(node.name);
    unsupported.add(node.op_type, node.name, node.metadata.at("quern.source"), reason.text, reason.hint);
  }
  unsupported.report(host_, file);
  if (behind) throw Error(QUERN_ERROR_INTERNAL, "a placeholder has no cause", file);
}

}  // namespace quern::frontend::pytorch
