// Sums, means, extremes and other reductions of axes.
#include <cmath>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

constexpr size_t kNoArgument = 99;  // one that no call has

// Axes counted from the front; all where the argument is None or empty.
std::vector<int64_t> axes_at(Call& call, size_t i, size_t rank) {
  std::vector<int64_t> axes = call.ints(i, {});
  if (axes.empty())
    for (size_t k = 0; k < rank; ++k) axes.push_back(int64_t(k));
  for (int64_t& axis : axes) axis = call.axis_of(axis, rank);
  return axes;
}

// ReduceSum takes its axes as an input in opset 17, the others as an attribute.
std::string reduce(Call& call, const std::string& op, const std::string& x, const std::vector<int64_t>& axes,
                   bool keep) {
  if (call.rank(x) == 0) return call.add("same", "Identity", {x});
  if (op == "ReduceSum")
    return call.add("sum", op, {x, call.ints_constant("axes", axes)}, {{"keepdims", int64_t(keep)}});
  return call.add("reduced", op, {x}, {{"axes", axes}, {"keepdims", int64_t(keep)}});
}

void finish(Call& call, const std::string& op, const std::string& x, const std::vector<int64_t>& axes,
            bool keep) {
  if (call.rank(x) == 0) return call.make("Identity", {x});
  if (op == "ReduceSum")
    return call.make(op, {x, call.ints_constant("axes", axes)}, {{"keepdims", int64_t(keep)}});
  call.make(op, {x}, {{"axes", axes}, {"keepdims", int64_t(keep)}});
}

// self, dim, keepdim, dtype; or self, dtype for all axes. Sums of integers are int64.
void sum_like(Call& call, const char* op) {
  const std::string x = call.tensor(0);
  const DataType own = is_float(call.type(x)) ? DataType::Float : DataType::Int64;
  const DataType type = type_of_dtype(call.arg_or_keyword(3, "dtype"), own);
  finish(call, op, call.cast(x, type), axes_at(call, 1, call.rank(x)), call.flag(2, false));
}
void sum(Call& call) { sum_like(call, "ReduceSum"); }
void prod(Call& call) { sum_like(call, "ReduceProd"); }
void mean(Call& call) {
  const std::string x = call.cast(call.tensor(0), DataType::Float);
  finish(call, "ReduceMean", x, axes_at(call, 1, call.rank(x)), call.flag(2, false));
}
void amax(Call& call) {
  const std::string x = call.tensor(0);
  finish(call, "ReduceMax", x, axes_at(call, 1, call.rank(x)), call.flag(2, false));
}
void amin(Call& call) {
  const std::string x = call.tensor(0);
  finish(call, "ReduceMin", x, axes_at(call, 1, call.rank(x)), call.flag(2, false));
}
void aminmax(Call& call) {
  const std::string x = call.tensor(0);
  const Value& dim = call.keyword("dim");
  std::vector<int64_t> axes;
  if (dim.is_none())
    axes = axes_at(call, kNoArgument, call.rank(x));
  else
    axes = {call.axis_of(call.to_integer(dim), call.rank(x))};
  const bool keep = !call.keyword("keepdim").is_none() && call.to_integer(call.keyword("keepdim")) != 0;
  call.give_tensors({reduce(call, "ReduceMin", x, axes, keep), reduce(call, "ReduceMax", x, axes, keep)},
                    false);
}
void logsumexp(Call& call) {
  const std::string x = call.cast(call.tensor(0), DataType::Float);
  finish(call, "ReduceLogSumExp", x, axes_at(call, 1, call.rank(x)), call.flag(2, false));
}

// self; self, dim, keepdim. As the smallest or largest of 0 and 1.
void truth(Call& call, const char* op) {
  const std::string x = call.cast(call.cast(call.tensor(0), DataType::Bool), DataType::Int32);
  const std::string y = reduce(call, op, x, axes_at(call, 1, call.rank(x)), call.flag(2, false));
  call.make("Cast", {y}, {{"to", int64_t(DataType::Bool)}});
}
void all(Call& call) { truth(call, "ReduceMin"); }
void any(Call& call) { truth(call, "ReduceMax"); }
void count_nonzero(Call& call) {
  const std::string x = call.cast(call.cast(call.tensor(0), DataType::Bool), DataType::Int64);
  finish(call, "ReduceSum", x, axes_at(call, 1, call.rank(x)), false);
}

struct Variance {
  std::string value, mean;
  std::vector<int64_t> axes;
  bool keep;
};

// self, unbiased; self, dim, unbiased, keepdim; self, dim, *, correction, keepdim.
Variance variance(Call& call) {
  const std::string x = call.cast(call.tensor(0), DataType::Float);
  const Shape shape = call.shape(x);
  const bool only_flag = call.arg(1).is<bool>();
  Variance v;
  v.axes = axes_at(call, only_flag ? kNoArgument : 1, shape.size());
  const Value& keep = call.arg_or_keyword(3, "keepdim");
  v.keep = !keep.is_none() && call.to_integer(keep) != 0;
  double correction = 1;
  if (!call.keyword("correction").is_none())
    correction = call.to_number(call.keyword("correction"));
  else if (!call.keyword("unbiased").is_none())
    correction = call.to_number(call.keyword("unbiased"));
  else if (only_flag || call.arg(2).is<bool>())
    correction = call.number(only_flag ? 1 : 2);
  else if (call.arg(2).is_number())
    correction = call.number(2);
  double count = 1;
  for (const int64_t axis : v.axes) count *= shape.empty() ? 1 : double(shape[size_t(axis)]);
  const std::string mean = reduce(call, "ReduceMean", x, v.axes, true);
  const std::string centred = call.add("centred", "Sub", {x, mean});
  const std::string sum =
      reduce(call, "ReduceSum", call.add("squares", "Mul", {centred, centred}), v.axes, v.keep);
  v.value = call.add("variance", "Div", {sum, call.scalar("count", std::max(0.0, count - correction))});
  v.mean = v.keep || shape.empty() ? mean
                                   : call.add("mean", "Squeeze", {mean, call.ints_constant("axes", v.axes)});
  return v;
}
void var(Call& call) { call.make("Identity", {variance(call).value}); }
void std_deviation(Call& call) { call.make("Sqrt", {variance(call).value}); }
void var_mean(Call& call) {
  const Variance v = variance(call);
  call.give_tensors({v.value, v.mean}, false);
}
void std_mean(Call& call) {
  const Variance v = variance(call);
  call.give_tensors({call.add("deviation", "Sqrt", {v.value}), v.mean}, false);
}

// The p-norm over the axes: p = 2 the root of squares, 1 the sum, inf the largest, -inf the smallest, 0 the
// number of those that are not 0.
void norm_over(Call& call, double p, const std::vector<int64_t>& axes, bool keep) {
  const std::string x = call.cast(call.tensor(0), DataType::Float);
  if (p == 2 && call.rank(x) > 0)
    return call.make("ReduceL2", {x}, {{"axes", axes}, {"keepdims", int64_t(keep)}});
  if (p == 1 && call.rank(x) > 0)
    return call.make("ReduceL1", {x}, {{"axes", axes}, {"keepdims", int64_t(keep)}});
  const std::string size = call.add("size", "Abs", {x});
  if (std::isinf(p)) return finish(call, p > 0 ? "ReduceMax" : "ReduceMin", size, axes, keep);
  if (p == 0)
    return finish(call, "ReduceSum", call.cast(call.cast(x, DataType::Bool), DataType::Float), axes, keep);
  const std::string sum =
      reduce(call, "ReduceSum", call.add("power", "Pow", {size, call.scalar("p", p)}), axes, keep);
  call.make("Pow", {sum, call.scalar("root", 1 / p)});
}
double order(Call& call, size_t i, double fallback) {
  if (const auto* text = call.arg(i).get<std::string>()) {
    if (*text == "fro") return 2;
    throw Call::unsupported("the \"" + *text + "\" norm");
  }
  return call.number(i, fallback);
}
// self, p; self, p, dim, keepdim
void norm(Call& call) {
  norm_over(call, order(call, 1, 2), axes_at(call, 2, call.rank(call.tensor(0))), call.flag(3, false));
}
// self, ord, dim, keepdim
void vector_norm(Call& call) { norm(call); }
void linalg_norm(Call& call) {
  const size_t rank = call.rank(call.tensor(0));
  const std::vector<int64_t> axes = axes_at(call, 2, rank);
  // Matrix norms other than Frobenius' are something else.
  if (axes.size() == 2 && call.has(1) && call.has(2) && !call.arg(1).is<std::string>())
    throw Call::unsupported("norms of matrices");
  norm_over(call, order(call, 1, 2), axes, call.flag(3, false));
}
// self, dim, keepdim
void frobenius_norm(Call& call) {
  norm_over(call, 2, axes_at(call, 1, call.rank(call.tensor(0))), call.flag(2, false));
}

// x1, x2, p, eps, keepdim: the norm of x1 - x2 + eps along the last axis.
void pairwise_distance(Call& call) {
  const std::string difference = call.add("difference", "Sub", {call.tensor(0), call.tensor(1)});
  const std::string shifted =
      call.add("shifted", "Add", {difference, call.scalar("eps", call.number(3, 1e-6))});
  const std::string power =
      call.add("power", "Pow", {call.add("size", "Abs", {shifted}), call.scalar("p", call.number(2, 2))});
  const std::string sum =
      reduce(call, "ReduceSum", power, {int64_t(call.rank(power)) - 1}, call.flag(4, false));
  call.make("Pow", {sum, call.scalar("root", 1 / call.number(2, 2))});
}
// x1, x2, dim, eps
void cosine_similarity(Call& call) {
  const std::string a = call.tensor(0), b = call.tensor(1);
  const std::string product = call.add("product", "Mul", {a, b});
  const std::vector<int64_t> axes = {call.axis(2, call.rank(product), 1)};
  const double eps = call.number(3, 1e-8);
  const auto length = [&](const std::string& x) {
    return call.add("length", "Max", {reduce(call, "ReduceL2", x, axes, false), call.scalar("eps", eps)});
  };
  const std::string dot = reduce(call, "ReduceSum", product, axes, false);
  call.make("Div", {dot, call.add("lengths", "Mul", {length(a), length(b)})});
}

QUERN_TRANSLATOR(Call, "aten::sum", sum);
QUERN_TRANSLATOR(Call, "aten::prod", prod);
QUERN_TRANSLATOR(Call, "aten::mean", mean);
QUERN_TRANSLATOR(Call, "aten::amax", amax);
QUERN_TRANSLATOR(Call, "aten::amin", amin);
QUERN_TRANSLATOR(Call, "aten::aminmax", aminmax);
QUERN_TRANSLATOR(Call, "aten::logsumexp", logsumexp);
QUERN_TRANSLATOR(Call, "aten::all", all);
QUERN_TRANSLATOR(Call, "aten::any", any);
QUERN_TRANSLATOR(Call, "aten::count_nonzero", count_nonzero);
QUERN_TRANSLATOR(Call, "aten::var", var);
QUERN_TRANSLATOR(Call, "aten::std", std_deviation);
QUERN_TRANSLATOR(Call, "aten::var_mean", var_mean);
QUERN_TRANSLATOR(Call, "aten::std_mean", std_mean);
QUERN_TRANSLATOR(Call, "aten::norm", norm);
QUERN_TRANSLATOR(Call, "aten::linalg_vector_norm", vector_norm);
QUERN_TRANSLATOR(Call, "aten::linalg_norm", linalg_norm);
QUERN_TRANSLATOR(Call, "aten::frobenius_norm", frobenius_norm);
QUERN_TRANSLATOR(Call, "aten::pairwise_distance", pairwise_distance);
QUERN_TRANSLATOR(Call, "aten::cosine_similarity", cosine_similarity);

}  // namespace
}  // namespace quern::frontend::pytorch
