// Activations and functions of single numbers.
#include "support.hpp"

namespace quern::frontend::caffe::test {
namespace {

using testing::HasSubstr;

const Shape kShape = {2, 3, 2};

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

TEST(Activation, WithoutParameters) {
  const Tensor x = noise(kShape);
  expect_function(run(layer("ReLU"), x), x, [](double v) { return std::max(v, 0.0); });
  expect_function(run(layer("Sigmoid"), x), x, sigmoid);
  expect_function(run(layer("TanH"), x), x, [](double v) { return std::tanh(v); });
  expect_function(run(layer("AbsVal"), x), x, [](double v) { return std::fabs(v); });
  expect_function(run(layer("BNLL"), x), x, [](double v) { return std::log(1 + std::exp(v)); });
  expect_function(run(layer("Mish"), x), x,
                  [](double v) { return v * std::tanh(std::log(1 + std::exp(v))); });
  for (const char* type : {"HardSwish", "HSwish"})
    expect_function(run(layer(type), x), x, [](double v) { return v * std::clamp(v + 3, 0.0, 6.0) / 6; });
  for (const char* type : {"HardSigmoid", "HSigmoid"})
    expect_function(run(layer(type), x), x, [](double v) { return std::clamp(v + 3, 0.0, 6.0) / 6; });
}

TEST(Activation, WithParameters) {
  const Tensor x = noise(kShape, 3);
  expect_function(run(layer("ReLU", "relu_param { negative_slope: 0.1 }"), x), x,
                  [](double v) { return v < 0 ? 0.1 * v : v; });
  expect_function(run(layer("ELU", "elu_param { alpha: 0.5 }"), x), x,
                  [](double v) { return v < 0 ? 0.5 * (std::exp(v) - 1) : v; });
  expect_function(run(layer("ELU"), x), x, [](double v) { return v < 0 ? std::exp(v) - 1 : v; });
  expect_function(run(layer("Swish"), x), x, [](double v) { return v * sigmoid(v); });
  expect_function(run(layer("Swish", "swish_param { beta: 2 }"), x), x,
                  [](double v) { return v * sigmoid(2 * v); });
  expect_function(run(layer("Clip", "clip_param { min: -1 max: 0.5 }"), x), x,
                  [](double v) { return std::clamp(v, -1.0, 0.5); });
  expect_function(run(layer("Threshold", "threshold_param { threshold: 0.25 }"), x), x,
                  [](double v) { return v > 0.25 ? 1 : 0; });
  const Tensor wide = Tensor::from<float>({-1, 0, 3, 6, 9}, {1, 5});
  expect_near(run(layer("ReLU6"), wide), {1, 5}, {0, 0, 3, 6, 6});
}

TEST(Activation, PReluOfEachChannelOrAll) {
  const Tensor x = Tensor::from<float>({-1, 2, -3, 4, -5, 6, -7, 8}, {2, 2, 1, 2});
  expect_near(run(layer("PReLU", blob(Tensor::from<float>({0.5f, 2}))), x), x.dims,
              {-0.5f, 2, -6, 4, -2.5f, 6, -14, 8});
  expect_near(
      run(layer("PReLU", "prelu_param { channel_shared: true }" + blob(Tensor::from<float>({0.5f}))), x),
      x.dims, {-0.5f, 2, -1.5f, 4, -2.5f, 6, -3.5f, 8});
  const Tensor flat = Tensor::from<float>({-1, -1}, {1, 2});
  expect_near(run(layer("PReLU", blob(Tensor::from<float>({0.5f, 2}))), flat), {1, 2}, {-0.5f, -2});
}

TEST(Power, AllParts) {
  const Tensor x = positive_noise(kShape, 5);
  expect_function(run(layer("Power"), x), x, [](double v) { return v; });
  expect_function(run(layer("Power", "power_param { scale: 0.5 shift: 1 }"), x), x,
                  [](double v) { return 1 + 0.5 * v; });
  expect_function(run(layer("Power", "power_param { power: 2 scale: -1 }"), x), x,
                  [](double v) { return v * v; });
  expect_function(run(layer("Power", "power_param { power: -0.5 shift: 0.25 }"), x), x,
                  [](double v) { return 1 / std::sqrt(0.25 + v); });
  expect_function(run(layer("Power", "power_param { power: 0 }"), x), x, [](double) { return 1; });
}

TEST(Power, ExpAndLogOfAnyBase) {
  const Tensor x = positive_noise(kShape, 7);
  expect_function(run(layer("Exp"), x), x, [](double v) { return std::exp(v); });
  expect_function(run(layer("Exp", "exp_param { base: 2 scale: 0.5 shift: 1 }"), x), x,
                  [](double v) { return std::pow(2, 1 + 0.5 * v); });
  expect_function(run(layer("Log"), x), x, [](double v) { return std::log(v); });
  expect_function(run(layer("Log", "log_param { base: 10 scale: 3 shift: 1 }"), x), x,
                  [](double v) { return std::log10(1 + 3 * v); });
  EXPECT_THAT(error_of([&] { run(layer("Exp", "exp_param { base: -3 }"), x); }),
              HasSubstr("base must be above 0"));
}

TEST(Softmax, AlongAnAxis) {
  const Tensor x = noise({2, 3, 2}, 9);
  for (const int64_t axis : {1, -1}) {
    const Tensor y = run(layer("Softmax", "softmax_param { axis: " + std::to_string(axis) + " }"), x);
    const int64_t stride = axis == 1 ? 2 : 1, size = axis == 1 ? 3 : 2;
    for (int64_t i = 0; i < x.count(); ++i) {
      const int64_t first = axis == 1 ? i / 6 * 6 + i % 2 : i / 2 * 2;
      double sum = 0;
      for (int64_t k = 0; k < size; ++k) sum += std::exp(double(x.data<float>()[first + k * stride]));
      EXPECT_NEAR(y.data<float>()[i], std::exp(double(x.data<float>()[i])) / sum, 1e-6);
    }
  }
}

TEST(Dropout, DoesNothingUnlessTrainingDidNotScale) {
  const Tensor x = noise(kShape);
  expect_function(run(layer("Dropout", "dropout_param { dropout_ratio: 0.3 }"), x), x,
                  [](double v) { return v; });
  expect_function(run(layer("Dropout", "dropout_param { dropout_ratio: 0.25 scale_train: false }"), x), x,
                  [](double v) { return 0.75 * v; });
}

}  // namespace
}  // namespace quern::frontend::caffe::test
