// [route], [scale_channels], [sam].
#include <cmath>

#include "support.hpp"

namespace quern::frontend::darknet::test {
namespace {

using ::testing::HasSubstr;

// Layers that can be told apart: relu and its negative.
const std::string kTwo = "[activation]\nactivation=relu\n[convolutional]\nfilters=4\nactivation=linear\n";

Net two(const std::string& sections) {
  return {{4, 2, 2}, kTwo + sections, joined({noise(4, 8), noise(16, 9)})};
}

std::vector<Tensor> parts(const std::string& sections, const std::string& last) {
  ConvertOptions options;
  options.outputs = {"activation_0", "conv_1", last};
  return run(two(sections), image({4, 2, 2}), options);
}

TEST(Route, JoinsChannels) {
  const auto r = parts("[route]\nlayers=-1, 0\n", "route_2");
  const View a(r[0]), b(r[1]);
  expect_near(r[2], each({8, 2, 2}, [&](int64_t c, int64_t y, int64_t x) {
                return c < 4 ? b(c, y, x) : a(c - 4, y, x);
              }));
}

TEST(Route, OfOneLayerIsThatLayer) {
  const auto r = parts("[route]\nlayers=0\n", "route_2");
  expect_near(r[2], r[0].to_float(), 0);
}

TEST(Route, TakesOneGroupOfEveryLayer) {
  const auto one = parts("[route]\nlayers=-1\ngroups=2\ngroup_id=1\n", "route_2");
  const View b(one[1]);
  expect_near(one[2], each({2, 2, 2}, [&](int64_t c, int64_t y, int64_t x) { return b(c + 2, y, x); }));
  const auto both = parts("[route]\nlayers=0,1\ngroups=4\ngroup_id=3\n", "route_2");
  const View a(both[0]), d(both[1]);
  expect_near(both[2], each({2, 2, 2}, [&](int64_t c, int64_t y, int64_t x) {
                return c == 0 ? a(3, y, x) : d(3, y, x);
              }));
}

TEST(Route, ContradictionsAreInputErrors) {
  const auto error = [](const std::string& options) {
    return error_of([&] { convert(two("[route]\n" + options)); });
  };
  EXPECT_THAT(error(""), HasSubstr("[route] needs \"layers\""));
  EXPECT_THAT(error("layers=2\n"), HasSubstr("refers to layer 2, but only the layers 0 to 1"));
  EXPECT_THAT(error("layers=-3\n"), HasSubstr("refers to layer -3"));
  EXPECT_THAT(error("layers=0\ngroups=3\n"), HasSubstr("cannot be divided into 3 groups"));
  EXPECT_THAT(error("layers=0\ngroups=2\ngroup_id=2\n"), HasSubstr("from 0 to 1"));
  EXPECT_THAT(error_of([] { convert(two("[avgpool]\n[route]\nlayers=0,-1\n")); }),
              HasSubstr("cannot be joined"));
}

TEST(ScaleChannels, MultipliesChannels) {
  const auto r = parts("[avgpool]\n[scale_channels]\nfrom=-2\n", "scale_channels_3");
  const View b(r[1]);
  expect_near(r[2], each({4, 2, 2}, [&](int64_t c, int64_t y, int64_t x) {
                return b(c, y, x) * (b(c, 0, 0) + b(c, 0, 1) + b(c, 1, 0) + b(c, 1, 1)) / 4;
              }));
}

TEST(ScaleChannels, MultipliesPositions) {
  const auto r =
      parts("[route]\nlayers=-1\ngroups=4\n[scale_channels]\nfrom=0\nscale_wh=1\nactivation=logistic\n",
            "scale_channels_3");
  const View a(r[0]), b(r[1]);
  expect_near(r[2], each({4, 2, 2}, [&](int64_t c, int64_t y, int64_t x) {
                return 1 / (1 + std::exp(-a(c, y, x) * b(0, y, x)));
              }));
}

TEST(ScaleChannels, FactorsMustFit) {
  EXPECT_THAT(error_of([] { convert(two("[scale_channels]\nfrom=0\n")); }), HasSubstr("do not fit"));
  EXPECT_THAT(error_of([] { convert(two("[avgpool]\n[scale_channels]\nfrom=0,1\n")); }),
              HasSubstr("one layer"));
}

TEST(Sam, MultipliesEveryNumber) {
  const auto r = parts("[sam]\nfrom=-2\n", "sam_2");
  const View a(r[0]), b(r[1]);
  expect_near(r[2],
              each({4, 2, 2}, [&](int64_t c, int64_t y, int64_t x) { return a(c, y, x) * b(c, y, x); }));
  EXPECT_THAT(error_of([] { convert(two("[avgpool]\n[sam]\nfrom=0\n")); }), HasSubstr("do not fit"));
}

}  // namespace
}  // namespace quern::frontend::darknet::test
