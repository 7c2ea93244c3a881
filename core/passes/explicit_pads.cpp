#include <algorithm>
#include <optional>
#include <span>

#include <quern/ops/window.hpp>

#include "passes/editor.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

bool is_pool(const Node& node) { return node.is("MaxPool") || node.is("AveragePool") || node.is("LpPool"); }

// The input that holds the weights of a convolution; nothing for other nodes.
std::optional<size_t> weights_input(const Node& node) {
  if (node.is("Conv") || node.is("ConvTranspose") || node.is("ConvInteger")) return 1;
  if (node.is("QLinearConv")) return 3;
  return std::nullopt;
}

std::optional<ops::Window> window_of(const Editor& edit, const Node& node) {
  const Shape* in = node.has_input(0) ? edit.static_shape(node.inputs[0]) : nullptr;
  if (!in || in->size() < 3) return std::nullopt;
  const std::span<const int64_t> size(in->begin() + 2, in->end());
  if (is_pool(node)) return ops::pool_window(node, size);
  const std::optional<size_t> w = weights_input(node);
  const Shape* weights = w && node.has_input(*w) ? edit.static_shape(node.inputs[*w]) : nullptr;
  if (!weights || weights->size() != in->size()) return std::nullopt;
  const std::span<const int64_t> kernel(weights->begin() + 2, weights->end());
  return node.is("ConvTranspose") ? ops::conv_transpose_window(node, size, kernel)
                                  : ops::conv_window(node, size, kernel);
}

bool make_explicit(Editor& edit, const Node& node) {
  if (!is_pool(node) && !weights_input(node)) return false;
  if (node.has("pads") && !node.has("auto_pad") && !node.has("output_shape")) return false;
  const std::optional<ops::Window> window = window_of(edit, node);
  if (!window) return false;
  Node result = node;
  result.remove("auto_pad");
  result.remove("output_shape");
  result.set("pads", window->pads());
  const Shape& extra = window->output_padding;
  if (std::any_of(extra.begin(), extra.end(), [](int64_t p) { return p != 0; }))
    result.set("output_padding", extra);
  edit.rewrite(node, std::move(result));
  return true;
}

}  // namespace

bool explicit_pads(Graph& graph) { return rewrite_nodes(graph, make_explicit); }

}  // namespace quern::passes
