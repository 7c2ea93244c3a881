// Padding in all modes and layouts.
#include "support.hpp"

namespace quern::frontend::paddle::test {
namespace {

using Ints = std::vector<int>;

// Value of a padded tensor along one axis.
float padded_at(const Tensor& x, Shape i, size_t axis, int64_t before, const std::string& mode, float value) {
  int64_t& p = i[axis];
  p -= before;
  const int64_t n = x.dims[axis];
  if (p < 0 || p >= n) {
    if (mode == "constant") return value;
    if (mode == "reflect") p = p < 0 ? -p : 2 * n - 2 - p;
    if (mode == "edge" || mode == "replicate") p = p < 0 ? 0 : n - 1;
    if (mode == "circular") p = (p + n) % n;
  }
  return at(x, i);
}

TEST(Pad, OfAllAxes) {
  const Tensor x = counting({2, 3});
  expect_tensor(run_unary("pad", x, {{"paddings", Ints{0, 0, 1, 2}}, {"pad_value", 9.0f}}), {2, 6},
                computed({2, 6}, [&](const Shape& i) { return padded_at(x, i, 1, 1, "constant", 9); }));
}

TEST(Pad2d, InAllModesAndLayouts) {
  const Tensor x = counting({1, 2, 4, 5}), last = counting({1, 4, 5, 2});
  for (const std::string mode : {"constant", "reflect", "edge"}) {
    expect_tensor(
        run_unary("pad2d", x, {{"paddings", Ints{2, 1, 0, 0}}, {"mode", mode}, {"pad_value", 7.0f}}),
        {1, 2, 7, 5}, computed({1, 2, 7, 5}, [&](const Shape& i) { return padded_at(x, i, 2, 2, mode, 7); }));
    expect_tensor(
        run_unary("pad2d", last,
                  {{"paddings", Ints{0, 0, 1, 2}}, {"mode", mode}, {"data_format", std::string("NHWC")}}),
        {1, 4, 8, 2},
        computed({1, 4, 8, 2}, [&](const Shape& i) { return padded_at(last, i, 2, 1, mode, 0); }));
  }
}

TEST(Pad3d, CountsFromTheLastAxis) {
  const Tensor x = counting({1, 1, 3, 4, 5});
  for (const std::string mode : {"constant", "reflect", "replicate", "circular"}) {
    expect_tensor(
        run_unary("pad3d", x, {{"paddings", Ints{2, 1, 0, 0, 0, 0}}, {"mode", mode}, {"value", 7.0f}}),
        {1, 1, 3, 4, 8},
        computed({1, 1, 3, 4, 8}, [&](const Shape& i) { return padded_at(x, i, 4, 2, mode, 7); }));
    expect_tensor(run_unary("pad3d", x, {{"paddings", Ints{0, 0, 0, 0, 1, 2}}, {"mode", mode}}),
                  {1, 1, 6, 4, 5},
                  computed({1, 1, 6, 4, 5}, [&](const Shape& i) { return padded_at(x, i, 2, 1, mode, 0); }));
  }
}

}  // namespace
}  // namespace quern::frontend::paddle::test
