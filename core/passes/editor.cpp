#include "passes/editor.hpp"

#include <algorithm>

#include "passes/passes.hpp"
#include "passes/provenance.hpp"

namespace quern::passes {
namespace {

// Every name that a subgraph mentions, a superset of what it captures.
void collect_names(const Graph& body, std::unordered_set<std::string>& names) {
  for (const ValueInfo& output : body.outputs) names.insert(output.name);
  for (const Node& node : body.nodes) {
    names.insert(node.inputs.begin(), node.inputs.end());
    for (const Attribute& a : node.attributes)
      if (const GraphPtr* inner = std::get_if<GraphPtr>(&a.value)) collect_names(**inner, names);
  }
}

}  // namespace

Editor::Editor(Graph& graph) : graph_(graph) {
  for (const ValueInfo& output : graph.outputs) pinned_.insert(output.name);
  for (Node& node : graph.nodes) {
    for (const Attribute& a : node.attributes)
      if (const GraphPtr* body = std::get_if<GraphPtr>(&a.value)) collect_names(**body, pinned_);
    link(nodes_.emplace_back(std::move(node)));
  }
  graph.nodes.clear();
}

void Editor::finish() {
  for (Node& node : nodes_)
    if (!is_removed(node)) graph_.nodes.push_back(std::move(node));
  nodes_.clear();
  if (added_) sort_nodes(graph_);
}

const Node* Editor::producer(const std::string& tensor) const {
  const auto it = producers_.find(tensor);
  return it == producers_.end() ? nullptr : it->second;
}

const Node* Editor::producer(const std::string& tensor, std::string_view op) const {
  const Node* node = producer(tensor);
  return node && node->is(op) ? node : nullptr;
}

const std::vector<Node*>& Editor::consumers(const std::string& tensor) const {
  static const std::vector<Node*> none;
  const auto it = consumers_.find(tensor);
  return it == consumers_.end() ? none : it->second;
}

bool Editor::has_one_use(const std::string& tensor) const {
  return consumers(tensor).size() == 1 && !is_pinned(tensor);
}

const Shape* Editor::static_shape(const std::string& tensor) const {
  if (const Tensor* t = constant(tensor)) return &t->dims;
  const ValueInfo* v = graph_.value(tensor);
  return v && v->shape && is_static(*v->shape) ? &*v->shape : nullptr;
}

void Editor::rewrite(const Node& node, Node replacement) {
  Node& slot = const_cast<Node&>(node);
  unlink(slot);
  Node old = std::exchange(slot, std::move(replacement));
  link(slot);
  std::vector<std::string> lost = old.inputs;
  std::vector<Node> merged = remove_unread(std::move(lost));
  std::reverse(merged.begin(), merged.end());
  merged.push_back(std::move(old));
  take_provenance(slot, merged);
}

bool Editor::bypass(const Node& node) {
  const std::string in = node.inputs.at(0), out = node.outputs.at(0);
  const Node* maker = producer(in);
  std::string survivor = in, vanished = out;
  if (is_pinned(out)) {
    if (constant(in)) {
      Tensor copy = *constant(in);
      copy.name = out;
      graph_.initializers.insert_or_assign(out, std::move(copy));
    } else if (!maker || is_pinned(in)) {
      return false;
    }
    survivor = out;
    vanished = in;
  }
  Node& slot = const_cast<Node&>(node);
  unlink(slot);
  const Node old = std::exchange(slot, Node());
  if (maker) {
    Node& source = const_cast<Node&>(*maker);
    if (survivor == out) {
      std::replace(source.outputs.begin(), source.outputs.end(), in, out);
      producers_.erase(in);
      producers_[out] = &source;
    }
    join_sources(source, old);
    note_folded(source, {vanished});
  }
  if (!(survivor == out && !maker)) {  // a constant keeps its own name for its other readers
    redirect(vanished, survivor);
    graph_.values.erase(vanished);
  }
  std::vector<std::string> others(old.inputs.begin() + 1, old.inputs.end());
  remove_unread(std::move(others));
  return true;
}

void Editor::add(Node node) {
  added_ = true;
  link(nodes_.emplace_back(std::move(node)));
}

std::string Editor::new_name(const std::string& hint) const {
  std::string name = hint;
  const auto is_taken = [&] {
    return graph_.initializers.contains(name) || graph_.values.contains(name) || producers_.contains(name);
  };
  for (int i = 1; is_taken(); ++i) name = hint + "_" + std::to_string(i);
  return name;
}

std::string Editor::add_constant(const std::string& hint, Tensor tensor) {
  const std::string name = new_name(hint);
  tensor.name = name;
  graph_.initializers.emplace(name, std::move(tensor));
  return name;
}

std::string Editor::update_constant(const Node& node, size_t i, Tensor tensor) {
  const std::string name = node.inputs.at(i);
  if (!has_one_use(name)) return add_constant(name, std::move(tensor));
  tensor.name = name;
  graph_.initializers.insert_or_assign(name, std::move(tensor));
  graph_.values.erase(name);
  return name;
}

void Editor::set_value(const std::string& tensor, DataType type, const Shape& shape) {
  graph_.set_value(tensor, type, shape);
}

void Editor::link(Node& node) {
  for (const std::string& out : node.outputs)
    if (!out.empty()) producers_[out] = &node;
  for (const std::string& in : node.inputs)
    if (!in.empty()) consumers_[in].push_back(&node);
}

void Editor::unlink(Node& node) {
  for (const std::string& out : node.outputs) producers_.erase(out);
  for (const std::string& in : node.inputs)
    if (!in.empty()) unlink_input(node, in);
}

void Editor::unlink_input(Node& node, const std::string& tensor) {
  std::vector<Node*>& readers = consumers_[tensor];
  readers.erase(std::find(readers.begin(), readers.end(), &node));
}

// Removes the makers of `tensors` that nobody needs any more, and what only they needed.
std::vector<Node> Editor::remove_unread(std::vector<std::string> tensors) {
  std::vector<Node> removed;
  while (!tensors.empty()) {
    const std::string tensor = std::move(tensors.back());
    tensors.pop_back();
    const auto it = producers_.find(tensor);
    if (it == producers_.end()) continue;
    Node& maker = *it->second;
    const auto is_needed = [&](const std::string& out) { return !consumers(out).empty() || is_pinned(out); };
    if (std::any_of(maker.outputs.begin(), maker.outputs.end(), is_needed)) continue;
    unlink(maker);
    for (const std::string& out : maker.outputs) graph_.values.erase(out);
    tensors.insert(tensors.end(), maker.inputs.begin(), maker.inputs.end());
    removed.push_back(std::exchange(maker, Node()));
  }
  return removed;
}

void Editor::redirect(const std::string& from, const std::string& to) {
  std::vector<Node*> readers = std::move(consumers_[from]);
  consumers_.erase(from);
  for (Node* reader : readers) {
    const auto at = std::find(reader->inputs.begin(), reader->inputs.end(), from);
    *at = to;
    consumers_[to].push_back(reader);
  }
}

Node successor(const Node& old, const std::string& op_type, std::vector<std::string> inputs,
               const std::string& domain) {
  Node node(op_type, std::move(inputs), old.outputs, domain);
  node.name = old.name;
  node.metadata = old.metadata;
  return node;
}

bool rewrite_nodes(Graph& graph, const std::function<bool(Editor&, const Node&)>& rule) {
  constexpr int kMostRewritesOfOneNode = 64;
  Editor editor(graph);
  bool changed = false;
  for (size_t i = 0; i < editor.node_count(); ++i)
    for (int k = 0; k < kMostRewritesOfOneNode && !Editor::is_removed(editor.node(i)); ++k) {
      if (!rule(editor, editor.node(i))) break;
      changed = true;
    }
  editor.finish();
  return changed;
}

}  // namespace quern::passes
