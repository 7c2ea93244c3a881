// Elementwise arithmetic with broadcasting, and the 8-bit elementwise operators.
#include <gtest/gtest.h>

#include "harness.hpp"

namespace quern::bm1684::test {
namespace {

const std::vector<Shape> kShapes = {{1, 1, 1, 1}, {2, 70, 3, 5}, {5, 3, 9, 1},
                                    {3, 7},       {2, 3, 5},     {2, 3, 4, 5, 6}};

// The other operand's shape: some axes of size 1 or left out.
std::vector<Shape> broadcasts(const Shape& x) {
  std::vector<Shape> list{x, {1}, Shape(x.end() - 1, x.end())};
  for (size_t axis = 0; axis < x.size(); ++axis) {
    Shape one(x.size(), 1), all = x;
    one[axis] = x[axis];
    all[axis] = 1;
    list.push_back(one);
    list.push_back(all);
  }
  return list;
}

void expect_broadcasts(bool is_constant) {
  for (const char* op : {"Add", "Sub", "Mul", "Div", "Max", "Min"})
    for (const Shape& x : kShapes) {
      TestGraph g;
      const std::string a = g.input(x);
      std::vector<std::string> outputs;
      for (const Shape& other : broadcasts(x)) {
        const std::string b = is_constant ? g.floats(other) : g.input(other);
        outputs.push_back(g.add(op, {a, b}));
        outputs.push_back(g.add(op, {b, a}));
      }
      expect_on_chip(g.finish(outputs), op, {.low = 0.5f, .high = 2});
    }
}

TEST(ElementwiseOnChip, TwoActivations) { expect_broadcasts(false); }
TEST(ElementwiseOnChip, Constants) { expect_broadcasts(true); }

TEST(ElementwiseOnChip, ManyOperands) {
  for (const char* op : {"Sum", "Max", "Min", "Mean"}) {
    TestGraph g;
    const std::string a = g.input({2, 3, 5, 7}), b = g.input({1, 3, 1, 7}), c = g.floats({5, 1});
    const std::string y = g.add(op, {a, b, c}), z = g.add(op, {a});
    expect_on_chip(g.finish({y, z}), op);
  }
}

TEST(ElementwiseOnChip, PiecewiseLinear) {
  for (const Shape& x : kShapes) {
    TestGraph g;
    const std::string a = g.input(x);
    Shape slopes(x.size(), 1);
    slopes[1] = x[1];
    slopes.erase(slopes.begin());
    const std::vector<std::string> outputs = {
        g.add("Relu", {a}),
        g.add(node("LeakyRelu", {a}).set("alpha", 0.1f)),
        g.add("PRelu", {a, g.floats(slopes)}),
        g.add("PRelu", {a, g.floats({1})}),
        g.add("Clip", {a, g.constant(Tensor::scalar(-1.0f)), g.constant(Tensor::scalar(0.5f))}),
        g.add("Clip", {a, "", g.constant(Tensor::scalar(0.5f))})};
    expect_on_chip(g.finish(outputs), to_string(x));
  }
}

const DataType kBytes[] = {DataType::Int8, DataType::Uint8};

TEST(IntegerOnChip, Add) {
  for (const int64_t n : {1, 2, 3, 4, 5})
    for (const DataType a : kBytes)
      for (const DataType b : kBytes) {
        TestGraph g{unsigned(n)};
        const std::string x = g.input({n, 67, 5, 3}, a);
        std::vector<std::string> outputs;
        for (const Shape& other :
             std::vector<Shape>{{n, 67, 5, 3}, {1, 67, 1, 1}, {n, 67, 1, 1}, {n, 1, 5, 3}, {1, 1, 1, 1}}) {
          Node q = node("QAdd", {x, g.input(other, b)}, kQuernDomain);
          q.set("multipliers", Shape{g.between(-128, 127), g.between(1, 127)});
          q.set("rshifts", Shape{g.between(0, 9), g.between(0, 9)}).set("relu", int64_t(g.between(0, 1)));
          outputs.push_back(g.add(q));
        }
        expect_on_chip(g.finish(outputs), "QAdd n=" + std::to_string(n));
      }
}

TEST(IntegerOnChip, Mul) {
  for (const int64_t n : {1, 2, 5})
    for (const DataType a : kBytes)
      for (const DataType b : kBytes) {
        TestGraph g;
        const std::string x = g.input({n, 67, 5, 3}, a);
        std::vector<std::string> outputs;
        for (const int64_t relu : {0, 1})
          for (const int64_t multiplier : {1, 93})
            for (const Shape& other : std::vector<Shape>{{n, 67, 5, 3}, {1, 67, 1, 1}, {n, 67, 1, 1}}) {
              Node q = node("QMul", {x, g.input(other, b)}, kQuernDomain);
              q.set("rshift", int64_t(multiplier == 1 ? 6 : 12))
                  .set("relu", relu)
                  .set("multiplier", multiplier);
              outputs.push_back(g.add(q));
            }
        expect_on_chip(g.finish(outputs), "QMul n=" + std::to_string(n));
      }
}

TEST(IntegerOnChip, RescaleAndLeaky) {
  for (const int64_t n : {1, 3, 5})
    for (const DataType type : kBytes)
      for (const int64_t relu : {0, 1}) {
        TestGraph g{unsigned(n)};
        const std::string x = g.input({n, 70, 3, 5}, type);
        std::vector<std::string> outputs;
        for (const int64_t m : {1, 127, 77, -55}) {
          Node q = node("QRescale", {x}, kQuernDomain);
          outputs.push_back(
              g.add(q.set("multiplier", m).set("rshift", int64_t(g.between(0, 8))).set("relu", relu)));
        }
        if (type == DataType::Int8) {
          Node leaky = node("QLeakyRelu", {x}, kQuernDomain);
          outputs.push_back(g.add(leaky.set("multiplier", int64_t(13)).set("rshift", int64_t(7))));
          Node prelu = node("QPRelu", {x, g.integers({70}, DataType::Int8)}, kQuernDomain);
          outputs.push_back(g.add(prelu.set("rshift", int64_t(6))));
        }
        expect_on_chip(g.finish(outputs), "rescale n=" + std::to_string(n));
      }
}

TEST(IntegerOnChip, Scale) {
  for (const int64_t n : {1, 2, 3, 5})
    for (const DataType type : kBytes)
      for (const int64_t relu : {0, 1})
        for (const Shape& x : std::vector<Shape>{{n, 70, 3, 5}, {n, 3, 1, 1}, {n, 5, 7}, {n, 130}}) {
          TestGraph g{unsigned(n)};
          const int64_t channels = x[1];
          Node q =
              node("QScale",
                   {g.input(x, type), g.integers({channels}, DataType::Int8), g.int16s({channels}, 32767)},
                   kQuernDomain);
          std::vector<int64_t> shifts;
          for (int64_t c = 0; c < channels; ++c) shifts.push_back(g.between(0, 15));
          const std::string y = g.add(q.set("rshifts", shifts).set("relu", relu));
          expect_on_chip(g.finish({y}), "QScale " + to_string(x));
        }
}

TEST(IntegerOnChip, LookUp) {
  for (const int64_t n : {1, 2, 3, 4, 5})
    for (const DataType type : kBytes)
      for (const DataType to : kBytes) {
        TestGraph g;
        const std::string y =
            g.add(node("QLut", {g.input({n, 70, 3, 5}, type), g.integers({256}, to)}, kQuernDomain));
        expect_on_chip(g.finish({y}), "QLut n=" + std::to_string(n));
      }
}

TEST(IntegerOnChip, Extrema) {
  for (const DataType type : kBytes)
    for (const char* op : {"Max", "Min"}) {
      TestGraph g;
      const std::string a = g.input({5, 7, 3, 5}, type), b = g.input({5, 7, 3, 5}, type),
                        c = g.input({1, 7, 1, 1}, type);
      const std::string y = g.add(op, {a, b}), z = g.add(op, {a, b, c});
      expect_on_chip(g.finish({y, z}), op);
    }
}

TEST(IntegerOnChip, Casts) {
  for (const int64_t n : {1, 2, 3, 4, 5})
    for (const int64_t is_signed : {0, 1}) {
      TestGraph g;
      const std::string r = g.add("Relu", {g.input({n, 67, 5, 3})});
      Node q = node("Quantize", {r}, kQuernDomain);
      const std::string b = g.add(q.set("inverse_scale", 63.7f).set("signed", is_signed));
      const std::string d = g.add(node("Dequantize", {b}, kQuernDomain).set("scale", 0.0123f));
      const std::string y = g.add("Add", {d, d});
      expect_on_chip(g.finish({b, y}), "casts n=" + std::to_string(n), {.low = -4, .high = 5});
    }
}

}  // namespace
}  // namespace quern::bm1684::test
