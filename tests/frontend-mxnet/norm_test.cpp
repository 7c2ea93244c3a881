// Normalisations and softmax against plain loops.
#include "support.hpp"

namespace quern::frontend::mxnet::test {
namespace {

Net batch_norm(const Shape& shape, const Texts& attributes, const Array& gamma, const Array& beta,
               const Array& mean, const Array& variance) {
  Net net;
  net.input("x", shape).weight("bn_gamma", gamma).weight("bn_beta", beta);
  net.weight("bn_moving_mean", mean, "aux:").weight("bn_moving_var", variance, "aux:");
  return net.layer("BatchNorm", "bn", {"x", "bn_gamma", "bn_beta", "bn_moving_mean", "bn_moving_var"},
                   attributes);
}

class BatchNorm : public testing::Test {
 protected:
  Array gamma_ = noise({3}, 2), beta_ = noise({3}, 3), mean_ = noise({3}, 4),
        variance_ = mapped(noise({3}, 5), [](double v) { return v * v + 0.1; });

  void check(const Shape& shape, const Texts& attributes, bool fixed, double eps, size_t axis = 1) {
    const Array x = noise(shape);
    const Array expected = computed(shape, [&](const Shape& p) {
      const Shape c = {p[axis]};
      return (x.at(p) - mean_.at(c)) / std::sqrt(variance_.at(c) + eps) * (fixed ? 1 : gamma_.at(c)) +
             beta_.at(c);
    });
    expect_equal(batch_norm(shape, attributes, gamma_, beta_, mean_, variance_).run({x}), expected, 1e-4f);
  }
};

TEST_F(BatchNorm, GammaIsFixedByDefault) { check({2, 3, 4, 5}, {}, true, 1e-3); }
TEST_F(BatchNorm, GammaAndEps) {
  check({2, 3, 4, 5}, {{"fix_gamma", "False"}, {"eps", "2e-05"}}, false, 2e-5);
}
TEST_F(BatchNorm, OfRows) { check({4, 3}, {{"fix_gamma", "False"}}, false, 1e-3); }
TEST_F(BatchNorm, OfTheLastAxis) {
  check({2, 4, 5, 3}, {{"fix_gamma", "False"}, {"axis", "3"}}, false, 1e-3, 3);
}
TEST_F(BatchNorm, OfTheLastAxisFixed) { check({2, 4, 5, 3}, {{"axis", "-1"}}, true, 1e-3, 3); }
TEST_F(BatchNorm, OfTheMiddleAxis) { check({2, 4, 3, 5}, {{"axis", "2"}}, true, 1e-3, 2); }

// Before 0.9 the statistics were not among the inputs.
TEST_F(BatchNorm, StatisticsAreFoundByNameInOldSymbols) {
  const Array x = noise({2, 3});
  const Tensor expected = batch_norm(x.dims, {}, gamma_, beta_, mean_, variance_).run({x});
  Net net;
  net.version = 0;
  net.attribute_key = "param";
  net.input("x", x.dims).weight("bn_gamma", gamma_).weight("bn_beta", beta_);
  net.stored("bn_moving_mean", mean_, "aux:").stored("bn_moving_var", variance_, "aux:");
  net.layer("BatchNorm", "bn", {"x", "bn_gamma", "bn_beta"});
  expect_equal(net.run({x}), Array(expected.dims, expected.to_float()));
}

// Mean and variance over the positions that `same` says belong to p.
double normal(const Array& x, const Shape& p, double eps,
              const std::function<bool(const Shape&, const Shape&)>& same) {
  double sum = 0, squares = 0, count = 0;
  for_each(x.dims, [&](const Shape& q) {
    if (!same(p, q)) return;
    sum += x.at(q);
    squares += double(x.at(q)) * x.at(q);
    ++count;
  });
  const double mean = sum / count;
  return (x.at(p) - mean) / std::sqrt(squares / count - mean * mean + eps);
}

TEST(InstanceNorm, EveryChannelOfEveryImage) {
  const Array x = noise({2, 3, 4, 5}), gamma = noise({3}, 2), beta = noise({3}, 3);
  Net net;
  net.input("x", x.dims).weight("g", gamma).weight("b", beta).layer("InstanceNorm", "y", {"x", "g", "b"});
  expect_equal(net.run({x}),
               computed(x.dims,
                        [&](const Shape& p) {
                          const double n = normal(x, p, 1e-3, [](const Shape& a, const Shape& b) {
                            return a[0] == b[0] && a[1] == b[1];
                          });
                          return n * gamma.at({p[1]}) + beta.at({p[1]});
                        }),
               1e-4f);
}

TEST(LayerNorm, AlongAnyAxis) {
  for (const size_t axis : {2u, 1u, 0u}) {
    const Array x = noise({3, 4, 5}), gamma = noise({x.dims[axis]}, 2), beta = noise({x.dims[axis]}, 3);
    Net net;
    net.input("x", x.dims).weight("g", gamma).weight("b", beta);
    net.layer("LayerNorm", "y", {"x", "g", "b"}, {{"axis", axis == 2 ? "-1" : std::to_string(axis)}});
    expect_equal(net.run({x}),
                 computed(x.dims,
                          [&](const Shape& p) {
                            const double n = normal(x, p, 1e-5, [&](const Shape& a, const Shape& b) {
                              for (size_t i = 0; i < 3; ++i)
                                if (i != axis && a[i] != b[i]) return false;
                              return true;
                            });
                            return n * gamma.at({p[axis]}) + beta.at({p[axis]});
                          }),
                 1e-4f);
  }
}

TEST(GroupNorm, ValuesPerChannelOrPerGroup) {
  for (const int64_t count : {6, 3}) {
    const Array x = noise({2, 6, 3, 2}), gamma = noise({count}, 2), beta = noise({count}, 3);
    Net net;
    net.input("x", x.dims).weight("g", gamma).weight("b", beta);
    net.layer("GroupNorm", "y", {"x", "g", "b"}, {{"num_groups", "3"}});
    expect_equal(net.run({x}),
                 computed(x.dims,
                          [&](const Shape& p) {
                            const double n = normal(x, p, 1e-5, [](const Shape& a, const Shape& b) {
                              return a[0] == b[0] && a[1] / 2 == b[1] / 2;
                            });
                            const int64_t i = count == 6 ? p[1] : p[1] / 2;
                            return n * gamma.at({i}) + beta.at({i});
                          }),
                 1e-4f);
  }
}

TEST(L2Normalization, OverInstancesChannelsOrSpace) {
  const Array x = noise({2, 3, 4, 2});
  for (const std::string mode : {"instance", "channel", "spatial"}) {
    SCOPED_TRACE(mode);
    const Array expected = computed(x.dims, [&](const Shape& p) {
      double sum = 0.5;
      for_each(x.dims, [&](const Shape& q) {
        const bool same_channel = p[1] == q[1], same_place = p[2] == q[2] && p[3] == q[3];
        if (p[0] == q[0] && (mode == "instance" || (mode == "channel" ? same_place : same_channel)))
          sum += double(x.at(q)) * x.at(q);
      });
      return x.at(p) / std::sqrt(sum);
    });
    expect_equal(run_layer("L2Normalization", {x}, {{"mode", mode}, {"eps", "0.5"}}), expected);
  }
}

TEST(Lrn, OverNeighbouringChannels) {
  const Array x = noise({1, 7, 2, 2});
  const Array expected = computed(x.dims, [&](const Shape& p) {
    double sum = 0;
    for (int64_t c = std::max<int64_t>(0, p[1] - 2); c <= std::min<int64_t>(6, p[1] + 2); ++c)
      sum += double(x.at({0, c, p[2], p[3]})) * x.at({0, c, p[2], p[3]});
    return x.at(p) / std::pow(1.5 + 0.3 / 5 * sum, 0.75);
  });
  expect_equal(run_layer("LRN", {x}, {{"nsize", "5"}, {"alpha", "0.3"}, {"knorm", "1.5"}}), expected);
}

// exp(x) over its sum over the positions that belong together.
Array softmax(const Array& x, double factor, const std::function<bool(const Shape&, const Shape&)>& same) {
  return computed(x.dims, [&](const Shape& p) {
    double sum = 0;
    for_each(x.dims, [&](const Shape& q) {
      if (same(p, q)) sum += std::exp(factor * x.at(q));
    });
    return std::exp(factor * x.at(p)) / sum;
  });
}
bool same_item(const Shape& a, const Shape& b) { return a[0] == b[0]; }
bool same_but_axis_1(const Shape& a, const Shape& b) { return a[0] == b[0] && a[2] == b[2]; }
bool same_but_axis_2(const Shape& a, const Shape& b) { return a[0] == b[0] && a[1] == b[1]; }

TEST(Softmax, OfTheModuleApi) {
  const Array x = noise({2, 3, 4}), rows = noise({2, 5});
  expect_equal(run_layer("SoftmaxOutput", {x}), softmax(x, 1, same_item));
  expect_equal(run_layer("Softmax", {rows}), softmax(rows, 1, same_item));
  expect_equal(run_layer("SoftmaxOutput", {x}, {{"multi_output", "True"}}), softmax(x, 1, same_but_axis_1));
  expect_equal(run_layer("SoftmaxOutput", {x}, {{"preserve_shape", "true"}}), softmax(x, 1, same_but_axis_2));
  expect_equal(run_layer("SoftmaxActivation", {x}), softmax(x, 1, same_item));
  expect_equal(run_layer("SoftmaxActivation", {x}, {{"mode", "channel"}}), softmax(x, 1, same_but_axis_1));
}

TEST(Softmax, AlongAnAxis) {
  const Array x = noise({2, 3, 4});
  expect_equal(run_layer("softmax", {x}), softmax(x, 1, same_but_axis_2));
  expect_equal(run_layer("softmax", {x}, {{"axis", "1"}, {"temperature", "2.0"}}),
               softmax(x, 0.5, same_but_axis_1));
  expect_equal(run_layer("softmax", {x}, {{"axis", "1"}, {"temperature", "None"}}),
               softmax(x, 1, same_but_axis_1));
  expect_equal(run_layer("softmin", {x}), softmax(x, -1, same_but_axis_2));
  expect_equal(run_layer("log_softmax", {x}),
               mapped(softmax(x, 1, same_but_axis_2), [](double v) { return std::log(v); }));
}

TEST(Softmax, OfRowsOfDifferentLengths) {
  const Array x = noise({2, 3, 4}), lengths({2, 3}, {4, 1, 2, 3, 4, 1});
  const auto inside = [&](const Shape& p) { return float(p[2]) < lengths.at({p[0], p[1]}); };
  expect_equal(run_layer("softmax", {x, lengths}, {{"use_length", "True"}, {"axis", "-1"}}),
               computed(x.dims, [&](const Shape& p) {
                 double sum = 0;
                 for (int64_t i = 0; i < 4; ++i)
                   if (inside({p[0], p[1], i})) sum += std::exp(x.at({p[0], p[1], i}));
                 return inside(p) ? std::exp(x.at(p)) / sum : 0;
               }));
}

}  // namespace
}  // namespace quern::frontend::mxnet::test
