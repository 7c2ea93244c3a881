// Layers that make tensors from attributes and shapes.
#include "support.hpp"

namespace quern::frontend::mxnet::test {
namespace {

TEST(Fill, ShapesAndValues) {
  Net net;
  net.input("x", {2, 3});
  net.layer("_full", "f", {}, {{"shape", "(2, 3)"}, {"value", "2.5"}})
      .layer("_ones", "o", {}, {{"shape", "(0, 3)"}});
  net.layer("_zeros", "z", {}, {{"shape", "(3,)"}, {"dtype", "float32"}});
  net.layer("add_n", "a", {"x", "f"})
      .layer("broadcast_add", "b", {"a", "o"})
      .layer("broadcast_add", "y", {"b", "z"});
  const Array x = noise({2, 3});
  expect_equal(net.run({x}), mapped(x, [](double v) { return v + 3.5; }));
}

TEST(Arange, CountsAndRepeats) {
  const auto check = [](const Texts& attributes, const std::vector<float>& expected) {
    Net net;
    net.input("x", {1}).layer("_arange", "c", {}, attributes).layer("broadcast_add", "y", {"x", "c"});
    expect_equal(net.run({Array({1}, {0})}), Array({int64_t(expected.size())}, expected));
  };
  check({{"start", "1"}, {"stop", "7"}, {"step", "2.5"}}, {1, 3.5f, 6});
  check({{"start", "0"}, {"stop", "2"}, {"repeat", "2"}}, {0, 0, 1, 1});
  check({{"start", "3"}, {"stop", "None"}}, {0, 1, 2});
  check({{"start", "5"}, {"stop", "2"}, {"step", "-1"}}, {5, 4, 3});
}

TEST(Arange, AlongAnotherTensor) {
  const Array x = noise({2, 3});
  expect_equal(run_layer("_contrib_arange_like", {x}, {{"axis", "1"}, {"start", "1"}}),
               Array({3}, {1, 2, 3}));
  expect_equal(run_layer("_contrib_arange_like", {x}), counting({2, 3}));
}

TEST(ShapeArray, IsAConstant) {
  expect_equal(run_layer("shape_array", {noise({2, 3, 4})}), Array({3}, {2, 3, 4}));
  expect_equal(run_layer("size_array", {noise({2, 3, 4})}), Array({1}, {24}));
}

}  // namespace
}  // namespace quern::frontend::mxnet::test
