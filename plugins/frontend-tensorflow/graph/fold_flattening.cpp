#include "graph/fold_flattening.hpp"

#include <algorithm>

#include <quern/graph/index.hpp>

#include "model/constant.hpp"
#include "ops/permutation.hpp"

namespace quern::frontend::tensorflow {
namespace {

class Folder {
 public:
  explicit Folder(Emitter& emit) : emit_(emit), graph_(emit.graph()), index_(graph_) {}

  std::unordered_set<std::string> run() {
    for (Node& node : graph_.nodes)
      if (node.is("Reshape")) fold(node);
    for (const Node& node : graph_.nodes)
      for (const std::string& input : node.inputs) touched_.erase(input);
    for (const ValueInfo& output : graph_.outputs) touched_.erase(output.name);
    return std::move(touched_);
  }

 private:
  void fold(Node& reshape) {
    const Node* transpose = index_.producer(reshape.inputs[0]);
    const Tensor* dims = graph_.constant(reshape.inputs[1]);
    if (!transpose || !transpose->is("Transpose") || !dims || dims->count() != 2) return;
    const Permutation perm = transpose->get_ints("perm");
    if (perm.size() < 3 || perm[0] != 0) return;  // the batch stays where it is
    const std::string& flat = reshape.outputs[0];
    const std::vector<size_t>& users = index_.consumers(flat);
    const int64_t rows = dims->to_int64()[1];
    const auto is_product = [&](size_t user) {
      const Node& node = graph_.nodes[user];
      const Tensor* matrix = node.inputs.size() > 1 ? graph_.constant(node.inputs[1]) : nullptr;
      return node.is("MatMul") && node.inputs[0] == flat && matrix && matrix->dims.size() == 2 &&
             matrix->dims[0] == rows;
    };
    if (users.empty() || graph_.is_output(flat) || !std::all_of(users.begin(), users.end(), is_product))
      return;
    const std::optional<Shape> image = image_dims(*transpose, perm, rows);
    if (!image) return;
    for (const size_t user : users) move_rows(graph_.nodes[user], *image, perm);
    touched_.insert(transpose->outputs[0]);
    reshape.inputs[0] = transpose->inputs[0];
  }

  // The dimensions of one image in the source's order. Nothing where they are not known.
  std::optional<Shape> image_dims(const Node& transpose, const Permutation& perm, int64_t rows) const {
    const std::optional<Shape> lying = emit_.shape(transpose.inputs[0]);
    if (!lying || lying->size() != perm.size() || !is_static(*lying)) return std::nullopt;
    Shape dims = permuted_dims(*lying, perm);
    dims.erase(dims.begin());
    return element_count(dims) == rows ? std::optional(dims) : std::nullopt;
  }

  // Rows [h, w, c] become rows [c, h, w]: the order in which the transposed tensor lay.
  void move_rows(Node& product, const Shape& image, const Permutation& perm) {
    const Tensor& matrix = graph_.initializers.at(product.inputs[1]);
    Shape dims = image;
    dims.push_back(matrix.dims[1]);
    Permutation order(image.size());
    for (size_t i = 0; i < image.size(); ++i) order[size_t(perm[i + 1] - 1)] = int64_t(i);
    order.push_back(int64_t(image.size()));
    Tensor moved = permuted(matrix.reshaped(dims), order).reshaped(matrix.dims);
    const bool is_shared =
        index_.consumers(product.inputs[1]).size() > 1 || graph_.is_output(product.inputs[1]);
    if (is_shared) {
      product.inputs[1] = graph_.add_constant(product.inputs[1] + "/moved", std::move(moved));
    } else {
      moved.name = product.inputs[1];
      graph_.initializers.insert_or_assign(product.inputs[1], std::move(moved));
    }
  }

  Emitter& emit_;
  Graph& graph_;
  GraphIndex index_;
  std::unordered_set<std::string> touched_;  // transposed tensors that lost a reader
};

}  // namespace

std::unordered_set<std::string> fold_flattening(Emitter& emit) { return Folder(emit).run(); }

}  // namespace quern::frontend::tensorflow
