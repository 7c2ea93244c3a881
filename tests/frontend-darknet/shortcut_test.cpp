// [shortcut] in all its shapes.
#include "support.hpp"

namespace quern::frontend::darknet::test {
namespace {

// Layer 0 of `first` channels, then layer 1 of `second`; both 1x1 convolutions, by 1 and by 2.
Net two_layers(int64_t first, int64_t second, const std::string& options, int64_t stride = 1) {
  const auto conv = [](int64_t filters, int64_t step) {
    return "[convolutional]\nactivation=linear\nfilters=" + std::to_string(filters) +
           "\nstride=" + std::to_string(step) + "\n";
  };
  Net net = {{1, 4, 4}, conv(first, 1) + conv(second, stride) + "[shortcut]\nfrom=0\n" + options};
  net.floats = joined({std::vector<float>(size_t(first), 0), noise(size_t(first), 3),
                       std::vector<float>(size_t(second), 0), noise(size_t(first * second), 4)});
  return net;
}

struct Both {
  Tensor first, second, sum;
};

// Needs the Dims of both layers, which the reference reads.
Both run_both(Net net, const Tensor& input) {
  ConvertOptions options;
  options.outputs = {"conv_0", "conv_1", "shortcut_2"};
  const std::vector<Tensor> outputs = run(net, input, options);
  return {outputs[0], outputs[1], outputs[2]};
}

TEST(Shortcut, AddsLayers) {
  const Both r = run_both(two_layers(2, 2, ""), image({1, 4, 4}));
  const View a(r.first), b(r.second);
  expect_near(r.sum,
              each({2, 4, 4}, [&](int64_t c, int64_t y, int64_t x) { return a(c, y, x) + b(c, y, x); }));
}

TEST(Shortcut, ActivatesTheSum) {
  const Both r = run_both(two_layers(2, 2, "activation=leaky\n"), image({1, 4, 4}));
  const View a(r.first), b(r.second);
  expect_near(r.sum, each({2, 4, 4}, [&](int64_t c, int64_t y, int64_t x) {
                const double sum = a(c, y, x) + b(c, y, x);
                return sum > 0 ? sum : 0.1 * sum;
              }));
}

TEST(Shortcut, ChannelsAreCutOrFilledUp) {
  for (const auto& [first, second] : {std::pair<int64_t, int64_t>{2, 4}, {4, 2}}) {
    const Both r = run_both(two_layers(first, second, ""), image({1, 4, 4}));
    const View a(r.first), b(r.second);
    const int64_t shared = std::min(first, second);
    expect_near(r.sum, each({second, 4, 4}, [&](int64_t c, int64_t y, int64_t x) {
                  return b(c, y, x) + (c < shared ? a(c, y, x) : 0);
                }));
  }
}

TEST(Shortcut, LargerImagesAreThinnedOut) {  // as ResNet-50 of Darknet does
  const Both r = run_both(two_layers(2, 3, "", 2), image({1, 4, 4}));
  const View a(r.first), b(r.second);
  expect_near(r.sum, each({3, 2, 2}, [&](int64_t c, int64_t y, int64_t x) {
                return b(c, y, x) + (c < 2 ? a(c, 2 * y, 2 * x) : 0);
              }));
}

TEST(Shortcut, AlphaAndBetaWeighTheSides) {
  const Both r = run_both(two_layers(2, 2, "alpha=0.5\nbeta=3\n"), image({1, 4, 4}));
  const View a(r.first), b(r.second);
  expect_near(r.sum, each({2, 4, 4}, [&](int64_t c, int64_t y, int64_t x) {
                return 3 * a(c, y, x) + 0.5 * b(c, y, x);
              }));
}

TEST(Shortcut, SeveralLayersMayBeAdded) {
  const std::string net =
      "[activation]\nactivation=relu\n[activation]\nactivation=leaky\n[shortcut]\nfrom=-2,-1,0\n";
  const Tensor input = Tensor::from<float>({-2, 3}, {1, 1, 1, 2});
  expect_near(run({{1, 1, 2}, net}, input)[0], {0, 12});  // leaky(relu(x)) + relu(x) twice + leaky once more
}

TEST(Shortcut, WhatDoesNotFitIsRefused) {
  EXPECT_EQ(status_of([] { convert(two_layers(2, 2, "weights_type=per_feature\n")); }),
            QUERN_ERROR_UNSUPPORTED);
  const Net smaller = {{1, 2, 2}, "[avgpool]\n[upsample]\nstride=2\n[shortcut]\nfrom=0\n"};
  EXPECT_EQ(status_of([&] { convert(smaller); }), QUERN_ERROR_UNSUPPORTED);
  EXPECT_THAT(error_of([] {
                convert({{1, 2, 2}, "[avgpool]\n[shortcut]\n"});
              }),
              ::testing::HasSubstr("[shortcut] needs \"from\""));
}

}  // namespace
}  // namespace quern::frontend::darknet::test
