// Recomputes the chip's golden cases with the integer operators and the rounding rules.
#include "chip_vectors.hpp"

#include <gtest/gtest.h>

#include <quern/ops/fixed_point.hpp>

#include "run.hpp"
#include "support/vector_files.hpp"

namespace quern::ops::test {
namespace {

// Cases of a kind that the operator can express (signed weights and bias, 8-bit result); the tests state how
// many there are, so that a filter that lets nothing through is noticed.
int checked_cases = 0;

class ChipVectors : public testing::Test {
 protected:
  void SetUp() override {
    QUERN_NEEDS_CHIP_FILES();
    checked_cases = 0;
  }
};

// Compares the output of an operator with the result that the command left in memory.
void expect_result(const Case& c, const Tensor& y, const Operand& result) {
  const Tensor expected = read_activation(c.after, result, y.dims, y.type == DataType::Int8);
  EXPECT_EQ(0, std::memcmp(y.blob.data(), expected.blob.data(), y.byte_size())) << c.name;
  ++checked_cases;
}

Shape result_shape(const Case& c) {
  return {c.field("res0_n"), c.field("res0_c"), c.field("res0_h"), c.field("res0_w")};
}

bool is_signed(const Case& c, const std::string& operand) { return c.flag("opt_" + operand + "_sign"); }

// The operators have int8 weights, int16 biases and 8-bit results.
bool fits_operator(const Case& c) {
  const bool has_bias = c.field("tsk_opd_num") == 3;
  return is_signed(c, "opd1") && (!has_bias || is_signed(c, "opd2")) && c.field("opt_res0_prec") == 0 &&
         !c.flag("opt_res_add") && !c.flag("opt_left_tran");
}

std::vector<Attribute> window_attributes(const Case& c) {
  return {ints("kernel_shape", {c.field("opd1_h"), c.field("opd1_w")}),
          ints("strides", {c.field("res_op_y_str"), c.field("res_op_x_str")}),
          ints("dilations", {c.field("opd1_y_ins0") + 1, c.field("opd1_x_ins0") + 1}),
          ints("pads", {c.field("opd0_up_pad"), c.field("opd0_lf_pad"), c.field("opd0_dn_pad"),
                        c.field("opd0_rt_pad")}),
          integer("rshift", c.field("opt_right_shift")),
          integer("relu", c.field("opt_relu"))};
}

// One int16 per channel slot.
Tensor read_bias(const Case& c, int64_t channels) {
  if (c.field("tsk_opd_num") != 3) return {};
  const Operand bias{c.field("opd2_addr") - kLocalBase, channels, 0, 1, 0, 0, 2};
  std::vector<int16_t> values;
  for (int64_t m = 0; m < channels; ++m)
    values.push_back(int16_t(read_element(c.before, bias.byte(0, m, 0, 0), 2, true)));
  return Tensor::from(values);
}

// Weights [M, C, kH, kW]; four input channels stand together.
Tensor read_weights(const Case& c, int64_t filters, int64_t channels) {
  const int64_t height = c.field("opd1_h"), width = c.field("opd1_w");
  Operand operand = activation(c, "opd1", {1, filters, height, width});
  operand.batches = 1;
  std::vector<int8_t> values;
  for (int64_t m = 0; m < filters; ++m)
    for (int64_t ch = 0; ch < channels; ++ch)
      for (int64_t h = 0; h < height; ++h)
        for (int64_t w = 0; w < width; ++w) {
          const bool turned = c.flag("opt_kernel_rotate");
          const size_t at = operand.byte(0, m, turned ? height - 1 - h : h, turned ? width - 1 - w : w);
          values.push_back(int8_t(c.before.at(at + size_t(ch / 4 * c.field("opd1_n_str") * 4 + ch % 4))));
        }
  return Tensor::from(values, {filters, channels, height, width});
}

TEST_F(ChipVectors, Convolution) {
  for_each_case("conv_i8_to_i8", [](const Case& c) {
    if (!fits_operator(c)) return;
    const Shape out = result_shape(c), in = {out[0], c.field("opd0_c"), c.field("opd0_h"), c.field("opd0_w")};
    const Tensor x = read_activation(c.before, activation(c, "opd0", in), in, is_signed(c, "opd0"));
    const Node node = make_node("QConv", 3, window_attributes(c), "quern");
    const Tensor y = run(node, {x, read_weights(c, out[1], in[1]), read_bias(c, out[1])})[0];
    ASSERT_EQ(out, y.dims) << c.name;
    expect_result(c, y, activation(c, "res0", out));
  });
  EXPECT_EQ(checked_cases, 12);
}

TEST_F(ChipVectors, DepthwiseConvolution) {
  for_each_case("depthwise_i8", [](const Case& c) {
    if (!fits_operator(c)) return;
    const Shape out = result_shape(c), in = {out[0], out[1], c.field("opd0_h"), c.field("opd0_w")};
    const int64_t height = c.field("opd1_h"), width = c.field("opd1_w");
    const Operand operand{c.field("opd1_addr") - kLocalBase, out[1], 0, height * width, width, 1, 1};
    std::vector<int8_t> weights;
    for (int64_t m = 0; m < out[1]; ++m)
      for (int64_t k = 0; k < height * width; ++k)
        weights.push_back(int8_t(c.before.at(operand.byte(0, m, 0, k))));
    Node node = make_node("QConv", 3, window_attributes(c), "quern");
    node.set("group", out[1]);
    const Tensor x = read_activation(c.before, activation(c, "opd0", in), in, is_signed(c, "opd0"));
    const Tensor y =
        run(node, {x, Tensor::from(weights, {out[1], 1, height, width}), read_bias(c, out[1])})[0];
    ASSERT_EQ(out, y.dims) << c.name;
    expect_result(c, y, activation(c, "res0", out));
  });
  EXPECT_EQ(checked_cases, 5);
}

// A matrix of `width`-column sections, one per lane; rows take whole multiples of 128 bytes.
Operand matrix(const Case& c, const std::string& name, int64_t sections, int64_t width) {
  const int64_t address = c.field(name + "_addr") - kLocalBase, pitch = (width + 127) / 128 * 128;
  const int64_t slots = (address / kLaneBytes + sections + kLanes - 1) / kLanes;
  return {address, sections, slots * pitch, pitch, 0, 1, 1};
}

TEST_F(ChipVectors, MatrixProduct) {
  for_each_case("matmul_i8", [](const Case& c) {
    if (!fits_operator(c)) return;
    const int64_t left_width = c.field("opd0_w"), right_width = c.field("res0_w"),
                  sections = c.field("res0_c");
    const int64_t m = c.field("opd0_n"), k = (c.field("opd0_c") - 1) * left_width + c.field("opd1_w");
    const int64_t n = sections * right_width;
    const Operand left = matrix(c, "opd0", c.field("opd0_c"), left_width);
    const Operand right = matrix(c, "opd1", sections, right_width),
                  result = matrix(c, "res0", sections, right_width);
    Tensor x(is_signed(c, "opd0") ? DataType::Int8 : DataType::Uint8, {m, k});
    auto* bytes = reinterpret_cast<uint8_t*>(const_cast<std::byte*>(x.blob.data()));
    for (int64_t i = 0; i < m * k; ++i)
      bytes[i] = c.before.at(left.byte(i / k, i % k / left_width, 0, i % k % left_width));
    std::vector<int8_t> weights;
    for (int64_t i = 0; i < n * k; ++i)
      weights.push_back(int8_t(c.before.at(right.byte(i % k, i / k / right_width, 0, i / k % right_width))));
    Tensor bias;
    if (c.field("tsk_opd_num") == 3) {
      std::vector<int16_t> values;
      Operand operand = matrix(c, "opd2", sections, right_width * 2);
      operand.w = 2;
      for (int64_t j = 0; j < n; ++j)
        values.push_back(
            int16_t(read_element(c.before, operand.byte(0, j / right_width, 0, j % right_width), 2, true)));
      bias = Tensor::from(values);
    }
    const Node node = make_node("QGemm", 3, window_attributes(c), "quern");
    const Tensor y = run(node, {x, Tensor::from(weights, {n, k}), bias})[0];
    const std::vector<float> actual = y.to_float();
    for (int64_t i = 0; i < m * n; ++i)
      ASSERT_EQ(float(read_element(c.after, result.byte(i / n, i % n / right_width, 0, i % n % right_width),
                                   1, y.type == DataType::Int8)),
                actual[size_t(i)])
          << c.name << " element " << i;
    ++checked_cases;
  });
  EXPECT_EQ(checked_cases, 5);
}

TEST_F(ChipVectors, AveragePool) {
  for_each_case("avgpool_i8", [](const Case& c) {
    if (c.flag("opt_relu") && is_signed(c, "opd0")) return;  // the operator keeps the input's type
    const Shape out = result_shape(c), in = {out[0], out[1], c.field("opd0_h"), c.field("opd0_w")};
    Node node = make_node("QAveragePool", 1, window_attributes(c), "quern");
    node.set("multiplier", c.field("opd1_addr"));
    const Tensor x = read_activation(c.before, activation(c, "opd0", in), in, is_signed(c, "opd0"));
    const Tensor y = run(node, {x})[0];
    ASSERT_EQ(out, y.dims) << c.name;
    expect_result(c, y, activation(c, "res0", out));
  });
  EXPECT_EQ(checked_cases, 12);
}

// Checks `rule` for every element of the elementwise cases of a kind; a constant operand is in its address
// field.
template <class Rule>
void check_elements(const Case& c, int64_t result_bytes, Rule&& rule) {
  const Shape shape = result_shape(c);
  const Operand result = activation(c, "res0", shape, result_bytes);
  const bool result_signed = is_signed(c, "opd0") || is_signed(c, "opd1");
  const auto operand = [&](const std::string& name, int64_t n, int64_t ch, int64_t h, int64_t w) -> int32_t {
    const int64_t immediate = c.field(name + "_addr");
    if (c.flag("opt_" + name + "_const"))
      return is_signed(c, name) ? int32_t(int8_t(immediate)) : int32_t(uint8_t(immediate));
    const size_t at = activation(c, name, shape).byte(c.flag(name + "_neq1") ? 0 : n, ch, h, w);
    return read_element(c.before, at, 1, is_signed(c, name));
  };
  for (int64_t n = 0; n < shape[0]; ++n)
    for (int64_t ch = 0; ch < shape[1]; ++ch)
      for (int64_t h = 0; h < shape[2]; ++h)
        for (int64_t w = 0; w < shape[3]; ++w) {
          const size_t at = result.byte(n, ch, h, w);
          const int32_t old = read_element(c.before, at, result_bytes, result_signed);
          ASSERT_EQ(read_element(c.after, at, result_bytes, result_signed),
                    rule(operand("opd0", n, ch, h, w), operand("opd1", n, ch, h, w), old, result_signed))
              << c.name << " at " << n << ' ' << ch << ' ' << h << ' ' << w;
        }
  ++checked_cases;
}

int32_t saturate_byte(int32_t value, bool is_signed) {
  return is_signed ? int32_t(saturate<int8_t>(value)) : int32_t(saturate<uint8_t>(value));
}

TEST_F(ChipVectors, SumRoundsHalfUpAndSaturates) {
  for_each_case("ar_add_i8", [](const Case& c) {
    const int shift = int(c.field("opt_right_shift"));
    check_elements(c, 1, [shift](int32_t a, int32_t b, int32_t, bool is_signed) {
      return saturate_byte(round_shift(a + b, shift), is_signed);
    });
  });
  EXPECT_EQ(checked_cases, 12);
}

TEST_F(ChipVectors, ProductRoundsHalfUpAndSaturates) {
  for_each_case("ar_mul_i8", [](const Case& c) {
    const int shift = int(c.field("opt_right_shift"));
    check_elements(c, 1, [shift](int32_t a, int32_t b, int32_t, bool is_signed) {
      return saturate_byte(round_shift(a * b, shift), is_signed);
    });
  });
  EXPECT_EQ(checked_cases, 12);
}

// With equal shifts this is the step that QAdd makes for each of its inputs.
TEST_F(ChipVectors, MultiplyAccumulateSaturatesTo16Bits) {
  for_each_case("ar_mac_i8_to_i16", [](const Case& c) {
    const int right = int(c.field("opt_right_shift")), left = int(c.field("opt_left_shift"));
    check_elements(c, 2, [=](int32_t a, int32_t b, int32_t old, bool is_signed) {
      const int32_t rounded = round_shift(a * b + old * (1 << left), right);
      return is_signed ? saturate16(rounded) : int32_t(saturate<uint16_t>(rounded));
    });
  });
  EXPECT_EQ(checked_cases, 12);
}

}  // namespace
}  // namespace quern::ops::test
