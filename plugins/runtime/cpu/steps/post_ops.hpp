// Elementwise nodes as oneDNN post-operations: computed on the results of a primitive before they are stored.
#pragma once

#include <dnnl.hpp>
#include <string>
#include <vector>

#include <quern/graph/graph.hpp>

#include "inference.hpp"
#include "layout.hpp"

namespace quern::cpu {

class DnnlStep;
class Planner;
struct Value;

// A function of one number: applied in order. Empty where the node is none that oneDNN has.
struct Eltwise {
  dnnl::algorithm algorithm;
  float alpha = 0, beta = 0;
  bool operator==(const Eltwise&) const = default;
};
std::vector<Eltwise> eltwise_of(const Graph& graph, const Node& node);

// Appends `next` to the functions of a chain. False, and nothing done, where oneDNN cannot compute that
// chain: 2.6.3 gives all post-operations of one algorithm the parameters of the first.
bool append_functions(std::vector<Eltwise>& chain, const std::vector<Eltwise>& next);

// Whether `node` can be computed on the elements of its input `tensor` as they are made. Its result has the
// same shape, and what else it reads is a scalar, one number per entry of the channel axis, or a tensor of
// that shape.
bool is_post_op(const Graph& graph, const TensorTypes& types, const Node& node, const std::string& tensor,
                size_t channel_axis);

// How a primitive sees the result that its post-operations work on, and operands for it.
struct ResultLayout {
  AxisOrder order;                 // of an operand with the shape of the result
  dnnl::memory::desc full;         // such an operand
  dnnl::memory::desc per_channel;  // one number per channel
};
// Feature maps of rank 3 to 5, channels last.
ResultLayout feature_map_result(const Shape& shape);
// Row-major matrices, seen as NHWC feature maps of one column: the last axis holds the channels, all others
// together are the rows.
ResultLayout matrix_result(const Shape& shape);

// The post-operations for a chain of nodes that begins after `tensor`.
class PostOps {
 public:
  PostOps(Planner& planner, const std::vector<const Node*>& tail, const std::string& tensor,
          const ResultLayout& result);

  [[nodiscard]] const dnnl::post_ops& get() const { return post_ops_; }
  // Adds what the chain reads to the step's arguments.
  void add_operands(DnnlStep& step) const;

 private:
  struct Operand {
    int argument;
    Value* value;
    dnnl::memory::desc desc;
  };
  dnnl::post_ops post_ops_;
  std::vector<Operand> operands_;
};

}  // namespace quern::cpu
