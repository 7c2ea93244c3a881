// [maxpool], [local_avgpool], [avgpool], [upsample], [crop].
#include <cmath>
#include <limits>

#include "support.hpp"

namespace quern::frontend::darknet::test {
namespace {

// As Darknet does it: the begin gets half of the padding, rounded down.
std::vector<float> pooled(const Tensor& input, const Dims& out, int64_t size, int64_t stride_y,
                          int64_t stride_x, int64_t padding, bool average) {
  const View view(input);
  return each(out, [&](int64_t c, int64_t y, int64_t x) {
    double most = -std::numeric_limits<double>::max(), sum = 0;
    int cells = 0;
    for (int64_t i = 0; i < size; ++i)
      for (int64_t j = 0; j < size; ++j) {
        const int64_t cy = y * stride_y - padding / 2 + i, cx = x * stride_x - padding / 2 + j;
        if (!view.inside(cy, cx)) continue;
        most = std::max(most, view(c, cy, cx));
        sum += view(c, cy, cx);
        ++cells;
      }
    return average ? sum / cells : most;
  });
}

void check(const std::string& section, const Dims& in, const Dims& out, int64_t size, int64_t stride_y,
           int64_t stride_x, int64_t padding) {
  SCOPED_TRACE(section);
  const Tensor input = image(in);
  for (const bool average : {false, true}) {
    const Net net = {in, std::string(average ? "[local_avgpool]\n" : "[maxpool]\n") + section};
    const Tensor result = run(net, input)[0];
    ASSERT_EQ(result.dims, Shape({1, out.channels, out.height, out.width}));
    expect_near(result, pooled(input, out, size, stride_y, stride_x, padding, average));
  }
}

TEST(Pool, PaddingIsSizeLessOneWhereItIsNotGiven) {
  check("size=2\nstride=2\n", {2, 6, 8}, {2, 3, 4}, 2, 2, 2, 1);
  check("size=2\nstride=2\n", {2, 5, 7}, {2, 3, 4}, 2, 2, 2, 1);  // odd images are rounded up
  check("size=2\nstride=1\n", {2, 5, 5}, {2, 5, 5}, 2, 1, 1, 1);  // YOLOv2-tiny
  check("size=5\nstride=1\n", {2, 6, 6}, {2, 6, 6}, 5, 1, 1, 4);  // spatial pyramid
  check("size=13\nstride=1\n", {1, 6, 6}, {1, 6, 6}, 13, 1, 1, 12);
  check("size=3\nstride=2\n", {1, 7, 6}, {1, 4, 3}, 3, 2, 2, 2);
}

TEST(Pool, PaddingMayBeGiven) {
  check("size=3\nstride=2\npadding=0\n", {1, 7, 8}, {1, 3, 3}, 3, 2, 2, 0);
  check("size=3\nstride=2\npadding=1\n", {1, 6, 6}, {1, 3, 3}, 3, 2, 2, 1);
}

TEST(Pool, SizeIsTheStrideWhereItIsNotGiven) {
  check("stride=2\n", {1, 4, 4}, {1, 2, 2}, 2, 2, 2, 1);
  check("stride=2\nstride_x=1\n", {1, 4, 4}, {1, 2, 4}, 2, 2, 1, 1);
  check("size=2\nstride_x=2\nstride_y=1\n", {1, 4, 4}, {1, 4, 2}, 2, 1, 2, 1);
}

TEST(Pool, ImpossibleWindowsAreInputErrors) {
  EXPECT_THAT(error_of([] {
                convert({{1, 2, 2}, "[maxpool]\nsize=4\npadding=0\n"});
              }),
              ::testing::HasSubstr("too small"));
  EXPECT_THAT(error_of([] {
                convert({{1, 2, 2}, "[maxpool]\nsize=2\npadding=4\n"});
              }),
              ::testing::HasSubstr("too much"));
}

TEST(Maxpool, DepthTakesTheLargestOfEveryNthChannel) {
  const Tensor input = image({6, 2, 3});
  const View view(input);
  const std::vector<float> want = each({2, 2, 3}, [&](int64_t c, int64_t y, int64_t x) {
    return std::max({view(c, y, x), view(c + 2, y, x), view(c + 4, y, x)});
  });
  expect_near(run({{6, 2, 3}, "[maxpool]\nmaxpool_depth=1\nout_channels=2\nstride=2\n"}, input)[0], want);
  EXPECT_EQ(status_of([] {
              convert({{6, 2, 3}, "[maxpool]\nmaxpool_depth=1\nout_channels=4\n"});
            }),
            QUERN_ERROR_UNSUPPORTED);
}

TEST(Maxpool, AntialiasingIsRefused) {
  EXPECT_EQ(status_of([] { convert({{1, 4, 4}, "[maxpool]\nantialiasing=1\n"}); }), QUERN_ERROR_UNSUPPORTED);
}

TEST(Avgpool, AveragesEveryChannel) {
  const Tensor input = image({3, 2, 5}, 7, 2);
  std::vector<float> want;
  for (int64_t n = 0; n < 2; ++n)
    for (int64_t c = 0; c < 3; ++c) {
      double sum = 0;
      for (int64_t i = 0; i < 10; ++i) sum += View(input, n)(c, i / 5, i % 5);
      want.push_back(float(sum / 10));
    }
  const Tensor result = run({{3, 2, 5}, "[avgpool]\n"}, input)[0];
  EXPECT_EQ(result.dims, Shape({2, 3, 1, 1}));
  expect_near(result, want);
}

TEST(Upsample, RepeatsCells) {
  const Tensor input = image({2, 2, 3});
  const View view(input);
  const auto want = [&](int64_t stride, double scale) {
    return each({2, 2 * stride, 3 * stride},
                [&](int64_t c, int64_t y, int64_t x) { return scale * view(c, y / stride, x / stride); });
  };
  expect_near(run({{2, 2, 3}, "[upsample]\n"}, input)[0], want(2, 1));
  expect_near(run({{2, 2, 3}, "[upsample]\nstride=3\nscale=0.5\n"}, input)[0], want(3, 0.5));
  EXPECT_EQ(status_of([] { convert({{2, 2, 2}, "[upsample]\nstride=-2\n"}); }), QUERN_ERROR_UNSUPPORTED);
}

TEST(Crop, TakesTheMiddle) {
  const Tensor input = image({1, 5, 6});
  const View view(input);
  const auto want = [&](double scale, double shift) {
    return each({1, 2, 4},
                [&](int64_t c, int64_t y, int64_t x) { return view(c, y + 1, x + 1) * scale + shift; });
  };
  expect_near(run({{1, 5, 6}, "[crop]\ncrop_height=2\ncrop_width=4\nnoadjust=1\n"}, input)[0], want(1, 0));
  expect_near(run({{1, 5, 6}, "[crop]\ncrop_height=2\ncrop_width=4\n"}, input)[0], want(2, -1));
  EXPECT_THAT(error_of([] {
                convert({{1, 5, 6}, "[crop]\ncrop_height=6\ncrop_width=4\n"});
              }),
              ::testing::HasSubstr("from 1 to 5"));
}

}  // namespace
}  // namespace quern::frontend::darknet::test
