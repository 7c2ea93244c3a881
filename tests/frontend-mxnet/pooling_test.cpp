// Pooling against plain loops: how sizes are rounded, and what averages divide by.
#include "support.hpp"

namespace quern::frontend::mxnet::test {
namespace {

struct Case {
  std::string type, convention;
  int64_t size, kernel, stride, pad;
  bool include_pad = true;
  std::string op = "Pooling";
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.op << " " << c.type << " " << c.convention << " " << c.size << " k" << c.kernel << " s"
             << c.stride << " p" << c.pad << (c.include_pad ? "" : " without padding");
}

int64_t output_size(const Case& c) {
  const double room = double(c.size + 2 * c.pad - c.kernel) / double(c.stride);
  if (c.convention == "full") return int64_t(std::ceil(room)) + 1;
  if (c.convention == "same") return int64_t(std::ceil(double(c.size + 2 * c.pad) / double(c.stride)));
  return int64_t(std::floor(room)) + 1;
}

// One window, as MXNet's own loops define it: it ends at the padding; averages divide by what is left of it
// there, or by what is left inside the data. The first version divides by the whole window.
double pooled(const Array& x, const Case& c, const Shape& p) {
  const auto range = [&](int64_t i) {
    const int64_t begin = i * c.stride - c.pad, end = std::min(begin + c.kernel, c.size + c.pad);
    return std::array{begin, end, std::max<int64_t>(begin, 0), std::min(end, c.size)};
  };
  const auto rows = range(p[2]), columns = range(p[3]);
  double sum = 0, largest = -1e30;
  for (int64_t r = rows[2]; r < rows[3]; ++r)
    for (int64_t k = columns[2]; k < columns[3]; ++k) {
      const double v = x.at({p[0], p[1], r, k});
      largest = std::max(largest, v);
      sum += c.type == "lp" ? v * v : v;
    }
  if (c.type == "max") return largest;
  if (c.type == "sum") return sum;
  if (c.type == "lp") return std::sqrt(sum);
  if (c.op == "Pooling_v1") return sum / double(c.kernel * c.kernel);
  const double cells = c.include_pad ? double((rows[1] - rows[0]) * (columns[1] - columns[0]))
                                     : double((rows[3] - rows[2]) * (columns[3] - columns[2]));
  return sum / cells;
}

class Pooling : public testing::TestWithParam<Case> {};

TEST_P(Pooling, EqualsTheLoops) {
  const Case& c = GetParam();
  const Array x = noise({2, 3, c.size, c.size});
  const auto pair = [](int64_t v) { return "(" + std::to_string(v) + "," + std::to_string(v) + ")"; };
  const Tensor y = run_layer(c.op, {x},
                             {{"kernel", pair(c.kernel)},
                              {"stride", pair(c.stride)},
                              {"pad", pair(c.pad)},
                              {"pool_type", c.type},
                              {"p_value", "2"},
                              {"count_include_pad", c.include_pad ? "True" : "False"},
                              {"pooling_convention", c.convention}});
  const int64_t out = output_size(c);
  expect_equal(y, computed({2, 3, out, out}, [&](const Shape& p) { return pooled(x, c, p); }));
}

INSTANTIATE_TEST_SUITE_P(Windows, Pooling,
                         testing::Values(Case{"max", "valid", 7, 2, 2, 0}, Case{"max", "full", 7, 2, 2, 0},
                                         Case{"max", "full", 11, 3, 2, 0}, Case{"max", "valid", 8, 3, 2, 1},
                                         Case{"max", "full", 8, 3, 2, 1}, Case{"max", "same", 7, 3, 2, 0},
                                         Case{"max", "same", 8, 2, 3, 0}, Case{"avg", "valid", 7, 2, 2, 0},
                                         Case{"avg", "valid", 7, 3, 2, 1}, Case{"avg", "full", 8, 3, 2, 1},
                                         Case{"avg", "full", 8, 3, 2, 0}, Case{"avg", "full", 8, 2, 3, 1},
                                         Case{"avg", "valid", 7, 3, 2, 1, false},
                                         Case{"avg", "full", 8, 3, 2, 1, false},
                                         Case{"sum", "valid", 6, 3, 1, 1}, Case{"sum", "full", 8, 3, 2, 0},
                                         Case{"lp", "valid", 6, 2, 2, 0}, Case{"lp", "full", 7, 2, 2, 0},
                                         Case{"avg", "valid", 7, 3, 2, 1, true, "Pooling_v1"},
                                         Case{"avg", "full", 8, 3, 2, 0, true, "Pooling_v1"},
                                         Case{"max", "full", 8, 3, 2, 0, true, "Pooling_v1"}));

TEST(PoolingLayer, StrideIsOneWhereItIsNotGiven) {
  const Array x = noise({1, 1, 4, 4});
  const Case c{"max", "valid", 4, 3, 1, 0};
  expect_equal(run_layer("Pooling", {x}, {{"kernel", "(3, 3)"}}),
               computed({1, 1, 2, 2}, [&](const Shape& p) { return pooled(x, c, p); }));
}

TEST(PoolingLayer, GlobalIgnoresTheKernel) {
  const Array x = noise({2, 3, 4, 5});
  const auto all = [&](const std::string& type) {
    return computed({2, 3, 1, 1}, [&](const Shape& p) {
      double sum = 0, largest = -1e9;
      for_each({4, 5}, [&](const Shape& q) {
        const double v = x.at({p[0], p[1], q[0], q[1]});
        sum += type == "lp" ? v * v : v;
        largest = std::max(largest, v);
      });
      return type == "max" ? largest : type == "avg" ? sum / 20 : type == "lp" ? std::sqrt(sum) : sum;
    });
  };
  for (const char* type : {"max", "avg", "sum", "lp"}) {
    SCOPED_TRACE(type);
    expect_equal(
        run_layer("Pooling", {x},
                  {{"kernel", "(7, 7)"}, {"global_pool", "True"}, {"pool_type", type}, {"p_value", "2"}}),
        all(type));
  }
}

TEST(PoolingLayer, OneDimensionAndChannelsLast) {
  const Array x = noise({2, 7, 3});  // NWC
  const Array expected = computed({2, 3, 3}, [&](const Shape& p) {
    return std::max(x.at({p[0], 2 * p[1], p[2]}), x.at({p[0], 2 * p[1] + 1, p[2]}));
  });
  expect_equal(run_layer("Pooling", {x}, {{"kernel", "(2,)"}, {"stride", "(2,)"}, {"layout", "NWC"}}),
               expected);
}

TEST(AdaptivePooling, DividesEvenlyOrOverlaps) {
  const auto check = [](int64_t height, int64_t width, const std::string& size, int64_t rows,
                        int64_t columns) {
    const Array x = noise({2, 2, height, width});
    const Array expected = computed({2, 2, rows, columns}, [&](const Shape& p) {
      const int64_t top = p[2] * height / rows, bottom = ((p[2] + 1) * height + rows - 1) / rows;
      const int64_t left = p[3] * width / columns, right = ((p[3] + 1) * width + columns - 1) / columns;
      double sum = 0;
      for (int64_t r = top; r < bottom; ++r)
        for (int64_t k = left; k < right; ++k) sum += x.at({p[0], p[1], r, k});
      return sum / double((bottom - top) * (right - left));
    });
    expect_equal(run_layer("_contrib_AdaptiveAvgPooling2D", {x}, {{"output_size", size}}), expected);
  };
  check(6, 8, "(3, 4)", 3, 4);
  check(7, 5, "(3, 2)", 3, 2);
  check(7, 5, "1", 1, 1);
  check(7, 5, "(2)", 2, 2);
}

}  // namespace
}  // namespace quern::frontend::mxnet::test
