// Convolutions, inner products and tables, against loops written from their definitions.
#include "support.hpp"

namespace quern::frontend::caffe::test {
namespace {

using testing::HasSubstr;

struct Window {
  int64_t outputs, group;
  int64_t kernel[2], stride[2], pad[2], dilation[2];

  [[nodiscard]] std::string text() const {
    const auto pair = [](const char* name, const int64_t* v) {
      return std::string(name) + "_h: " + std::to_string(v[0]) + " " + name + "_w: " + std::to_string(v[1]) +
             " ";
    };
    return "convolution_param { num_output: " + std::to_string(outputs) + " group: " + std::to_string(group) +
           " " + pair("kernel", kernel) + pair("stride", stride) + pair("pad", pad) +
           "dilation: " + std::to_string(dilation[0]) + " dilation: " + std::to_string(dilation[1]) + " }";
  }
};

float at(const Tensor& t, int64_t n, int64_t c, int64_t y, int64_t x) {
  if (y < 0 || x < 0 || y >= t.dims[2] || x >= t.dims[3]) return 0;
  return t.data<float>()[((n * t.dims[1] + c) * t.dims[2] + y) * t.dims[3] + x];
}

Tensor convolved(const Tensor& x, const Tensor& w, const Tensor& b, const Window& p) {
  const int64_t per_in = x.dims[1] / p.group, per_out = p.outputs / p.group;
  const auto size = [&](size_t i) {
    return (x.dims[2 + i] + 2 * p.pad[i] - (p.dilation[i] * (p.kernel[i] - 1) + 1)) / p.stride[i] + 1;
  };
  Tensor y(DataType::Float, {x.dims[0], p.outputs, size(0), size(1)});
  float* out = y.mutable_data<float>();
  for (int64_t n = 0; n < y.dims[0]; ++n)
    for (int64_t m = 0; m < p.outputs; ++m)
      for (int64_t i = 0; i < y.dims[2]; ++i)
        for (int64_t j = 0; j < y.dims[3]; ++j) {
          double sum = b.data<float>()[m];
          for (int64_t c = 0; c < per_in; ++c)
            for (int64_t a = 0; a < p.kernel[0]; ++a)
              for (int64_t d = 0; d < p.kernel[1]; ++d)
                sum += double(at(w, m, c, a, d)) * at(x, n, m / per_out * per_in + c,
                                                      i * p.stride[0] - p.pad[0] + a * p.dilation[0],
                                                      j * p.stride[1] - p.pad[1] + d * p.dilation[1]);
          *out++ = float(sum);
        }
  return y;
}

// Scatters every input cell over the output.
Tensor deconvolved(const Tensor& x, const Tensor& w, const Tensor& b, const Window& p) {
  const int64_t per_in = x.dims[1] / p.group, per_out = p.outputs / p.group;
  const auto size = [&](size_t i) {
    return p.stride[i] * (x.dims[2 + i] - 1) + p.dilation[i] * (p.kernel[i] - 1) + 1 - 2 * p.pad[i];
  };
  Tensor y(DataType::Float, {x.dims[0], p.outputs, size(0), size(1)});
  float* out = y.mutable_data<float>();
  for (int64_t k = 0; k < y.count(); ++k) out[k] = b.data<float>()[k / (y.dims[2] * y.dims[3]) % p.outputs];
  for (int64_t n = 0; n < x.dims[0]; ++n)
    for (int64_t c = 0; c < x.dims[1]; ++c)
      for (int64_t m = 0; m < per_out; ++m)
        for (int64_t i = 0; i < x.dims[2]; ++i)
          for (int64_t j = 0; j < x.dims[3]; ++j)
            for (int64_t a = 0; a < p.kernel[0]; ++a)
              for (int64_t d = 0; d < p.kernel[1]; ++d) {
                const int64_t row = i * p.stride[0] - p.pad[0] + a * p.dilation[0],
                              column = j * p.stride[1] - p.pad[1] + d * p.dilation[1];
                if (row < 0 || column < 0 || row >= y.dims[2] || column >= y.dims[3]) continue;
                const int64_t channel = c / per_in * per_out + m;
                out[((n * p.outputs + channel) * y.dims[2] + row) * y.dims[3] + column] +=
                    at(x, n, c, i, j) * at(w, c, m, a, d);
              }
  return y;
}

class Windows : public testing::TestWithParam<Window> {};

TEST_P(Windows, Convolution) {
  const Window& p = GetParam();
  const Tensor x = noise({2, 4, 9, 8}), w = noise({p.outputs, 4 / p.group, p.kernel[0], p.kernel[1]}, 2),
               b = noise({p.outputs}, 3);
  const Tensor want = convolved(x, w, b, p);
  expect_near(run(layer("Convolution", p.text() + blob(w) + blob(b)), x), want.dims, want.to_float(), 1e-4f);
}

TEST_P(Windows, Deconvolution) {
  const Window& p = GetParam();
  const Tensor x = noise({2, 4, 5, 6}), w = noise({4, p.outputs / p.group, p.kernel[0], p.kernel[1]}, 2),
               b = noise({p.outputs}, 3);
  const Tensor want = deconvolved(x, w, b, p);
  expect_near(run(layer("Deconvolution", p.text() + blob(w) + blob(b)), x), want.dims, want.to_float(),
              1e-4f);
}

INSTANTIATE_TEST_SUITE_P(Shapes, Windows,
                         testing::Values(Window{3, 1, {3, 3}, {1, 1}, {1, 1}, {1, 1}},
                                         Window{6, 2, {2, 3}, {2, 1}, {0, 1}, {1, 1}},
                                         Window{4, 4, {3, 3}, {2, 2}, {1, 1}, {1, 1}},
                                         Window{2, 1, {3, 2}, {1, 2}, {2, 0}, {2, 3}},
                                         Window{8, 4, {1, 1}, {1, 1}, {0, 0}, {1, 1}}));

TEST(Convolution, DepthwiseTypesGroupByThemselves) {
  const Tensor x = noise({1, 3, 5, 5}), w = noise({3, 1, 3, 3}, 2), b = Tensor(DataType::Float, {3});
  const Tensor want = convolved(x, w, b, {3, 3, {3, 3}, {1, 1}, {1, 1}, {1, 1}});
  for (const char* type : {"ConvolutionDepthwise", "DepthwiseConvolution"})
    expect_near(run(layer(type, "convolution_param { num_output: 3 kernel_size: 3 pad: 1 bias_term: false }" +
                                    blob(w)),
                    x),
                want.dims, want.to_float(), 1e-4f);
}

TEST(Convolution, InOneAndThreeDimensions) {
  const Tensor line = Tensor::from<float>({1, 2, 3, 4}, {1, 1, 4});
  expect_near(run(layer("Convolution", "convolution_param { num_output: 1 kernel_size: 2 bias_term: false }" +
                                           blob(Tensor::from<float>({1, 10}, {1, 1, 2}))),
                  line),
              {1, 1, 3}, {21, 32, 43});
  const Tensor cube = iota({1, 1, 2, 2, 2});
  expect_near(
      run(layer("Convolution", "convolution_param { num_output: 1 kernel_size: [2, 1, 2] bias_term: false }" +
                                   blob(Tensor::from<float>({1, 1, 1, 1}, {1, 1, 2, 1, 2}))),
          cube),
      {1, 1, 1, 2, 1}, {10, 18});
}

TEST(Convolution, HolesAreDilation) {
  const Tensor x = iota({1, 1, 1, 5});
  expect_near(run(layer("Convolution",
                        "convolution_param { num_output: 1 kernel_h: 1 kernel_w: 2 hole_h: 1 hole_w: 3 "
                        "bias_term: false }" +
                            blob(Tensor::from<float>({1, 1}, {1, 1, 1, 2}))),
                  x),
              {1, 1, 1, 2}, {3, 5});
}

TEST(Convolution, ContradictionsAreRefused) {
  const Tensor x = noise({1, 3, 4, 4});
  EXPECT_THAT(error_of([&] {
                run(layer("Convolution", "convolution_param { num_output: 4 group: 2 kernel_size: 1 }"), x);
              }),
              HasSubstr("2 groups"));
  EXPECT_THAT(error_of([&] { run(layer("Convolution", "convolution_param { num_output: 4 }"), x); }),
              HasSubstr("kernel_size is 0, or it is missing"));
  EXPECT_THAT(error_of([&] { run(layer("Convolution", "convolution_param { kernel_size: 1 }"), x); }),
              HasSubstr("num_output"));
  EXPECT_THAT(error_of([&] {
                run(layer("Convolution", "convolution_param { num_output: 1 kernel_size: [1, 2, 3] }"), x);
              }),
              HasSubstr("3 values for 2 axes"));
  EXPECT_THAT(
      error_of([&] {
        run(layer("Convolution", "convolution_param { num_output: 1 kernel_size: 1 }"), noise({1, 3}));
      }),
      HasSubstr("spatial axes"));
}

TEST(InnerProduct, FromAnyAxisAndTransposed) {
  const Tensor x = noise({2, 3, 4}), w = noise({5, 12}, 2), b = noise({5}, 3);
  std::vector<float> want;
  for (int64_t n = 0; n < 2; ++n)
    for (int64_t m = 0; m < 5; ++m) {
      double sum = b.data<float>()[m];
      for (int64_t k = 0; k < 12; ++k)
        sum += double(x.data<float>()[n * 12 + k]) * w.data<float>()[m * 12 + k];
      want.push_back(float(sum));
    }
  expect_near(run(layer("InnerProduct", "inner_product_param { num_output: 5 }" + blob(w) + blob(b)), x),
              {2, 5}, want, 1e-4f);
  Tensor turned(DataType::Float, {12, 5});
  for (int64_t m = 0; m < 5; ++m)
    for (int64_t k = 0; k < 12; ++k) turned.mutable_data<float>()[k * 5 + m] = w.data<float>()[m * 12 + k];
  expect_near(run(layer("InnerProduct",
                        "inner_product_param { num_output: 5 transpose: true }" + blob(turned) + blob(b)),
                  x),
              {2, 5}, want, 1e-4f);

  const Tensor last = noise({2, 4}, 4);
  std::vector<float> rows;
  for (int64_t r = 0; r < 6; ++r)
    for (int64_t m = 0; m < 2; ++m) {
      double sum = 0;
      for (int64_t k = 0; k < 4; ++k)
        sum += double(x.data<float>()[r * 4 + k]) * last.data<float>()[m * 4 + k];
      rows.push_back(float(sum));
    }
  expect_near(run(layer("InnerProduct",
                        "inner_product_param { num_output: 2 axis: -1 bias_term: false }" + blob(last)),
                  x),
              {2, 3, 2}, rows, 1e-4f);
}

TEST(Tables, EmbedAndBatchReindex) {
  const Tensor numbers = Tensor::from<float>({2, 0}, {1, 2}), table = iota({3, 2}),
               bias = Tensor::from<float>({10, 20});
  expect_near(
      run(layer("Embed", "embed_param { input_dim: 3 num_output: 2 }" + blob(table) + blob(bias)), numbers),
      {1, 2, 2}, {14, 25, 10, 21});
  expect_near(run(layer("Embed", "embed_param { input_dim: 3 num_output: 2 bias_term: false }" + blob(table)),
                  numbers),
              {1, 2, 2}, {4, 5, 0, 1});
  const auto picked = run_all(input({3, 2}) + input({4}, "i") +
                                  "layer { name: 'r' type: 'BatchReindex' bottom: 'x' bottom: 'i' top: 'y' }",
                              {table, Tensor::from<float>({2, 2, 0, 1})});
  expect_near(picked.at(0), {4, 2}, {4, 5, 4, 5, 0, 1, 2, 3});
}

}  // namespace
}  // namespace quern::frontend::caffe::test
