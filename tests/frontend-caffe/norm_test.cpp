// Normalisation, scaling and sums of several inputs.
#include "support.hpp"

namespace quern::frontend::caffe::test {
namespace {

using testing::HasSubstr;

const Shape kShape = {2, 3, 2, 2};
int64_t channel_of(int64_t i) { return i / 4 % 3; }

Tensor vector_of(std::vector<float> values) { return Tensor::from(values); }

TEST(BatchNorm, StatisticsAreSumsAndAFactor) {
  const Tensor x = noise(kShape), mean = noise({3}, 2), variance = positive_noise({3}, 3);
  const auto expected = [&](double factor, double eps) {
    std::vector<float> want;
    for (int64_t i = 0; i < x.count(); ++i) {
      const auto c = channel_of(i);
      want.push_back(float((double(x.data<float>()[i]) - mean.data<float>()[c] * factor) /
                           std::sqrt(variance.data<float>()[c] * factor + eps)));
    }
    return want;
  };
  const std::string weights = blob(mean) + blob(variance);
  expect_near(run(layer("BatchNorm", weights + blob(vector_of({4}))), x), kShape, expected(0.25, 1e-5),
              1e-4f);
  expect_near(run(layer("BatchNorm", "batch_norm_param { eps: 0.1 }" + weights), x), kShape, expected(1, 0.1),
              1e-4f);
  // A factor of 0: no statistics were ever gathered.
  expect_near(run(layer("BatchNorm", "batch_norm_param { eps: 0.25 }" + weights + blob(vector_of({0}))), x),
              kShape, expected(0, 0.25), 1e-4f);
}

TEST(BatchNorm, OfTheInputItself) {
  const Tensor x = noise(kShape);
  std::vector<float> want(size_t(x.count()));
  for (int64_t c = 0; c < 3; ++c) {
    double sum = 0, squares = 0;
    for (int64_t i = 0; i < x.count(); ++i)
      if (channel_of(i) == c) sum += x.data<float>()[i];
    for (int64_t i = 0; i < x.count(); ++i)
      if (channel_of(i) == c) squares += std::pow(x.data<float>()[i] - sum / 8, 2);
    for (int64_t i = 0; i < x.count(); ++i)
      if (channel_of(i) == c)
        want[size_t(i)] = float((x.data<float>()[i] - sum / 8) / std::sqrt(squares / 8 + 1e-5));
  }
  expect_near(run(layer("BatchNorm", "batch_norm_param { use_global_stats: false }"), x), kShape, want,
              1e-4f);
}

TEST(BatchNorm, OfForksWithScaleAndShift) {
  const Tensor x = Tensor::from<float>({1, 2}, {1, 1, 1, 2});
  const auto one = [](float v) { return blob(vector_of({v})); };
  // (x - 3) / sqrt(4) * 5 + 7
  const std::vector<float> want = {2, 4.5f};
  expect_near(run(layer("BN", "bn_param { eps: 0 }" + one(5) + one(7) + one(3) + one(4)), x), x.dims, want);
  expect_near(
      run(layer("BatchNorm", "batch_norm_param { eps: 0 }" + one(3) + one(4) + one(1) + one(5) + one(7)), x),
      x.dims, want);
  expect_near(run(layer("BN", one(5) + one(7)), x), x.dims, {12, 17});
}

TEST(Scale, LearnedAlongAnyAxes) {
  const Tensor x = iota({2, 2, 2});
  expect_near(run(layer("Scale", blob(vector_of({2, 3}))), x), x.dims, {0, 2, 6, 9, 8, 10, 18, 21});
  expect_near(run(layer("Scale", "scale_param { bias_term: true }" + blob(vector_of({2, 3})) +
                                     blob(vector_of({1, -1}))),
                  x),
              x.dims, {1, 3, 5, 8, 9, 11, 17, 20});
  expect_near(run(layer("Scale", "scale_param { axis: -1 }" + blob(vector_of({2, 3}))), x), x.dims,
              {0, 3, 4, 9, 8, 15, 12, 21});
  expect_near(run(layer("Scale", "scale_param { axis: 1 num_axes: -1 }" + blob(vector_of({1, 2, 3, 4}))), x),
              x.dims, {0, 2, 6, 12, 4, 10, 18, 28});
  expect_near(run(layer("Scale", "scale_param { num_axes: 0 }" + blob(vector_of({5}))), x), x.dims,
              {0, 5, 10, 15, 20, 25, 30, 35});
}

TEST(Scale, ByASecondBottom) {
  const Tensor x = iota({2, 2, 1, 2});
  const std::string two =
      "layer { name: 's' type: 'Scale' bottom: 'x' bottom: 'f' top: 'y' scale_param { axis: ";
  const Tensor per_item = Tensor::from<float>({1, 2, 3, 4}, {2, 2});
  expect_near(run_all(input(x.dims) + input({2, 2}, "f") + two + "0 } }", {x, per_item}).at(0), x.dims,
              {0, 1, 4, 6, 12, 15, 24, 28});
  const Tensor per_channel = vector_of({10, 100});
  expect_near(
      run_all(input(x.dims) + input({2}, "f") + two + "1 bias_term: true } " + blob(vector_of({1, 2})) + "}",
              {x, per_channel})
          .at(0),
      x.dims, {1, 11, 202, 302, 41, 51, 602, 702});
  EXPECT_THAT(error_of([&] {
                convert(input({2, 2}) + input({2, 2}, "f") + two + "1 } }");
              }),
              HasSubstr("more axes"));
}

TEST(Scale, BiasAndAxpy) {
  const Tensor x = iota({1, 2, 2});
  expect_near(run(layer("Bias", blob(vector_of({10, 20}))), x), x.dims, {10, 11, 22, 23});
  expect_near(
      run_all(input(x.dims) + input({2}, "b") +
                  "layer { name: 'b' type: 'Bias' bottom: 'x' bottom: 'b' top: 'y' bias_param { axis: 2 } }",
              {x, vector_of({10, 20})})
          .at(0),
      x.dims, {10, 21, 12, 23});
  for (const Shape& a : {Shape{1, 2}, Shape{1, 2, 1, 1}}) {
    const auto y =
        run_all(input(a, "a") + input({1, 2, 1, 2}) + input({1, 2, 1, 2}, "z") +
                    "layer { name: 'q' type: 'Axpy' bottom: 'a' bottom: 'x' bottom: 'z' top: 'y' }",
                {Tensor::from<float>({2, 3}, a), iota({1, 2, 1, 2}), iota({1, 2, 1, 2})});
    expect_near(y.at(0), {1, 2, 1, 2}, {0, 3, 8, 12});
  }
}

TEST(Mvn, OverImagesOrChannels) {
  const Tensor x = noise(kShape);
  const auto expected = [&](int64_t group, bool variance) {
    std::vector<float> want;
    for (int64_t first = 0; first < x.count(); first += group) {
      double sum = 0, squares = 0;
      for (int64_t i = first; i < first + group; ++i) sum += x.data<float>()[i];
      for (int64_t i = first; i < first + group; ++i)
        squares += std::pow(x.data<float>()[i] - sum / double(group), 2);
      const double divisor = variance ? std::sqrt(squares / double(group)) + 0.1 : 1;
      for (int64_t i = first; i < first + group; ++i)
        want.push_back(float((x.data<float>()[i] - sum / double(group)) / divisor));
    }
    return want;
  };
  expect_near(run(layer("MVN", "mvn_param { eps: 0.1 }"), x), kShape, expected(4, true), 1e-4f);
  expect_near(run(layer("MVN", "mvn_param { eps: 0.1 across_channels: true }"), x), kShape,
              expected(12, true), 1e-4f);
  expect_near(run(layer("MVN", "mvn_param { normalize_variance: false }"), x), kShape, expected(4, false),
              1e-4f);
}

TEST(Normalize, OverChannelsOrTheWholeImage) {
  const Tensor x = noise(kShape), scale = vector_of({2, 3, 4});
  std::vector<float> cells, image;
  for (int64_t i = 0; i < x.count(); ++i) {
    double channels = 0, all = 0;
    for (int64_t k = i / 12 * 12; k < i / 12 * 12 + 12; ++k) {
      const double square = std::pow(x.data<float>()[k], 2);
      all += square;
      if (k % 4 == i % 4) channels += square;
    }
    cells.push_back(
        float(x.data<float>()[i] / std::sqrt(channels + 1e-10) * scale.data<float>()[channel_of(i)]));
    image.push_back(float(x.data<float>()[i] / std::sqrt(all + 0.5) * 20));
  }
  expect_near(
      run(layer("Normalize", "norm_param { across_spatial: false channel_shared: false }" + blob(scale)), x),
      kShape, cells);
  expect_near(run(layer("Normalize", "norm_param { eps: 0.5 }" + blob(vector_of({20}))), x), kShape, image);
}

TEST(Eltwise, AllOperations) {
  const Tensor a = noise({2, 3}), b = noise({2, 3}, 2), c = noise({2, 3}, 3);
  const std::string inputs = input({2, 3}, "a") + input({2, 3}, "b") + input({2, 3}, "c");
  const auto check = [&](const std::string& parameters, const auto& function) {
    const Tensor y =
        run_all(inputs + "layer { name: 'e' type: 'Eltwise' bottom: 'a' bottom: 'b' bottom: 'c' top: 'y' " +
                    parameters + " }",
                {a, b, c})
            .at(0);
    for (int64_t i = 0; i < 6; ++i)
      EXPECT_NEAR(y.data<float>()[i], function(a.data<float>()[i], b.data<float>()[i], c.data<float>()[i]),
                  1e-5)
          << parameters;
  };
  check("", [](float p, float q, float r) { return p + q + r; });
  check("eltwise_param { operation: PROD }", [](float p, float q, float r) { return p * q * r; });
  check("eltwise_param { operation: MAX }", [](float p, float q, float r) { return std::max({p, q, r}); });
  check("eltwise_param { operation: MIN }", [](float p, float q, float r) { return std::min({p, q, r}); });
  check("eltwise_param { operation: 1 coeff: 1 coeff: -2 coeff: 0.5 }",
        [](float p, float q, float r) { return p - 2 * q + 0.5f * r; });
}

TEST(Eltwise, DifferencesAndContradictions) {
  const std::string two = input({1, 2}, "a") + input({1, 2}, "b") +
                          "layer { name: 'e' type: 'Eltwise' bottom: 'a' bottom: 'b' top: 'y' ";
  EXPECT_THAT(operators_of(convert(two + "eltwise_param { coeff: [1, -1] } }")), testing::ElementsAre("Sub"));
  EXPECT_THAT(error_of([&] { convert(two + "eltwise_param { coeff: 1 } }"); }),
              HasSubstr("1 coefficients for 2 bottoms"));
  EXPECT_THAT(error_of([&] { convert(two + "eltwise_param { operation: PROD coeff: [1, 2] } }"); }),
              HasSubstr("sums only"));
  EXPECT_THAT(error_of([&] {
                convert(input({1, 2}, "a") + input({1, 3}, "b") +
                        "layer { name: 'e' type: 'Eltwise' bottom: 'a' bottom: 'b' top: 'y' }");
              }),
              HasSubstr("differ in shape"));
}

}  // namespace
}  // namespace quern::frontend::caffe::test
