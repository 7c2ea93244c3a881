#include "qdq.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <quern/graph/index.hpp>
#include <quern/quant/sharing.hpp>

namespace quern::bench {
namespace {

struct Step {
  float scale = 1;
  uint8_t zero_point = 0;
};

class Writer {
 public:
  Writer(const Model& source, const calibration::Table& thresholds)
      : source_(source.graph), sharing_(source.graph), index_(source.graph), result_(source) {
    result_.graph.nodes.clear();
    for (const calibration::Entry& e : thresholds.entries)
      steps_[e.tensor] =
          e.is_signed ? Step{float(e.threshold / 127), 128} : Step{float(e.threshold / 255), 0};
  }

  Model run() {
    for (const ValueInfo& input : source_.inputs) add_pair(input.name);
    for (const Node& node : source_.nodes) {
      Node copy = node;
      for (std::string& input : copy.inputs)
        if (pairs_.contains(input)) input = pairs_[input];
      if ((node.is("Conv") || node.is("Gemm")) && source_.constant(node.inputs[1]))
        quantise_constants(node, copy);
      emit(std::move(copy));
      for (const std::string& output : node.outputs) add_pair(output);
    }
    return std::move(result_);
  }

 private:
  void emit(Node node) { result_.graph.nodes.push_back(std::move(node)); }

  const Step* step(const std::string& tensor) const {
    const auto it = steps_.find(sharing_.entry_source(tensor));
    return it == steps_.end() ? nullptr : &it->second;
  }

  // No pair between an operator and the activation it fuses with, and none on the graph's outputs.
  void add_pair(const std::string& tensor) {
    const Step* s = step(tensor);
    if (!s || source_.is_output(tensor)) return;
    const Node* next = index_.only_consumer(tensor);
    if (next && quant::is_rectifier(source_, *next) && sharing_.entry_source(tensor) == next->outputs[0])
      return;
    Graph& g = result_.graph;
    const std::string scale = g.add_constant(tensor + "_scale", Tensor::scalar(s->scale));
    const std::string zero = g.add_constant(tensor + "_zero_point", Tensor::scalar(s->zero_point));
    emit(Node("QuantizeLinear", {tensor, scale, zero}, {tensor + "_q"}));
    emit(Node("DequantizeLinear", {tensor + "_q", scale, zero}, {tensor + "_dq"}));
    pairs_[tensor] = tensor + "_dq";
  }

  void quantise_constants(const Node& node, Node& copy) {
    const Step* in = step(node.inputs[0]);
    if (!in) return;
    const Tensor& w = *source_.constant(node.inputs[1]);
    float largest = 1e-20F;
    for (const float v : w.values<float>()) largest = std::max(largest, std::fabs(v));
    const float w_scale = largest / 127;
    Tensor w8(DataType::Int8, w.dims);
    for (int64_t i = 0; i < w.count(); ++i)
      w8.mutable_data<int8_t>()[i] = int8_t(std::nearbyint(w.data<float>()[i] / w_scale));
    copy.inputs[1] = dequantised(node.inputs[1], w8, w_scale, Tensor::scalar<int8_t>(0));
    if (!node.has_input(2)) return;
    const Tensor& b = *source_.constant(node.inputs[2]);
    const float b_scale = w_scale * in->scale;
    Tensor b32(DataType::Int32, b.dims);
    for (int64_t i = 0; i < b.count(); ++i)
      b32.mutable_data<int32_t>()[i] =
          int32_t(std::clamp(std::nearbyint(double(b.data<float>()[i]) / b_scale), -2e9, 2e9));
    copy.inputs[2] = dequantised(node.inputs[2], b32, b_scale, Tensor::scalar<int32_t>(0));
  }

  std::string dequantised(const std::string& name, const Tensor& integers, float scale, const Tensor& zero) {
    Graph& g = result_.graph;
    const std::string q = g.add_constant(name + "_q", integers);
    const std::string s = g.add_constant(name + "_scale", Tensor::scalar(scale));
    const std::string z = g.add_constant(name + "_zero_point", zero);
    emit(Node("DequantizeLinear", {q, s, z}, {name + "_dq" + std::to_string(++counter_)}));
    return result_.graph.nodes.back().outputs[0];
  }

  const Graph& source_;
  quant::Sharing sharing_;
  GraphIndex index_;
  Model result_;
  std::map<std::string, Step> steps_;
  std::map<std::string, std::string> pairs_;
  int counter_ = 0;
};

}  // namespace

Model to_qdq(const Model& fp32, const calibration::Table& thresholds) {
  return Writer(fp32, thresholds).run();
}

}  // namespace quern::bench
