// [reorg] and [reorg3d] against the loop that Darknet's inference uses, index by index.
#include "support.hpp"

namespace quern::frontend::darknet::test {
namespace {

// The loop: cell i, j of channel k of an image of `size` and a cell of an image stride times as large, with
// 1 / stride^2 of the channels, correspond. `backwards` copies from the first to the second.
std::vector<float> loop(const std::vector<float>& x, const Dims& size, int64_t stride, bool backwards) {
  std::vector<float> out(x.size());
  const int64_t fewer = size.channels / (stride * stride);
  for (int64_t k = 0; k < size.channels; ++k)
    for (int64_t j = 0; j < size.height; ++j)
      for (int64_t i = 0; i < size.width; ++i) {
        const int64_t offset = k / fewer;
        const int64_t w2 = i * stride + offset % stride, h2 = j * stride + offset / stride;
        const auto here = size_t(i + size.width * (j + size.height * k));
        const auto there = size_t(w2 + size.width * stride * (h2 + size.height * stride * (k % fewer)));
        if (backwards)
          out[there] = x[here];
        else
          out[here] = x[there];
      }
  return out;
}

void check(const std::string& section, const Dims& in, const Dims& out, const Dims& loop_size,
           bool backwards) {
  SCOPED_TRACE(section);
  const Tensor input = image(in);
  const Tensor result = run({in, section}, input)[0];
  ASSERT_EQ(result.dims, Shape({1, out.channels, out.height, out.width}));
  expect_near(result, loop(input.to_float(), loop_size, 2, backwards), 0);
}

TEST(Reorg, RunsTheLoopOverItsInputSize) {
  check("[reorg]\nstride=2\n", {8, 4, 6}, {32, 2, 3}, {8, 4, 6}, false);
  check("[reorg]\nstride=2\nreverse=1\n", {8, 3, 2}, {2, 6, 4}, {8, 3, 2}, true);
}

TEST(Reorg, Reorg3dRunsTheLoopOverItsOutputSize) {
  check("[reorg3d]\nstride=2\n", {3, 4, 6}, {12, 2, 3}, {12, 2, 3}, false);
  check("[reorg3d]\nstride=2\nreverse=1\n", {16, 3, 2}, {4, 6, 4}, {4, 6, 4}, true);
}

TEST(Reorg, StrideOneChangesNothing) {
  const Tensor input = image({3, 3, 3});
  expect_near(run({{3, 3, 3}, "[reorg]\n"}, input)[0], input.to_float(), 0);
}

TEST(Reorg, ImagesThatDoNotDivideAreInputErrors) {
  for (const Dims& in : {Dims{8, 5, 4}, Dims{8, 4, 5}, Dims{6, 4, 4}})
    EXPECT_THAT(error_of([&] {
                  convert({in, "[reorg]\nstride=2\n"});
                }),
                ::testing::HasSubstr("cannot be reorganised"));
}

TEST(Reorg, FlattenIsRefused) {
  EXPECT_EQ(status_of([] { convert({{4, 2, 2}, "[reorg]\nflatten=1\n"}); }), QUERN_ERROR_UNSUPPORTED);
}

}  // namespace
}  // namespace quern::frontend::darknet::test
