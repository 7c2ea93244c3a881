// Pooling in all its variants, and resizing, against plain loops.
#include <algorithm>
#include <cmath>
#include <limits>

#include "support.hpp"

namespace quern::frontend::paddle::test {
namespace {

using Ints = std::vector<int>;

struct Pool {
  bool average = false;
  int64_t kernel = 2, stride = 2, pad = 0;
  bool ceil = false, exclusive = true;
};

// Paddle's definition: windows are cut at the image; exclusive averages divide by what is left.
Tensor pooled(const Tensor& x, const Pool& p) {
  const auto size = [&](int64_t in) {
    const int64_t room = in + 2 * p.pad - p.kernel;
    return (p.ceil ? room + p.stride - 1 : room) / p.stride + 1;
  };
  const Shape shape = {x.dims[0], x.dims[1], size(x.dims[2]), size(x.dims[3])};
  return Tensor::from(
      computed(shape,
               [&](const Shape& i) {
                 const auto range = [&](int64_t out, int64_t in) {
                   const int64_t begin = out * p.stride - p.pad;
                   return std::pair(std::max<int64_t>(begin, 0), std::min(begin + p.kernel, in));
                 };
                 const auto [top, bottom] = range(i[2], x.dims[2]);
                 const auto [left, right] = range(i[3], x.dims[3]);
                 double sum = 0, most = -std::numeric_limits<double>::infinity();
                 for (int64_t r = top; r < bottom; ++r)
                   for (int64_t c = left; c < right; ++c) {
                     sum += double(at(x, {i[0], i[1], r, c}));
                     most = std::max(most, double(at(x, {i[0], i[1], r, c})));
                   }
                 const int64_t count = p.exclusive ? (bottom - top) * (right - left) : p.kernel * p.kernel;
                 return p.average ? sum / double(count) : most;
               }),
      shape);
}

Attributes attributes_of(const Pool& p) {
  const int k = int(p.kernel), s = int(p.stride), pad = int(p.pad);
  return {{"pooling_type", std::string(p.average ? "avg" : "max")},
          {"ksize", Ints{k, k}},
          {"strides", Ints{s, s}},
          {"paddings", Ints{pad, pad}},
          {"ceil_mode", p.ceil},
          {"exclusive", p.exclusive},
          {"global_pooling", false},
          {"adaptive", false}};
}

class Pooling : public testing::TestWithParam<Pool> {};

TEST_P(Pooling, EqualsTheLoops) {
  const Tensor x = sample({2, 3, 7, 8}, 1), expected = pooled(x, GetParam());
  expect_tensor(run_unary("pool2d", x, attributes_of(GetParam())), expected.dims, expected.to_float());
}

INSTANTIATE_TEST_SUITE_P(Max, Pooling,
                         testing::Values(Pool{false, 2, 2, 0}, Pool{false, 3, 2, 1},
                                         Pool{false, 3, 2, 0, true}, Pool{false, 3, 1, 1},
                                         Pool{false, 3, 2, 1, true}));
INSTANTIATE_TEST_SUITE_P(Average, Pooling,
                         testing::Values(Pool{true, 2, 2, 0}, Pool{true, 3, 2, 1, false, true},
                                         Pool{true, 3, 2, 1, false, false}, Pool{true, 3, 2, 0, true, true},
                                         Pool{true, 3, 2, 0, true, false}, Pool{true, 3, 2, 1, true, false},
                                         Pool{true, 3, 2, 1, true, true}));

TEST(GlobalPooling, ReducesEachChannel) {
  const Tensor x = sample({2, 3, 5, 4}, 1);
  for (const bool average : {false, true}) {
    const auto expected = computed({2, 3, 1, 1}, [&](const Shape& i) {
      double sum = 0, most = -10;
      for_each_index({5, 4}, [&](const Shape& k) {
        sum += double(at(x, {i[0], i[1], k[0], k[1]}));
        most = std::max(most, double(at(x, {i[0], i[1], k[0], k[1]})));
      });
      return average ? sum / 20 : most;
    });
    const std::string kind = average ? "avg" : "max";
    expect_tensor(
        run_unary("pool2d", x, {{"pooling_type", kind}, {"ksize", Ints{3, 3}}, {"global_pooling", true}}),
        {2, 3, 1, 1}, expected);
    expect_tensor(run_unary("pool2d", x, {{"pooling_type", kind}, {"ksize", Ints{1, 1}}, {"adaptive", true}}),
                  {2, 3, 1, 1}, expected);
  }
}

// Cell i of n covers floor(i * in / n) to ceil((i + 1) * in / n).
std::vector<float> adaptive(const Tensor& x, int64_t rows, int64_t columns, bool average) {
  return computed({x.dims[0], x.dims[1], rows, columns}, [&](const Shape& i) {
    const int64_t top = i[2] * x.dims[2] / rows, bottom = ((i[2] + 1) * x.dims[2] + rows - 1) / rows,
                  left = i[3] * x.dims[3] / columns, right = ((i[3] + 1) * x.dims[3] + columns - 1) / columns;
    double sum = 0, most = -10;
    for (int64_t r = top; r < bottom; ++r)
      for (int64_t c = left; c < right; ++c) {
        sum += double(at(x, {i[0], i[1], r, c}));
        most = std::max(most, double(at(x, {i[0], i[1], r, c})));
      }
    return average ? sum / double((bottom - top) * (right - left)) : most;
  });
}

TEST(AdaptivePooling, DividesTheImageIntoBins) {
  const Tensor x = sample({2, 3, 7, 10}, 1);
  // Equal bins, equal bins that overlap (7 to 3), unequal ones (10 to 4), more bins than cells (7 to 9).
  for (const auto& [rows, columns] : {std::pair{7, 5}, {3, 2}, {2, 4}, {5, 3}, {9, 10}})
    for (const bool average : {false, true})
      expect_tensor(run_unary("pool2d", x,
                              {{"pooling_type", std::string(average ? "avg" : "max")},
                               {"ksize", Ints{rows, columns}},
                               {"adaptive", true}}),
                    {2, 3, rows, columns}, adaptive(x, rows, columns, average));
}

TEST(AdaptivePooling, OfEqualBinsIsAnOrdinaryPooling) {
  ProgramBuilder program;
  program.input("x", {1, 3, 7, 10});
  program.op("pool2d", {{"X", {"x"}}}, {{"Out", {"y"}}},
             {{"pooling_type", std::string("avg")}, {"ksize", Ints{3, 5}}, {"adaptive", true}});
  const Model model = convert(program.output("y"));
  ASSERT_NE(find_node(model, "AveragePool"), nullptr);
  EXPECT_EQ(find_node(model, "AveragePool")->get_ints("kernel_shape"), (std::vector<int64_t>{3, 2}));
}

TEST(Pool3d, TakesTheLargestOfABox) {
  const Tensor x = sample({1, 2, 4, 4, 6}, 1);
  const Tensor y =
      run_unary("pool3d", x,
                {{"pooling_type", std::string("max")}, {"ksize", Ints{2, 2, 3}}, {"strides", Ints{2, 2, 3}}});
  expect_tensor(
      y, {1, 2, 2, 2, 2}, computed({1, 2, 2, 2, 2}, [&](const Shape& i) {
        double most = -10;
        for_each_index({2, 2, 3}, [&](const Shape& k) {
          most = std::max(most, double(at(x, {0, i[1], i[2] * 2 + k[0], i[3] * 2 + k[1], i[4] * 3 + k[2]})));
        });
        return most;
      }));
}

TEST(MaxPoolWithIndex, GivesTheMaxima) {
  const Tensor x = sample({1, 2, 6, 6}, 1), expected = pooled(x, {false, 2, 2, 0});
  ProgramBuilder program;
  program.input("x", x.dims)
      .op("max_pool2d_with_index", {{"X", {"x"}}}, {{"Out", {"y"}}, {"Mask", {"m"}}},
          {{"ksize", Ints{2, 2}}, {"strides", Ints{2, 2}}});
  expect_near(run(program.output("y"), {x}), expected.to_float());
  EXPECT_THAT(error_of([&] {
                ProgramBuilder masks = program;
                convert(masks.output("m"));
              }),
              testing::HasSubstr("max_pool2d_with_index"));
}

}  // namespace
}  // namespace quern::frontend::paddle::test
