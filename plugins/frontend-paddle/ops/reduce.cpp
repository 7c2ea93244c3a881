// Reductions over axes: reduce_*, mean, logsumexp, p_norm, frobenius_norm.
#include <cmath>
#include <numeric>

#include "ops/context.hpp"
#include "reader/tensor_desc.hpp"

namespace quern::frontend::paddle {
namespace {

struct Axes {
  std::vector<int64_t> list;
  bool keep;
};

// Attributes of the older operators (dim, keep_dim, reduce_all) and of the newer ones (axis, keepdim).
Axes axes_of(const Context& layer, const std::string& x) {
  const size_t rank = layer.rank(x);
  Axes axes;
  axes.keep = layer.flag("keep_dim", layer.flag("keepdim", false));
  axes.list = axes_from_front(layer.ints("dim", layer.ints("axis")), rank);
  if (layer.flag("reduce_all", false) || axes.list.empty()) {
    axes.list.resize(rank);
    std::iota(axes.list.begin(), axes.list.end(), 0);
  }
  return axes;
}

std::string reduce(Context& layer, const std::string& op, const std::string& x, const Axes& axes) {
  if (layer.rank(x) == 0) return x;
  const auto keep = int64_t(axes.keep);
  // In opset 17 ReduceSum alone takes its axes as an input.
  if (op == "ReduceSum")
    return layer.add("sum", op, {x, layer.emit().ints("axes", axes.list)}, {{"keepdims", keep}});
  return layer.add("reduced", op, {x}, {{"axes", axes.list}, {"keepdims", keep}});
}

void finish(Context& layer, const std::string& op) {
  std::string x = layer.input("X");
  const int64_t number = layer.integer("out_dtype", -1);
  const DataType type = number < 0 ? DataType::Undefined : converted_type(element_type(number));
  if (layer.type(x) == DataType::Bool) x = layer.cast(x, DataType::Int64);
  if (type != DataType::Undefined) x = layer.cast(x, type);
  layer.finish(reduce(layer, op, x, axes_of(layer, layer.input("X"))));
}

void translate_sum(Context& layer) { finish(layer, "ReduceSum"); }
void translate_mean(Context& layer) { finish(layer, "ReduceMean"); }
void translate_max(Context& layer) { finish(layer, "ReduceMax"); }
void translate_min(Context& layer) { finish(layer, "ReduceMin"); }
void translate_prod(Context& layer) { finish(layer, "ReduceProd"); }
void translate_logsumexp(Context& layer) { finish(layer, "ReduceLogSumExp"); }
void translate_frobenius(Context& layer) { finish(layer, "ReduceL2"); }

// Truth as the integers 0 and 1.
void finish_logical(Context& layer, const std::string& op) {
  const std::string x = layer.input("X");
  const std::string numbers = layer.cast(layer.cast(x, DataType::Bool), DataType::Int32);
  layer.finish(layer.cast(reduce(layer, op, numbers, axes_of(layer, x)), DataType::Bool));
}

void translate_all(Context& layer) { finish_logical(layer, "ReduceMin"); }
void translate_any(Context& layer) { finish_logical(layer, "ReduceMax"); }

// The mean of all elements.
void translate_whole_mean(Context& layer) {
  const std::string x = layer.input("X");
  Axes axes{std::vector<int64_t>(layer.rank(x)), false};
  std::iota(axes.list.begin(), axes.list.end(), 0);
  layer.finish(reduce(layer, "ReduceMean", x, axes));
}

// (sum |x|^p)^(1/p); the largest or smallest |x| for p = +-infinity; the count of what is not 0 for p = 0.
void translate_p_norm(Context& layer) {
  const std::string x = layer.input("X");
  const float p = layer.number("porder", 2);
  Axes axes{{int64_t(0)}, layer.flag("keepdim", false)};
  if (layer.flag("asvector", false)) {
    axes.list.resize(layer.rank(x));
    std::iota(axes.list.begin(), axes.list.end(), 0);
  } else {
    axes.list[0] = int64_t(axis_from_front(layer.integer("axis", -1), layer.rank(x)));
  }
  if (p == 1) return layer.finish(reduce(layer, "ReduceL1", x, axes));
  if (p == 2) return layer.finish(reduce(layer, "ReduceL2", x, axes));
  const std::string magnitude = layer.add("magnitude", "Abs", {x});
  if (std::isinf(p)) return layer.finish(reduce(layer, p > 0 ? "ReduceMax" : "ReduceMin", magnitude, axes));
  if (p == 0) return layer.finish(reduce(layer, "ReduceSum", layer.add("one", "Sign", {magnitude}), axes));
  Emitter& emit = layer.emit();
  const std::string powers = layer.add("powers", "Pow", {magnitude, emit.scalar("p", p)});
  const std::string sum = reduce(layer, "ReduceSum", powers, axes);
  layer.finish(layer.add("root", "Pow", {sum, emit.scalar("inverse", 1 / p)}));
}

QUERN_PADDLE_OP("reduce_sum", translate_sum);
QUERN_PADDLE_OP("reduce_mean", translate_mean);
QUERN_PADDLE_OP("reduce_max", translate_max);
QUERN_PADDLE_OP("reduce_min", translate_min);
QUERN_PADDLE_OP("reduce_amax", translate_max);
QUERN_PADDLE_OP("reduce_amin", translate_min);
QUERN_PADDLE_OP("reduce_prod", translate_prod);
QUERN_PADDLE_OP("reduce_all", translate_all);
QUERN_PADDLE_OP("reduce_any", translate_any);
QUERN_PADDLE_OP("logsumexp", translate_logsumexp);
QUERN_PADDLE_OP("frobenius_norm", translate_frobenius);
QUERN_PADDLE_OP("mean", translate_whole_mean);
QUERN_PADDLE_OP("p_norm", translate_p_norm);

}  // namespace
}  // namespace quern::frontend::paddle
