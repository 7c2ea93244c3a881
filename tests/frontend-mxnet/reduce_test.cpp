// Reductions, positions and sorting against plain loops.
#include <algorithm>
#include <numeric>

#include "support.hpp"

namespace quern::frontend::mxnet::test {
namespace {

using Fold = std::function<double(const std::vector<double>&)>;

// Folds the elements that differ in the axes `gone` only.
Array reduced(const Array& x, const std::vector<size_t>& gone, bool keep, const Fold& fold) {
  const auto is_gone = [&](size_t i) { return std::count(gone.begin(), gone.end(), i) > 0; };
  Shape kept;
  for (size_t i = 0; i < x.dims.size(); ++i) kept.push_back(is_gone(i) ? 1 : x.dims[i]);
  Array result = computed(kept, [&](const Shape& p) {
    std::vector<double> values;
    for_each(x.dims, [&](const Shape& q) {
      for (size_t i = 0; i < q.size(); ++i)
        if (!is_gone(i) && p[i] != q[i]) return;
      values.push_back(x.at(q));
    });
    return fold(values);
  });
  if (!keep) {
    Shape dims;
    for (size_t i = 0; i < x.dims.size(); ++i)
      if (!is_gone(i)) dims.push_back(x.dims[i]);
    result.dims = dims.empty() ? Shape{1} : dims;  // MXNet has no scalars
  }
  return result;
}

double sum(const std::vector<double>& v) { return std::accumulate(v.begin(), v.end(), 0.0); }
double product(const std::vector<double>& v) {
  return std::accumulate(v.begin(), v.end(), 1.0, std::multiplies<>());
}
double largest(const std::vector<double>& v) { return *std::max_element(v.begin(), v.end()); }
double smallest(const std::vector<double>& v) { return *std::min_element(v.begin(), v.end()); }
double mean(const std::vector<double>& v) { return sum(v) / double(v.size()); }
double absolute(const std::vector<double>& v) {
  return std::accumulate(v.begin(), v.end(), 0.0, [](double s, double x) { return s + std::fabs(x); });
}
double euclidean(const std::vector<double>& v) {
  return std::sqrt(std::inner_product(v.begin(), v.end(), v.begin(), 0.0));
}

struct Case {
  std::string op;
  Fold fold;
  Texts more = {};
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.op; }

class Reduce : public testing::TestWithParam<Case> {
 protected:
  void check(Texts attributes, const std::vector<size_t>& gone, bool keep) {
    const Array x = noise({2, 3, 4});
    attributes.insert(attributes.end(), GetParam().more.begin(), GetParam().more.end());
    expect_equal(run_layer(GetParam().op, {x}, attributes), reduced(x, gone, keep, GetParam().fold));
  }
};

TEST_P(Reduce, OverAll) { check({}, {0, 1, 2}, false); }
TEST_P(Reduce, OverAllKeepingAxes) { check({{"keepdims", "True"}, {"axis", "()"}}, {0, 1, 2}, true); }
TEST_P(Reduce, OverOneAxis) { check({{"axis", "1"}}, {1}, false); }
TEST_P(Reduce, OverTwoAxes) { check({{"axis", "(0, -1)"}, {"keepdims", "1"}}, {0, 2}, true); }
TEST_P(Reduce, OverTheOtherAxes) {
  if (GetParam().op != "norm") check({{"axis", "(1,)"}, {"exclude", "True"}}, {0, 2}, false);
}

INSTANTIATE_TEST_SUITE_P(Functions, Reduce,
                         testing::Values(Case{"sum", sum}, Case{"sum_axis", sum}, Case{"mean", mean},
                                         Case{"prod", product}, Case{"max", largest},
                                         Case{"max_axis", largest}, Case{"min", smallest},
                                         Case{"min_axis", smallest}, Case{"norm", euclidean},
                                         Case{"norm", absolute, {{"ord", "1"}}}));

TEST(NanReductions, IgnoreWhatIsNoNumber) {
  const Array x({2, 2}, {1, NAN, 3, 4});
  expect_equal(run_layer("nansum", {x}, {{"axis", "1"}}), Array({2}, {1, 7}));
  expect_equal(run_layer("nanprod", {x}, {{"axis", "0"}}), Array({2}, {3, 4}));
}

TEST(Moments, AreMeanAndVariance) {
  const Array x = noise({2, 3, 4});
  Net net;
  net.input("x", x.dims).layer("moments", "m", {"x"}, {{"axes", "(0, 2)"}}).head("m:0").head("m:1");
  const std::vector<Tensor> outputs = net.run_all({x});
  expect_equal(outputs.at(0), reduced(x, {0, 2}, false, mean));
  expect_equal(outputs.at(1), reduced(x, {0, 2}, false, [](const std::vector<double>& v) {
                 const double m = mean(v);
                 return std::inner_product(v.begin(), v.end(), v.begin(), 0.0) / double(v.size()) - m * m;
               }));
}

double position_of(const std::vector<double>& v, bool is_max) {
  return double((is_max ? std::max_element(v.begin(), v.end()) : std::min_element(v.begin(), v.end())) -
                v.begin());
}

TEST(ArgMax, GivesPositionsAsNumbers) {
  const Array x = noise({2, 3, 4});
  for (const bool is_max : {true, false}) {
    const char* op = is_max ? "argmax" : "argmin";
    const Fold fold = [=](const std::vector<double>& v) { return position_of(v, is_max); };
    const Tensor y = run_layer(op, {x}, {{"axis", "1"}});
    EXPECT_EQ(y.type, DataType::Float);
    expect_equal(y, reduced(x, {1}, false, fold));
    expect_equal(run_layer(op, {x}, {{"axis", "-1"}, {"keepdims", "True"}}), reduced(x, {2}, true, fold));
    expect_equal(run_layer(op, {x}), reduced(x, {0, 1, 2}, false, fold));
    expect_equal(run_layer(op, {x}, {{"axis", "None"}, {"keepdims", "True"}}),
                 reduced(x, {0, 1, 2}, true, fold));
  }
  const Array rows = noise({3, 5});
  expect_equal(run_layer("argmax_channel", {rows}),
               reduced(rows, {1}, false, [](const std::vector<double>& v) { return position_of(v, true); }));
}

// Before 0.9.5, -1 was written where no axis was given.
TEST(ArgMax, MinusOneMeansAllInOldSymbols) {
  const Array x = noise({2, 3});
  Net net;
  net.version = 904;
  net.input("x", x.dims).layer("argmax", "y", {"x"}, {{"axis", "-1"}});
  expect_equal(net.run({x}),
               reduced(x, {0, 1}, false, [](const std::vector<double>& v) { return position_of(v, true); }));
}

// The first k elements of every row, sorted; their positions too.
struct Top {
  Array values, positions;
};
Top top(const Array& x, int64_t k, bool ascending) {
  Top result{Array({x.dims[0], k}), Array({x.dims[0], k})};
  for (int64_t row = 0; row < x.dims[0]; ++row) {
    std::vector<int64_t> order(size_t(x.dims[1]));
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
      return ascending ? x.at({row, a}) < x.at({row, b}) : x.at({row, a}) > x.at({row, b});
    });
    for (int64_t i = 0; i < k; ++i) {
      result.positions.at({row, i}) = float(order[size_t(i)]);
      result.values.at({row, i}) = x.at({row, order[size_t(i)]});
    }
  }
  return result;
}

TEST(TopK, ValuesPositionsBothAndMask) {
  const Array x = noise({3, 6});
  expect_equal(run_layer("topk", {x}, {{"k", "2"}}), top(x, 2, false).positions);
  expect_equal(run_layer("topk", {x}, {{"k", "3"}, {"ret_typ", "value"}, {"is_ascend", "True"}}),
               top(x, 3, true).values);
  Net net;
  net.input("x", x.dims).layer("topk", "t", {"x"}, {{"k", "4"}, {"ret_typ", "both"}, {"dtype", "int32"}});
  net.head("t:0").head("t:1");
  const std::vector<Tensor> both = net.run_all({x});
  expect_equal(both.at(0), top(x, 4, false).values);
  expect_equal(both.at(1), top(x, 4, false).positions);
  EXPECT_EQ(both.at(1).type, DataType::Int32);
  Array mask({3, 6});
  for_each({3, 2}, [&](const Shape& p) { mask.at({p[0], int64_t(top(x, 2, false).positions.at(p))}) = 1; });
  expect_equal(run_layer("topk", {x}, {{"k", "2"}, {"ret_typ", "mask"}}), mask);
}

TEST(TopK, WithoutAnAxisOfAllElements) {
  const Array x = noise({2, 3});
  Array flat = x;
  flat.dims = {1, 6};
  Array expected = top(flat, 6, false).positions;
  expected.dims = {6};
  expect_equal(run_layer("topk", {x}, {{"axis", "None"}, {"k", "0"}}), expected);
}

TEST(Sort, AscendsUnlessToldOtherwise) {
  const Array x = noise({3, 5});
  expect_equal(run_layer("sort", {x}), top(x, 5, true).values);
  expect_equal(run_layer("sort", {x}, {{"is_ascend", "False"}}), top(x, 5, false).values);
  expect_equal(run_layer("argsort", {x}), top(x, 5, true).positions);
  expect_equal(run_layer("argsort", {x}, {{"is_ascend", "0"}, {"axis", "1"}}), top(x, 5, false).positions);
}

}  // namespace
}  // namespace quern::frontend::mxnet::test
