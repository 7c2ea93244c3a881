// Nodes that contradict themselves or ask for absurd sizes: a clear error, never a crash or a huge
// allocation.
#include <gtest/gtest.h>

#include "run.hpp"

namespace quern::ops::test {
namespace {

constexpr int64_t kHuge = int64_t(1) << 40;

TEST(Hostile, OutputsAreCappedBeforeAllocation) {
  const Node conv = make_node("Conv", 2, {ints("pads", {1 << 29, 1 << 29, 1 << 29, 1 << 29})});
  EXPECT_THROW(run(conv, {iota({1, 1, 2, 2}), iota({1, 1, 1, 1})}), Error);
  EXPECT_THROW(run(make_node("MatMul", 2), {iota({1 << 17, 1}), iota({1, 1 << 17})}), Error);
  EXPECT_THROW(run(make_node("HannWindow", 1), {Tensor::scalar(kHuge)}), Error);
  EXPECT_THROW(run(make_node("DFT", 2), {iota({1, 2, 1}), Tensor::scalar(kHuge)}), Error);
  EXPECT_THROW(
      run(make_node("RoiAlign", 3, {integer("output_height", kHuge), integer("output_width", kHuge)}),
          {iota({1, 1, 2, 2}), iota({1, 4}), Tensor::from(std::vector<int64_t>{0})}),
      Error);
}

TEST(Hostile, AverageOverAHugePaddedKernelIsQuick) {
  const Node node = make_node("AveragePool", 1,
                              {ints("kernel_shape", {1 << 28, 1 << 28}), integer("count_include_pad", 1),
                               ints("pads", {1 << 28, 1 << 28, 0, 0}), ints("strides", {1 << 27, 1 << 27})});
  EXPECT_EQ((Shape{1, 1, 1, 1}), run(node, {iota({1, 1, 3, 3})})[0].dims);
}

TEST(Hostile, MissingInputsAndWrongRanks) {
  EXPECT_THROW(run(make_node("Conv", 1), {iota({1, 1, 2})}), Error);
  EXPECT_THROW(run(make_node("Conv", 2), {iota({1, 2}), iota({1, 2})}), Error);
  EXPECT_THROW(run(make_node("MaxPool", 1, {ints("kernel_shape", {})}), {iota({1, 1})}), Error);
  EXPECT_THROW(run(make_node("Gemm", 2), {iota({2}), iota({2, 2})}), Error);
  EXPECT_THROW(
      run(make_node("BatchNormalization", 5), {iota({1, 2}), iota({2}), iota({2}), iota({2}), iota({3})}),
      Error);
  EXPECT_THROW(run(make_node("LayerNormalization", 2, {integer("axis", 5)}), {iota({2}), iota({2})}), Error);
  EXPECT_THROW(run(make_node("LSTM", 3), {iota({2}), iota({2}), iota({2})}), Error);
  EXPECT_THROW(run(make_node("Einsum", 2, {text("equation", "ij")}), {iota({2, 2}), iota({2, 2})}), Error);
  EXPECT_THROW(run(make_node("Einsum", 1, {text("equation", "ij->k")}), {iota({2, 2})}), Error);
  EXPECT_THROW(run(make_node("Einsum", 1, {text("equation", "i1")}), {iota({2, 2})}), Error);
  EXPECT_THROW(run(make_node("NonMaxSuppression", 2), {iota({1, 2, 3}), iota({1, 1, 2})}), Error);
}

TEST(Hostile, IndicesOutsideOfTheirTensor) {
  const Tensor outside = Tensor::from(std::vector<int64_t>{99}, {1, 1, 1, 1});
  EXPECT_THROW(run(make_node("MaxUnpool", 2, {ints("kernel_shape", {2, 2})}), {iota({1, 1, 1, 1}), outside}),
               Error);
  EXPECT_THROW(run(make_node("RoiAlign", 3),
                   {iota({1, 1, 2, 2}), iota({1, 4}), Tensor::from(std::vector<int64_t>{7})}),
               Error);
  EXPECT_THROW(
      run(make_node("MaxRoiPool", 2, {ints("pooled_shape", {1, 1})}), {iota({1, 1, 2, 2}), iota({2, 5})}),
      Error);
  EXPECT_THROW(
      run(make_node("NegativeLogLikelihoodLoss", 2), {iota({1, 2}), Tensor::from(std::vector<int64_t>{2})}),
      Error);
  const Tensor lengths = Tensor::from(std::vector<int32_t>{9});
  Node rnn = make_node("RNN", 5);
  rnn.inputs[3] = "";
  EXPECT_THROW(run(rnn, {iota({1, 1, 1}), iota({1, 1, 1}), iota({1, 1, 1}), {}, lengths}), Error);
}

TEST(Hostile, ZeroGroupsStepsAndSizes) {
  EXPECT_THROW(run(make_node("Conv", 2, {integer("group", 0)}), {iota({1, 1, 2}), iota({1, 1, 1})}), Error);
  EXPECT_THROW(run(make_node("Conv", 2, {integer("group", -2)}), {iota({1, 2, 2}), iota({2, 1, 1})}), Error);
  EXPECT_THROW(run(make_node("Conv", 2), {iota({1, 1, 2}), iota({1, 1, 0})}), Error);
  EXPECT_THROW(run(make_node("GlobalAveragePool", 1), {iota({1, 1, 0})}), Error);
  EXPECT_THROW(run(make_node("LRN", 1, {integer("size", 0)}), {iota({1, 1, 1})}), Error);
  EXPECT_THROW(run(make_node("LpPool", 1, {integer("p", 0), ints("kernel_shape", {1})}), {iota({1, 1, 1})}),
               Error);
  EXPECT_THROW(run(make_node("STFT", 4, {}),
                   {iota({1, 8, 1}), Tensor::scalar(int64_t{0}), iota({4}), Tensor::scalar(int64_t{4})}),
               Error);
  EXPECT_THROW(run(make_node("MelWeightMatrix", 5),
                   {Tensor::scalar(int64_t{8}), Tensor::scalar(int64_t{16}), Tensor::scalar(int64_t{0}),
                    Tensor::scalar(0.0f), Tensor::scalar(8.0f)}),
               Error);
}

TEST(Hostile, RegionsAndFrequenciesOfAbsurdSize) {
  const float huge = 3e38f;
  const Tensor inverted = Tensor::from(std::vector<float>{huge, huge, -huge, -huge}, {1, 4});
  const Tensor batch = Tensor::from(std::vector<int64_t>{0});
  EXPECT_EQ((std::vector<float>{0}),
            values<float>(run(make_node("RoiAlign", 3), {iota({1, 1, 2, 2}), inverted, batch})[0]));
  const Tensor stretched = Tensor::from(std::vector<float>{-huge, 0, huge, 1}, {1, 4});
  EXPECT_THROW(run(make_node("RoiAlign", 3), {iota({1, 1, 2, 2}), stretched, batch}), Error);
  const Tensor mel = run(make_node("MelWeightMatrix", 5),
                         {Tensor::scalar(int64_t{2}), Tensor::scalar(int64_t{16}), Tensor::scalar(int64_t{1}),
                          Tensor::scalar(0.0f), Tensor::scalar(huge)})[0];
  EXPECT_EQ((Shape{9, 2}), mel.dims);
}

TEST(Hostile, EmptyBatchesGiveEmptyResults) {
  EXPECT_EQ((Shape{0, 2, 3}), run(make_node("Conv", 2), {iota({0, 1, 4}), iota({2, 1, 2})})[0].dims);
  EXPECT_EQ((Shape{0, 3}), run(make_node("MatMul", 2), {iota({0, 2}), iota({2, 3})})[0].dims);
  EXPECT_EQ((Shape{2, 3}), run(make_node("MatMul", 2), {iota({2, 0}), iota({0, 3})})[0].dims);
}

}  // namespace
}  // namespace quern::ops::test
