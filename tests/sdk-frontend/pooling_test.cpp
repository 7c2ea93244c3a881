// Against the definition: windows at stride * i - begin, cut at the padding's end, divided by what is
// counted.
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>

#include <quern/frontend/pooling.hpp>
#include <quern/ops/interpreter.hpp>

namespace quern::frontend {
namespace {

struct Case {
  int64_t size, kernel, stride, begin, end;
  bool ceil, count_pad;
};

std::vector<float> expected(const Case& c, bool average, const std::vector<float>& x) {
  const int64_t padded = c.size + c.begin + c.end;
  const double steps = double(padded - c.kernel) / double(c.stride);
  int64_t outputs = int64_t(c.ceil ? std::ceil(steps) : std::floor(steps)) + 1;
  if (c.ceil && outputs > 1 && (outputs - 1) * c.stride >= c.size + c.begin) --outputs;
  std::vector<float> y;
  for (int64_t i = 0; i < outputs; ++i) {
    const int64_t first = i * c.stride - c.begin, last = std::min(first + c.kernel, c.size + c.end);
    double sum = 0, most = -std::numeric_limits<double>::infinity();
    int64_t inside = 0;
    for (int64_t at = std::max<int64_t>(first, 0); at < std::min(last, c.size); ++at) {
      sum += x[size_t(at)];
      most = std::max(most, double(x[size_t(at)]));
      ++inside;
    }
    y.push_back(float(average ? sum / double(c.count_pad ? last - first : inside) : most));
  }
  return y;
}

std::vector<float> pooled(const Case& c, bool average, const std::vector<float>& x) {
  Graph graph;
  ValueInfo input;
  input.name = "x";
  input.type = DataType::Float;
  input.shape = Shape{1, 1, c.size};
  graph.inputs.push_back(input);
  Emitter emitter(graph);
  emitter.begin("pool");
  make_pooling(emitter, "y", "x",
               {.average = average,
                .kernel = {c.kernel},
                .strides = {c.stride},
                .pads_begin = {c.begin},
                .pads_end = {c.end},
                .ceil = c.ceil,
                .count_include_pad = c.count_pad});
  ValueInfo output;
  output.name = "y";
  graph.outputs.push_back(output);
  return ops::interpret(graph, {Tensor::from(x, Shape{1, 1, c.size})}).at(0).to_float();
}

TEST(Pooling, FollowsTheDefinition) {
  int compared = 0;
  for (int64_t size = 3; size <= 9; ++size)
    for (int64_t kernel = 1; kernel <= 4; ++kernel)
      for (int64_t stride = 1; stride <= 4; ++stride)
        for (int64_t begin = 0; begin < kernel; ++begin)
          for (int64_t end = 0; end < kernel; ++end)
            for (const bool ceil : {false, true})
              for (const bool count_pad : {false, true}) {
                const Case c{size, kernel, stride, begin, end, ceil, count_pad};
                if (size + begin + end < kernel) continue;
                std::vector<float> x;
                for (int64_t i = 0; i < size; ++i) x.push_back(float((i * 7 + 3) % 11) - 5);
                for (const bool average : {false, true}) {
                  const std::vector<float> want = expected(c, average, x);
                  if (std::any_of(want.begin(), want.end(), [](float v) { return !std::isfinite(v); }))
                    continue;
                  const std::vector<float> got = pooled(c, average, x);
                  ASSERT_EQ(got.size(), want.size())
                      << size << " " << kernel << " " << stride << " " << begin << " " << end << ceil;
                  for (size_t i = 0; i < want.size(); ++i)
                    ASSERT_NEAR(got[i], want[i], 1e-5)
                        << size << " " << kernel << " " << stride << " " << begin << " " << end << " ceil "
                        << ceil << " count " << count_pad << " average " << average;
                  ++compared;
                }
              }
  EXPECT_GT(compared, 2000);
}

TEST(Pooling, RefusesWindowsThatDoNotFit) {
  EXPECT_THROW(end_pads({.kernel = {5}}, {3}), InputError);
  EXPECT_THROW(end_pads({.kernel = {2}, .strides = {0}}, {3}), InputError);
  EXPECT_THROW(end_pads({.kernel = {2, 2}}, {3}), InputError);
}

}  // namespace
}  // namespace quern::frontend
