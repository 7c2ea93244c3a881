// Reductions, normalisations and order along axes, against plain loops.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "support.hpp"

namespace quern::frontend::paddle::test {
namespace {

using Ints = std::vector<int>;
const Tensor kBox = sample({2, 3, 4}, 1);

// Folds the middle axis.
std::vector<float> folded(
    double start, const std::function<double(double, double)>& fold,
    const std::function<double(double)>& finish = [](double v) { return v; }) {
  return computed({2, 4}, [&](const Shape& i) {
    double value = start;
    for (int64_t k = 0; k < 3; ++k) value = fold(value, double(at(kBox, {i[0], k, i[1]})));
    return finish(value);
  });
}

struct Case {
  std::string type;
  std::vector<float> expected;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.type; }

class Reduction : public testing::TestWithParam<Case> {};

TEST_P(Reduction, OfOneAxis) {
  const bool is_new = GetParam().type == "logsumexp";  // its attributes have other names
  const std::string axis = is_new ? "axis" : "dim", keep = is_new ? "keepdim" : "keep_dim";
  expect_tensor(run_unary(GetParam().type, kBox, {{axis, Ints{1}}, {keep, false}}), {2, 4},
                GetParam().expected);
  expect_tensor(run_unary(GetParam().type, kBox, {{axis, Ints{-2}}, {keep, true}}), {2, 1, 4},
                GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    All, Reduction,
    testing::Values(Case{"reduce_sum", folded(0, [](double a, double b) { return a + b; })},
                    Case{"reduce_mean", folded(0, [](double a, double b) { return a + b / 3; })},
                    Case{"reduce_max", folded(-9, [](double a, double b) { return std::max(a, b); })},
                    Case{"reduce_min", folded(9, [](double a, double b) { return std::min(a, b); })},
                    Case{"reduce_prod", folded(1, [](double a, double b) { return a * b; })},
                    Case{"logsumexp", folded(
                                          0, [](double a, double b) { return a + std::exp(b); },
                                          [](double v) { return std::log(v); })},
                    Case{"frobenius_norm", folded(
                                               0, [](double a, double b) { return a + b * b; },
                                               [](double v) { return std::sqrt(v); })}));

TEST(Reductions, OfEverythingHaveTheDeclaredShape) {
  double sum = 0;
  for (const float v : kBox.to_float()) sum += double(v);
  for (const bool is_list : {false, true}) {
    ProgramBuilder program;
    program.input("x", kBox.dims)
        .declare("y", is_list ? Shape{1} : Shape{})
        .declare("z", is_list ? Shape{1} : Shape{});
    program.op("reduce_sum", {{"X", {"x"}}}, {{"Out", {"y"}}}, {{"reduce_all", true}, {"dim", Ints{0}}});
    program.op("mean", {{"X", {"x"}}}, {{"Out", {"z"}}}).output("y").output("z");
    const std::vector<Tensor> results = run_all(program, {kBox});
    expect_tensor(results[0], is_list ? Shape{1} : Shape{}, {float(sum)});
    expect_tensor(results[1], is_list ? Shape{1} : Shape{}, {float(sum / 24)});
  }
}

TEST(Reductions, OfTruth) {
  const Tensor x = Tensor::from<bool>({true, false, true, true, false, false}, {3, 2});
  EXPECT_EQ(run_unary("reduce_all", x, {{"dim", Ints{1}}}).to_int64(), (std::vector<int64_t>{0, 1, 0}));
  const Tensor any = run_unary("reduce_any", x, {{"dim", Ints{1}}});
  EXPECT_EQ(any.to_int64(), (std::vector<int64_t>{1, 1, 0}));
  EXPECT_EQ(any.type, DataType::Bool);
}

TEST(PNorm, OfAnyOrder) {
  for (const float p : {0.0f, 1.0f, 2.0f, 3.0f, std::numeric_limits<float>::infinity(),
                        -std::numeric_limits<float>::infinity()}) {
    const auto expected = computed({2, 4}, [&](const Shape& i) {
      double sum = 0, most = 0, least = 9;
      for (int64_t k = 0; k < 3; ++k) {
        const double v = std::abs(double(at(kBox, {i[0], k, i[1]})));
        sum += p == 0 ? double(v != 0) : std::pow(v, double(p));
        most = std::max(most, v);
        least = std::min(least, v);
      }
      if (std::isinf(p)) return p > 0 ? most : least;
      return p == 0 ? sum : std::pow(sum, 1 / double(p));
    });
    expect_tensor(run_unary("p_norm", kBox, {{"porder", p}, {"axis", 1}}), {2, 4}, expected, 1e-4f);
  }
}

TEST(ArgMax, FindsThePlace) {
  const auto expected = computed({2, 4}, [&](const Shape& i) {
    int64_t best = 0;
    for (int64_t k = 1; k < 3; ++k)
      if (at(kBox, {i[0], k, i[1]}) > at(kBox, {i[0], best, i[1]})) best = k;
    return double(best);
  });
  const Tensor y = run_unary("arg_max", kBox, {{"axis", int64_t(1)}, {"dtype", 2}});
  EXPECT_EQ(y.type, DataType::Int32);
  expect_tensor(y, {2, 4}, expected);
  expect_tensor(run_unary("arg_max", kBox, {{"axis", int64_t(-2)}, {"keepdims", true}, {"dtype", -1}}),
                {2, 1, 4}, expected);
  const std::vector<float> all = kBox.to_float();
  const auto place = std::min_element(all.begin(), all.end()) - all.begin();
  EXPECT_EQ(run_unary("arg_min", kBox, {{"flatten", true}, {"axis", int64_t(0)}}).to_int64(),
            (std::vector<int64_t>{place}));
}

std::vector<Tensor> order(const std::string& type, const Attributes& attributes) {
  ProgramBuilder program;
  program.input("x", kBox.dims);
  program.op(type, {{"X", {"x"}}}, {{"Out", {"y"}}, {"Indices", {"i"}}}, attributes).output("y").output("i");
  return run_all(program, {kBox});
}

// The n-th of the sorted cells along the last axis.
std::vector<float> sorted(int64_t count, bool descending, bool indices) {
  return computed({2, 3, count}, [&](const Shape& i) {
    std::vector<int64_t> cells = {0, 1, 2, 3};
    std::sort(cells.begin(), cells.end(), [&](int64_t a, int64_t b) {
      const float va = at(kBox, {i[0], i[1], a}), vb = at(kBox, {i[0], i[1], b});
      return descending ? va > vb : va < vb;
    });
    const int64_t cell = cells[size_t(i[2])];
    return indices ? double(cell) : double(at(kBox, {i[0], i[1], cell}));
  });
}

TEST(TopK, OfBothGenerations) {
  const std::vector<Tensor> old = order("top_k", {{"k", 2}});
  expect_tensor(old[0], {2, 3, 2}, sorted(2, true, false));
  expect_tensor(old[1], {2, 3, 2}, sorted(2, true, true));
  const std::vector<Tensor> smallest = order("top_k_v2", {{"k", 3}, {"axis", -1}, {"largest", false}});
  expect_tensor(smallest[0], {2, 3, 3}, sorted(3, false, false));
  expect_tensor(smallest[1], {2, 3, 3}, sorted(3, false, true));
}

TEST(Argsort, OrdersAnAxis) {
  const std::vector<Tensor> up = order("argsort", {{"axis", -1}}),
                            down = order("argsort", {{"descending", true}});
  expect_tensor(up[0], {2, 3, 4}, sorted(4, false, false));
  expect_tensor(up[1], {2, 3, 4}, sorted(4, false, true));
  expect_tensor(down[1], {2, 3, 4}, sorted(4, true, true));
}

TEST(Cumsum, ForwardBackwardAndExclusive) {
  const auto sums = [&](bool exclusive, bool reverse) {
    return computed(kBox.dims, [&](const Shape& i) {
      double sum = 0;
      for (int64_t k = 0; k < 3; ++k) {
        const bool before = reverse ? k > i[1] : k < i[1];
        if (before || (k == i[1] && !exclusive)) sum += double(at(kBox, {i[0], k, i[2]}));
      }
      return sum;
    });
  };
  expect_near(run_unary("cumsum", kBox, {{"axis", 1}}), sums(false, false));
  expect_near(run_unary("cumsum", kBox, {{"axis", 1}, {"exclusive", true}}), sums(true, false));
  expect_near(run_unary("cumsum", kBox, {{"axis", 1}, {"reverse", true}, {"exclusive", true}}),
              sums(true, true));
}

// ---- Normalisations
// ---------------------------------------------------------------------------------------

// (v - mean) / sqrt(variance + epsilon) over the cells that `same` puts together with i.
double normal(const Tensor& x, const Shape& i, double epsilon,
              const std::function<bool(const Shape&, const Shape&)>& same) {
  double sum = 0, squares = 0, count = 0;
  for_each_index(x.dims, [&](const Shape& k) {
    if (!same(i, k)) return;
    sum += double(at(x, k));
    squares += double(at(x, k)) * double(at(x, k));
    ++count;
  });
  const double mean = sum / count;
  return (double(at(x, i)) - mean) / std::sqrt(squares / count - mean * mean + epsilon);
}

Tensor run_norm(const std::string& type, const Tensor& x, const Tensor& scale, const Tensor& bias,
                const Attributes& attributes) {
  ProgramBuilder program;
  program.input("x", x.dims).parameter("s", scale).parameter("b", bias);
  program.op(type, {{"X", {"x"}}, {"Scale", {"s"}}, {"Bias", {"b"}}}, {{"Y", {"y"}}, {"Mean", {"m"}}},
             attributes);
  return run(program.output("y"), {x});
}

TEST(LayerNorm, OverTheLastAxes) {
  const Tensor x = sample({2, 3, 5}, 1), scale = sample({15}, 2), bias = sample({15}, 3);
  expect_near(run_norm("layer_norm", x, scale, bias, {{"begin_norm_axis", 1}, {"epsilon", 1e-5f}}),
              computed(x.dims,
                       [&](const Shape& i) {
                         const Shape inner = {i[1] * 5 + i[2]};
                         return normal(x, i, 1e-5,
                                       [](const Shape& a, const Shape& b) { return a[0] == b[0]; }) *
                                    double(at(scale, inner)) +
                                double(at(bias, inner));
                       }),
              1e-4f);
  expect_near(run_unary("layer_norm", x, {{"begin_norm_axis", 2}}, "X", "Y"),
              computed(x.dims,
                       [&](const Shape& i) {
                         return normal(x, i, 1e-5, [](const Shape& a, const Shape& b) {
                           return a[0] == b[0] && a[1] == b[1];
                         });
                       }),
              1e-4f);
}

TEST(InstanceNorm, PerImageAndChannel) {
  const Tensor x = sample({2, 3, 4, 5}, 1), scale = sample({3}, 2), bias = sample({3}, 3);
  expect_near(
      run_norm("instance_norm", x, scale, bias, {{"epsilon", 1e-3f}}),
      computed(x.dims,
               [&](const Shape& i) {
                 return normal(x, i, 1e-3,
                               [](const Shape& a, const Shape& b) { return a[0] == b[0] && a[1] == b[1]; }) *
                            double(at(scale, {i[1]})) +
                        double(at(bias, {i[1]}));
               }),
      1e-4f);
}

TEST(GroupNorm, PerImageAndGroup) {
  const Tensor x = sample({2, 6, 3, 5}, 1), scale = sample({6}, 2), bias = sample({6}, 3);
  expect_near(run_norm("group_norm", x, scale, bias, {{"groups", 3}, {"epsilon", 1e-5f}}),
              computed(x.dims,
                       [&](const Shape& i) {
                         return normal(x, i, 1e-5,
                                       [](const Shape& a, const Shape& b) {
                                         return a[0] == b[0] && a[1] / 2 == b[1] / 2;
                                       }) *
                                    double(at(scale, {i[1]})) +
                                double(at(bias, {i[1]}));
                       }),
              1e-4f);
}

TEST(Norm, DividesByTheLength) {
  expect_near(run_unary("norm", kBox, {{"axis", 1}, {"epsilon", 1e-10f}}),
              computed(kBox.dims, [&](const Shape& i) {
                double sum = 1e-10;
                for (int64_t k = 0; k < 3; ++k) sum += std::pow(double(at(kBox, {i[0], k, i[2]})), 2);
                return double(at(kBox, i)) / std::sqrt(sum);
              }));
}

TEST(Lrn, DoesNotDivideAlphaByTheWindow) {
  const Tensor x = sample({1, 7, 2, 3}, 1);
  expect_near(run_unary("lrn", x, {{"n", 5}, {"k", 1.5f}, {"alpha", 0.3f}, {"beta", 0.6f}}),
              computed(x.dims, [&](const Shape& i) {
                double sum = 0;
                for (int64_t c = std::max<int64_t>(i[1] - 2, 0); c <= std::min<int64_t>(i[1] + 2, 6); ++c)
                  sum += std::pow(double(at(x, {0, c, i[2], i[3]})), 2);
                return double(at(x, i)) * std::pow(1.5 + 0.3 * sum, -0.6);
              }));
}

}  // namespace
}  // namespace quern::frontend::paddle::test
