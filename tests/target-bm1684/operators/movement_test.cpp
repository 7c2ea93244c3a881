// Data movement, f32 and 8 bits.
#include <gtest/gtest.h>

#include "harness.hpp"

namespace quern::bm1684::test {
namespace {

const DataType kTypes[] = {DataType::Float, DataType::Int8, DataType::Uint8};

TEST(MovementOnChip, Concat) {
  for (const DataType type : {DataType::Float})
    for (int64_t axis = 0; axis < 4; ++axis) {
      TestGraph g;
      Shape a{5, 7, 6, 3}, b = a, c = a;
      b[size_t(axis)] = 2, c[size_t(axis)] = 9;
      const std::string x = g.input(a, type), made = g.add("Relu", {x});
      const std::string y =
          g.add(node("Concat", {made, g.input(b, type), g.input(c, type), x}).set("axis", axis));
      expect_on_chip(g.finish({y}), "axis " + std::to_string(axis));
    }
}

TEST(MovementOnChip, ConcatOfBytes) {
  for (const DataType type : {DataType::Int8, DataType::Uint8})
    for (int64_t axis = 0; axis < 4; ++axis) {
      TestGraph g;
      Shape a{5, 7, 6, 3}, b = a;
      b[size_t(axis)] = 2;
      const std::string x = g.input(a, type),
                        made = g.add(node("QLut", {x, g.integers({256}, type)}, kQuernDomain));
      const std::string y = g.add(node("Concat", {made, g.input(b, type), x}).set("axis", axis));
      expect_on_chip(g.finish({y}), "axis " + std::to_string(axis));
    }
}

TEST(MovementOnChip, Slice) {
  struct Cut {
    std::vector<int64_t> starts, ends, axes, steps;
  };
  for (const DataType type : kTypes)
    for (const Cut& c : std::vector<Cut>{{{1}, {5}, {1}, {1}},
                                         {{1, 0}, {100, -1}, {2, 3}, {2, 1}},
                                         {{-3}, {100}, {1}, {1}},
                                         {{1}, {3}, {0}, {1}},
                                         {{-1}, {-100}, {3}, {-1}},
                                         {{-2, 4}, {-100, 0}, {1, 2}, {-3, -2}}}) {
      TestGraph g;
      const std::string x = g.input({5, 70, 6, 8}, type);
      const std::string y =
          g.add("Slice", {x, g.list(c.starts), g.list(c.ends), g.list(c.axes), g.list(c.steps)});
      expect_on_chip(g.finish({y}),
                     "slice " + testing::PrintToString(c.starts) + testing::PrintToString(c.axes));
    }
}

TEST(MovementOnChip, Split) {
  for (const DataType type : kTypes)
    for (int64_t axis = 0; axis < 4; ++axis) {
      TestGraph g;
      Shape shape{5, 7, 6, 8};
      shape[size_t(axis)] = 9;
      Node n = node("Split", {g.input(shape, type), g.list({2, 3, 4})});
      n.outputs = {"a", "b", "c"};
      n.set("axis", axis);
      const std::string y = g.add(n);
      expect_on_chip(g.finish({y}), "axis " + std::to_string(axis));
    }
}

TEST(MovementOnChip, Transpose) {
  for (const DataType type : kTypes) {
    TestGraph g;
    const std::string x = g.input({5, 7, 6, 3}, type);
    std::vector<std::string> outputs;
    for (const Shape& order : std::vector<Shape>{{0, 2, 3, 1},
                                                 {0, 3, 1, 2},
                                                 {0, 1, 3, 2},
                                                 {0, 2, 1, 3},
                                                 {0, 3, 2, 1},
                                                 {1, 0, 2, 3},
                                                 {3, 2, 1, 0}}) {
      if (order[0] != 0 && type != DataType::Float) continue;  // batches of bytes share words
      outputs.push_back(g.add(node("Transpose", {x}).set("perm", order)));
    }
    expect_on_chip(g.finish(outputs), "transpose");
  }
}

TEST(MovementOnChip, ReshapeBetweenLayers) {
  for (const Shape& to : std::vector<Shape>{
           {2, 24, 5}, {2, 120}, {2, 4, 6, 5}, {240}, {4, 60}, {1, 2, 3, 8, 5}, {2, 8, 3, 5}}) {
    TestGraph g;
    const std::string x = g.add("Relu", {g.input({2, 3, 8, 5})});
    const std::string y = g.add("Relu", {g.add("Reshape", {x, g.list(to)})});
    expect_on_chip(g.finish({y}), to_string(to));
  }
}

TEST(MovementOnChip, ReshapeOfBytes) {
  for (const Shape& to : std::vector<Shape>{{5, 24}, {5, 4, 6, 1}, {15, 8}, {1, 120}, {2, 60}, {3, 2, 20}}) {
    TestGraph g;
    const std::string x = g.input({5, 3, 8}, DataType::Int8);
    const std::string y = g.add("Reshape", {x, g.list(to)});
    expect_on_chip(g.finish({y}), to_string(to));
  }
}

TEST(MovementOnChip, Pad) {
  for (const DataType type : kTypes)
    for (const char* mode : {"constant", "reflect", "edge"}) {
      TestGraph g;
      const std::string x = g.input({2, 5, 6, 7}, type);
      const std::string y =
          g.add(node("Pad", {x, g.list({0, 0, 2, 3, 0, 0, 1, 0})}).set("mode", std::string(mode)));
      const std::string z =
          g.add(node("Pad", {x, g.list({0, 2, 0, 1, 0, 1, 3, 0})}).set("mode", std::string(mode)));
      expect_on_chip(g.finish({y, z}), mode);
    }
}

TEST(MovementOnChip, PadWithValueAndCrop) {
  TestGraph g;
  const std::string x = g.input({2, 5, 6, 7});
  const std::string y = g.add("Pad", {x, g.list({0, 0, 2, 3, 0, 1, 1, 0}), g.constant(Tensor::scalar(1.5f))});
  const std::string z =
      g.add("Pad", {x, g.list({0, 0, -2, 3, 0, 1, 1, -1}), g.constant(Tensor::scalar(1.5f))});
  expect_on_chip(g.finish({y, z}), "pad");
}

TEST(MovementOnChip, DepthToSpace) {
  for (const DataType type : kTypes)
    for (const char* mode : {"DCR", "CRD"}) {
      TestGraph g;
      const std::string x = g.input({3, 20, 5, 6}, type);
      Node n = node("DepthToSpace", {x});
      const std::string y = g.add(n.set("blocksize", int64_t(2)).set("mode", std::string(mode)));
      const std::string z = g.add(node("SpaceToDepth", {y}).set("blocksize", int64_t(2)));
      expect_on_chip(g.finish({y, z}), mode);
    }
}

TEST(MovementOnChip, TileAndExpand) {
  for (const DataType type : kTypes)
    for (const Shape& repeats : std::vector<Shape>{{1, 1, 2, 3}, {1, 3, 1, 1}, {2, 1, 1, 1}, {1, 2, 3, 2}}) {
      TestGraph g;
      const std::string x = g.input({3, 5, 2, 1}, type);
      const std::string y = g.add("Tile", {x, g.list(repeats)});
      const std::string z = g.add("Expand", {x, g.list({3, 5, 2, 4})});
      expect_on_chip(g.finish({y, z}), to_string(repeats));
    }
}

TEST(MovementOnChip, Gather) {
  for (const DataType type : kTypes)
    for (int64_t axis = 0; axis < 4; ++axis) {
      TestGraph g;
      const std::string x = g.input({5, 5, 5, 5}, type);
      std::vector<std::string> outputs;
      const auto gather = [&](const std::string& indices) {
        outputs.push_back(g.add(node("Gather", {x, indices}).set("axis", axis)));
      };
      for (const std::vector<int64_t>& indices :
           std::vector<std::vector<int64_t>>{{0, 2, 1, -1, 4}, {1}, {0, 2, 4}, {4, 3, 2}, {1, 1, 1, 0}})
        gather(g.list(indices));
      if (axis > 0 || type == DataType::Float) {  // batches of bytes share words
        gather(g.constant(Tensor::from(std::vector<int64_t>{1, 3, 0, 2}, {2, 2})));
        gather(g.constant(Tensor::scalar<int64_t>(-2)));
      }
      expect_on_chip(g.finish(outputs), "axis " + std::to_string(axis));
    }
}

// Tokens in front, as transformers move them: bytes share words along that axis.
TEST(MovementOnChip, FirstAxisOfBytes) {
  for (const int64_t batch : {1, 3})
    for (const DataType type : {DataType::Int8, DataType::Uint8}) {
      TestGraph g{unsigned(batch)};
      const std::string x = g.input({batch, 10, 24}, type);
      const std::string turned = g.add(node("Transpose", {x}).set("perm", Shape{1, 0, 2}));
      Node gemm =
          node("QGemm", {turned, g.integers({36, 24}, DataType::Int8), g.int16s({36}, 900)}, kQuernDomain);
      const std::string mixed = g.add(gemm.set("rshift", int64_t(7)).set("relu", int64_t(0)));
      const std::string split = g.add("Reshape", {mixed, g.list({10, 3, batch * 4, 3})});
      const std::string heads = g.add(node("Transpose", {split}).set("perm", Shape{1, 2, 0, 3}));
      const std::string one = g.add(node("Gather", {heads, g.constant(Tensor::scalar<int64_t>(1))}));
      const std::string table = g.add(node("QLut", {one, g.integers({256}, DataType::Int8)}, kQuernDomain));
      const std::string real = g.add(node("Dequantize", {table}, kQuernDomain).set("scale", 0.5f));
      const std::string scores = g.add("Relu", {real});
      const std::string back = g.add(node("Transpose", {table}).set("perm", Shape{1, 0, 2}));
      const std::string cut = g.add("Slice", {back, g.list({1}), g.list({9}), g.list({0}), g.list({2})});
      expect_on_chip(g.finish({scores, cut, heads}), "batch " + std::to_string(batch));
    }
}

}  // namespace
}  // namespace quern::bm1684::test
