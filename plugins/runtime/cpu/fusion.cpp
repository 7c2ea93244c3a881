#include "fusion.hpp"

#include <algorithm>

#include "steps/post_ops.hpp"

namespace quern::cpu {
namespace {

// oneDNN takes 32 post-operations; real chains have two or three.
constexpr size_t kMaxTail = 4;

bool is_convolution(const Node& node) { return node.is("Conv") || node.is("ConvTranspose"); }
bool is_matrix_product(const Node& node) { return node.is("Gemm") || node.is("MatMul"); }

class Fuser {
 public:
  Fuser(const Graph& graph, const TensorTypes& types, const std::unordered_set<std::string>& observed)
      : graph_(graph), types_(types), observed_(observed), index_(graph) {}

  std::vector<FusedNode> run() {
    for (const Node& node : graph_.nodes)
      if ((is_convolution(node) || is_matrix_product(node)) && node.outputs.size() == 1) grow(node);
    std::vector<FusedNode> groups;
    for (const Node& node : graph_.nodes) {
      // A group stands where its last node stood: there everything that it reads exists.
      if (const auto it = group_ending_at_.find(&node); it != group_ending_at_.end())
        groups.push_back(it->second);
      else if (!taken_.contains(&node))
        groups.push_back({&node, {}});
    }
    return groups;
  }

 private:
  void grow(const Node& head) {
    FusedNode group{&head, {}};
    const auto type = types_.find(head.outputs[0]);
    if (type == types_.end() || !type->second.is_static || type->second.shape.size() < 2) return;
    const size_t channel_axis = is_convolution(head) ? 1 : type->second.shape.size() - 1;
    std::vector<Eltwise> functions;
    while (group.tail.size() < kMaxTail) {
      const Node* next = follower(group.last(), channel_axis);
      if (!next || !append_functions(functions, eltwise_of(graph_, *next))) break;
      group.tail.push_back(next);
    }
    if (group.tail.empty()) return;
    taken_.insert(&head);
    taken_.insert(group.tail.begin(), group.tail.end());
    group_ending_at_[group.tail.back()] = group;
  }

  // The node that can be computed together with `node`, or null.
  const Node* follower(const Node& node, size_t channel_axis) const {
    const std::string& tensor = node.outputs[0];
    if (observed_.contains(tensor)) return nullptr;
    const Node* next = index_.only_consumer(tensor);
    if (!next || taken_.contains(next) || next->outputs.size() != 1) return nullptr;
    return is_post_op(graph_, types_, *next, tensor, channel_axis) ? next : nullptr;
  }

  const Graph& graph_;
  const TensorTypes& types_;
  const std::unordered_set<std::string>& observed_;
  GraphIndex index_;
  std::unordered_set<const Node*> taken_;
  std::unordered_map<const Node*, FusedNode> group_ending_at_;
};

}  // namespace

std::vector<FusedNode> fuse(const Graph& graph, const TensorTypes& types,
                            const std::unordered_set<std::string>& observed) {
  return Fuser(graph, types, observed).run();
}

}  // namespace quern::cpu
