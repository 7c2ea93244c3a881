// A small float graph, calibrated on random inputs by the maximum, lowered, and executed in both forms by
// the reference kernels.
#pragma once

#include <map>
#include <set>
#include <string>

#include <quern/graph/graph.hpp>

#include "lowering/report.hpp"

namespace quern::bm1684::test {

// Values of a normal distribution, the same for the same seed.
Tensor random_tensor(const Shape& shape, unsigned seed, float deviation = 1);

// Builds canonical graphs: shapes are inferred as nodes are added.
class GraphBuilder {
 public:
  explicit GraphBuilder(const Shape& input);  // the graph input is called "x"
  std::string constant(const std::string& name, Tensor tensor);
  // Adds a node; its (only) output is called `output`.
  GraphBuilder& add(Node node);
  // Declares the graph's output.
  Graph finish(const std::string& output);

 private:
  Graph graph_;
};

struct Lowered {
  Graph graph;
  LoweringReport report;
  double sqnr_db = 0;  // of the first output against float

  [[nodiscard]] std::multiset<std::string> operators() const;
  [[nodiscard]] std::string reason(
      const std::string& op_type) const;  // why the first such node stayed in float
};

struct Settings {
  std::set<std::string> keep_float;          // tensors marked `float: true`
  std::map<std::string, double> thresholds;  // instead of the maximum; 0: no entry
};

Lowered lower(const Graph& graph, const Settings& settings = {});

}  // namespace quern::bm1684::test
