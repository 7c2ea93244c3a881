// The integer operators: equal to the reference kernels to the last bit, in every layout.
#include "harness.hpp"

namespace quern::cpu::test {
namespace {

const std::vector<DataType> kBytes = {DataType::Int8, DataType::Uint8};

void expect_exact(const ModelBuilder& b) {
  EXPECT_FALSE(uses_reference_kernels(b.build()));
  expect_like_reference(b.build(), 0);
}

TEST(QuantizedConvolution, Windows) {
  struct Case {
    Shape x, w;
    int64_t group;
    Shape strides, pads, dilations;
  };
  for (const Case& c : {Case{{1, 3, 13, 11}, {16, 3, 3, 3}, 1, {2, 2}, {1, 1, 1, 1}, {1, 1}},
                        Case{{2, 20, 7, 7}, {9, 20, 1, 1}, 1, {1, 1}, {0, 0, 0, 0}, {1, 1}},
                        Case{{1, 24, 9, 8}, {24, 1, 3, 3}, 24, {1, 1}, {1, 1, 1, 1}, {1, 1}},
                        Case{{1, 8, 9, 8}, {12, 4, 3, 2}, 2, {1, 2}, {0, 1, 2, 0}, {2, 1}},
                        Case{{2, 5, 17}, {6, 5, 3}, 1, {2}, {1, 1}, {1}}}) {
    for (const DataType type : kBytes) {
      for (const int64_t relu : {0, 1}) {
        ModelBuilder b;
        b.input("x", type, c.x).weights("w", c.w, DataType::Int8).weights("b", {c.w[0]}, DataType::Int16);
        b.node("QConv", {"x", "w", "b"}, {"y"}, kQuernDomain)
            .set("kernel_shape", Shape(c.w.begin() + 2, c.w.end()))
            .set("strides", c.strides)
            .set("pads", c.pads)
            .set("dilations", c.dilations)
            .set("group", c.group)
            .set("rshift", int64_t(9))
            .set("relu", relu);
        expect_exact(b);
      }
    }
  }
}

TEST(QuantizedConvolution, Transposed) {
  for (const DataType type : kBytes) {
    ModelBuilder b;
    b.input("x", type, {1, 8, 5, 6}).weights("w", {8, 3, 4, 3}, DataType::Int8);
    b.node("QConvTranspose", {"x", "w"}, {"y"}, kQuernDomain)
        .set("kernel_shape", Shape{4, 3})
        .set("strides", Shape{2, 2})
        .set("pads", Shape{1, 1, 1, 1})
        .set("output_padding", Shape{0, 1})
        .set("dilations", Shape{1, 1})
        .set("group", int64_t(2))
        .set("rshift", int64_t(8))
        .set("relu", int64_t(0));
    expect_exact(b);
  }
}

TEST(QuantizedGemm, Rows) {
  for (const Shape& x : {Shape{1, 100}, Shape{2, 3, 100}}) {
    ModelBuilder b;
    b.input("x", DataType::Uint8, x)
        .weights("w", {33, 100}, DataType::Int8)
        .weights("b", {33}, DataType::Int16);
    b.node("QGemm", {"x", "w", "b"}, {"y"}, kQuernDomain).set("rshift", int64_t(10)).set("relu", int64_t(0));
    expect_exact(b);
  }
}

// A small network: the borders to float, and feature maps passed from kernel to kernel.
TEST(QuantizedNetwork, FromFloatToFloat) {
  ModelBuilder b;
  b.input("x", {1, 3, 12, 14})
      .weights("w1", {8, 3, 3, 3}, DataType::Int8)
      .weights("w2", {8, 8, 1, 1}, DataType::Int8);
  b.weights("scale", {8}, DataType::Int8)
      .weights("bias", {8}, DataType::Int16)
      .weights("slope", {8}, DataType::Int8);
  b.weights("table", {256}, DataType::Int8);
  const auto conv = [](Node& node) {
    node.set("rshift", int64_t(8))
        .set("relu", int64_t(0))
        .set("strides", Shape{1, 1})
        .set("dilations", Shape{1, 1});
    node.set("group", int64_t(1));
  };
  b.node("Quantize", {"x"}, {"q"}, kQuernDomain).set("inverse_scale", 40.0f).set("signed", int64_t(1));
  Node& c1 = b.node("QConv", {"q", "w1"}, {"c1"}, kQuernDomain)
                 .set("kernel_shape", Shape{3, 3})
                 .set("pads", Shape{1, 1, 1, 1});
  conv(c1);
  b.node("QScale", {"c1", "scale", "bias"}, {"s"}, kQuernDomain)
      .set("rshifts", Shape{5, 6, 7, 5, 6, 7, 5, 6})
      .set("relu", int64_t(0));
  b.node("QPRelu", {"s", "slope"}, {"p"}, kQuernDomain).set("rshift", int64_t(6));
  Node& c2 = b.node("QConv", {"p", "w2"}, {"c2"}, kQuernDomain)
                 .set("kernel_shape", Shape{1, 1})
                 .set("pads", Shape{0, 0, 0, 0});
  conv(c2);
  b.node("QAdd", {"c2", "c1"}, {"a"}, kQuernDomain)
      .set("multipliers", Shape{100, 77})
      .set("rshifts", Shape{7, 7})
      .set("relu", int64_t(0));
  b.node("QMul", {"a", "c2"}, {"m"}, kQuernDomain)
      .set("multiplier", int64_t(3))
      .set("rshift", int64_t(9))
      .set("relu", int64_t(0));
  b.node("QLut", {"m", "table"}, {"l"}, kQuernDomain);
  b.node("QLeakyRelu", {"l"}, {"k"}, kQuernDomain).set("multiplier", int64_t(13)).set("rshift", int64_t(7));
  b.node("QRescale", {"k"}, {"r"}, kQuernDomain)
      .set("multiplier", int64_t(90))
      .set("rshift", int64_t(6))
      .set("relu", int64_t(1));
  b.node("QAveragePool", {"r"}, {"v"}, kQuernDomain)
      .set("kernel_shape", Shape{3, 3})
      .set("strides", Shape{2, 2})
      .set("pads", Shape{1, 1, 1, 1})
      .set("multiplier", int64_t(57))
      .set("rshift", int64_t(9));
  b.node("MaxPool", {"v"}, {"w"}).set("kernel_shape", Shape{2, 2});
  b.node("Dequantize", {"w"}, {"y"}, kQuernDomain).set("scale", 0.03f);
  const Model model = b.build();
  EXPECT_FALSE(uses_reference_kernels(model));

  // Every tensor on the way, to the last bit.
  const Tensors inputs = random_inputs(model);
  Model open = model;
  PlanOptions options;
  for (const Node& node : model.graph.nodes) {
    options.observe.push_back(node.outputs[0]);
    ValueInfo info;
    info.name = node.outputs[0];
    if (!open.graph.is_output(info.name)) open.graph.outputs.push_back(info);
  }
  const Tensors expected = reference(open, inputs);
  for (options.threads = 1; options.threads <= 3; ++options.threads) {
    Session session(model, options);
    Tensors seen;
    run(session, inputs, &seen);
    for (const std::string& name : options.observe)
      EXPECT_TRUE(same_bytes(seen.at(name), expected.at(name))) << name;
  }
}

TEST(QuantizedAdd, Broadcasting) {
  for (const Shape& other : {Shape{1, 6, 1, 1}, Shape{1, 6, 4, 5}, Shape{5}, Shape{}}) {
    ModelBuilder b;
    b.input("x", DataType::Uint8, {1, 6, 4, 5}).weights("k", other, DataType::Int8);
    b.node("QAdd", {"x", "k"}, {"y"}, kQuernDomain)
        .set("multipliers", Shape{64, 127})
        .set("rshifts", Shape{6, 7})
        .set("relu", int64_t(1));
    b.node("QMul", {"k", "x"}, {"z"}, kQuernDomain).set("rshift", int64_t(7)).set("relu", int64_t(0));
    expect_exact(b);
  }
}

TEST(Quantize, OrdersAndRanks) {
  for (const Shape& shape : {Shape{2, 3, 4, 5}, Shape{7}, Shape{2, 3}, Shape{2, 5, 9}, Shape{1, 1, 4, 4}}) {
    for (const int64_t is_signed : {0, 1}) {
      ModelBuilder b;
      b.input("x", shape);
      b.node("Quantize", {"x"}, {"q"}, kQuernDomain).set("inverse_scale", 55.5f).set("signed", is_signed);
      b.node("Dequantize", {"q"}, {"y"}, kQuernDomain).set("scale", 1 / 55.5f);
      expect_exact(b);
    }
  }
}

TEST(Integer, WrongNumbersAreRefused) {
  ModelBuilder b;
  b.input("x", DataType::Int8, {1, 4, 3, 3});
  b.node("QRescale", {"x"}, {"y"}, kQuernDomain)
      .set("multiplier", int64_t(3))
      .set("rshift", int64_t(-5))
      .set("relu", int64_t(0));
  const Model model = b.build();
  EXPECT_THROW(run(model, random_inputs(model)), InputError);
}

}  // namespace
}  // namespace quern::cpu::test
