// Poolings, f32 and 8 bits.
#include <gtest/gtest.h>

#include "harness.hpp"
#include "isa/instructions/avg_pool.hpp"

namespace quern::bm1684::test {
namespace {

struct PoolCase {
  const char* name;
  Shape x, kernel, strides, pads;
  int64_t ceil_mode = 0, count_include_pad = 0;
};

const std::vector<PoolCase> kPools = {
    {"2x2", {1, 3, 8, 8}, {2, 2}, {2, 2}, {0, 0, 0, 0}},
    {"3x3 padded", {5, 67, 9, 7}, {3, 3}, {2, 2}, {1, 1, 1, 1}},
    {"counting pads", {2, 5, 9, 7}, {3, 3}, {2, 2}, {1, 1, 1, 1}, 0, 1},
    {"rounded up", {2, 5, 8, 10}, {3, 3}, {2, 2}, {0, 0, 0, 0}, 1},
    {"rounded up and padded", {3, 5, 12, 10}, {3, 3}, {2, 2}, {1, 0, 1, 0}, 1},
    {"rounded up counting pads", {1, 5, 8, 10}, {3, 3}, {2, 2}, {1, 1, 1, 1}, 1, 1},
    {"stride beyond kernel", {1, 4, 11, 13}, {2, 2}, {4, 3}, {0, 0, 0, 0}},
    {"rows", {1, 4, 11, 13}, {5, 1}, {1, 1}, {2, 0, 2, 0}},
    {"one axis", {2, 4, 13}, {3}, {2}, {1, 1}},
    {"whole image", {4, 70, 7, 7}, {7, 7}, {1, 1}, {0, 0, 0, 0}},
};

Node pool(const std::string& op, const std::string& x, const PoolCase& c) {
  Node n = node(op, {x});
  n.set("kernel_shape", c.kernel).set("strides", c.strides).set("pads", c.pads).set("ceil_mode", c.ceil_mode);
  return n;
}

TEST(PoolOnChip, Maximum) {
  for (const PoolCase& c : kPools)
    for (const DataType type : {DataType::Float, DataType::Int8, DataType::Uint8}) {
      TestGraph g;
      const std::string y = g.add(pool("MaxPool", g.input(c.x, type), c));
      expect_on_chip(g.finish({y}), c.name);
    }
}

TEST(PoolOnChip, Average) {
  for (const PoolCase& c : kPools) {
    TestGraph g;
    Node n = pool("AveragePool", g.input(c.x), c);
    n.set("count_include_pad", c.count_include_pad);
    const std::string y = g.add(n);
    expect_on_chip(g.finish({y}), c.name);
  }
}

TEST(PoolOnChip, IntegerAverage) {
  for (const PoolCase& c : kPools) {
    if (c.ceil_mode != 0 || c.kernel.size() != 2) continue;
    const AverageMultiplier m = average_multiplier(int(c.kernel[0] * c.kernel[1]));
    for (const DataType type : {DataType::Int8, DataType::Uint8}) {
      TestGraph g;
      Node n = node("QAveragePool", {g.input(c.x, type)}, kQuernDomain);
      n.set("kernel_shape", c.kernel).set("strides", c.strides).set("pads", c.pads);
      n.set("multiplier", int64_t(m.multiplier)).set("rshift", int64_t(m.shift));
      const std::string y = g.add(n);
      expect_on_chip(g.finish({y}), c.name);
    }
  }
}

TEST(PoolOnChip, Global) {
  for (const Shape& x : std::vector<Shape>{{1, 3, 1, 1}, {5, 70, 7, 9}, {2, 3, 31, 2}, {1, 2, 40, 50}}) {
    TestGraph g;
    const std::string a = g.input(x);
    const std::string y = g.add("GlobalAveragePool", {a}), z = g.add("GlobalMaxPool", {a});
    expect_on_chip(g.finish({y, z}), to_string(x));
  }
}

}  // namespace
}  // namespace quern::bm1684::test
