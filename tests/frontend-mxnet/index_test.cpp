// Look-ups, products of matrices and sequences against plain loops.
#include "support.hpp"

namespace quern::frontend::mxnet::test {
namespace {

TEST(Embedding, LooksUpRows) {
  const Array words({2, 3}, {0, 4, 2, 1, 1, 9}), table = noise({5, 2});
  Net net;
  net.input("x", words.dims).weight("w", table);
  net.layer("Embedding", "y", {"x", "w"}, {{"input_dim", "5"}, {"output_dim", "2"}});
  expect_equal(net.run({words}), computed({2, 3, 2}, [&](const Shape& p) {
                 const auto row = std::min<int64_t>(4, int64_t(words.at({p[0], p[1]})));  // clipped
                 return table.at({row, p[2]});
               }));
}

TEST(Take, ClipsWrapsOrTrusts) {
  const Array x = noise({3, 4}), at({3}, {-1, 5, 2});
  const auto rows = [&](const std::vector<int64_t>& numbers) {
    return computed({3, 4}, [&](const Shape& p) { return x.at({numbers[size_t(p[0])], p[1]}); });
  };
  expect_equal(run_layer("take", {x, at}), rows({0, 2, 2}));
  expect_equal(run_layer("take", {x, at}, {{"mode", "wrap"}}), rows({2, 2, 2}));
  expect_equal(run_layer("take", {x, Array({2}, {3, 0})}, {{"axis", "1"}, {"mode", "raise"}}),
               computed({3, 2}, [&](const Shape& p) {
                 return x.at({p[0], p[1] ? 0 : 3});
               }));
}

TEST(Where, ChoosesElementsOrItems) {
  const Array c({2, 2}, {1, 0, 0, 3}), items({2}, {0, 1}), a = noise({2, 2}), b = noise({2, 2}, 2);
  expect_equal(run_layer("where", {c, a, b}),
               computed({2, 2}, [&](const Shape& p) { return (c.at(p) != 0 ? a : b).at(p); }));
  expect_equal(run_layer("where", {items, a, b}),
               computed({2, 2}, [&](const Shape& p) { return (p[0] == 1 ? a : b).at(p); }));
}

TEST(GatherNd, CoordinatesAreTheFirstAxis) {
  const Array x = noise({3, 4, 2}), at({2, 3}, {0, 2, 1, 3, 0, 1});
  expect_equal(run_layer("gather_nd", {x, at}), computed({3, 2}, [&](const Shape& p) {
                 return x.at({int64_t(at.at({0, p[0]})), int64_t(at.at({1, p[0]})), p[1]});
               }));
}

TEST(Pick, OneElementPerRow) {
  const Array x = noise({3, 4}), at({3}, {0, 3, 9});
  const Array expected = computed({3}, [&](const Shape& p) {
    return x.at({p[0], std::min<int64_t>(3, int64_t(at.at(p)))});
  });
  expect_equal(run_layer("pick", {x, at}), expected);
  expect_equal(run_layer("pick", {x, at}, {{"axis", "1"}, {"keepdims", "True"}}),
               Array({3, 1}, expected.values));
}

TEST(OneHot, OnAndOffValues) {
  const Array at({4}, {2, 0, -1, 7});
  expect_equal(
      run_layer("one_hot", {at}, {{"depth", "3"}, {"on_value", "5"}, {"off_value", "-1"}}),
      computed({4, 3}, [&](const Shape& p) { return double(at.at({p[0]})) == double(p[1]) ? 5 : -1; }));
}

// a [m, k] by b [k, n].
Array product(const Array& a, const Array& b) {
  return computed({a.dims[0], b.dims[1]}, [&](const Shape& p) {
    double sum = 0;
    for (int64_t i = 0; i < a.dims[1]; ++i) sum += double(a.at({p[0], i})) * b.at({i, p[1]});
    return sum;
  });
}
Array turned(const Array& a) {
  return computed({a.dims[1], a.dims[0]}, [&](const Shape& p) { return a.at({p[1], p[0]}); });
}

TEST(Dot, OfMatrices) {
  const Array a = noise({2, 3}), b = noise({3, 4}, 2);
  expect_equal(run_layer("dot", {a, b}), product(a, b));
  expect_equal(run_layer("dot", {turned(a), b}, {{"transpose_a", "True"}}), product(a, b));
  expect_equal(run_layer("dot", {a, turned(b)}, {{"transpose_b", "True"}}), product(a, b));
}

TEST(Dot, OfOtherRanks) {
  const Array a = noise({2, 5, 3}), b = noise({3, 2, 2}, 2), v = noise({3}, 3);
  Array flat_a = a, flat_b = b;
  flat_a.dims = {10, 3};
  flat_b.dims = {3, 4};
  Array expected = product(flat_a, flat_b);
  expected.dims = {2, 5, 2, 2};
  expect_equal(run_layer("dot", {a, b}), expected);
  Array row = v, column = v;
  row.dims = {1, 3};
  column.dims = {3, 1};
  expect_equal(run_layer("dot", {v, v}), Array({1}, product(row, column).values));
  expect_equal(run_layer("dot", {a, v}), Array({2, 5}, product(flat_a, column).values));
}

// Item n of the batch as a matrix.
Array item(const Array& x, int64_t n) {
  return computed({x.dims[1], x.dims[2]}, [&](const Shape& p) { return x.at({n, p[0], p[1]}); });
}
Array batch_product(const Array& a, const Array& b, bool turn_a, bool turn_b) {
  std::vector<Array> items;
  for (int64_t n = 0; n < a.dims[0]; ++n)
    items.push_back(
        product(turn_a ? turned(item(a, n)) : item(a, n), turn_b ? turned(item(b, n)) : item(b, n)));
  return computed({a.dims[0], items[0].dims[0], items[0].dims[1]}, [&](const Shape& p) {
    return items[size_t(p[0])].at({p[1], p[2]});
  });
}

TEST(BatchDot, TransposesEitherSide) {
  expect_equal(run_layer("batch_dot", {noise({2, 3, 4}), noise({2, 4, 5}, 2)}),
               batch_product(noise({2, 3, 4}), noise({2, 4, 5}, 2), false, false));
  expect_equal(run_layer("batch_dot", {noise({2, 4, 3}), noise({2, 5, 4}, 2)},
                         {{"transpose_a", "True"}, {"transpose_b", "True"}}),
               batch_product(noise({2, 4, 3}), noise({2, 5, 4}, 2), true, true));
}

TEST(Gemm, WithFactors) {
  const Array a = noise({2, 3, 4}), b = noise({2, 5, 4}, 2), c = noise({2, 3, 5}, 3);
  const Array ab = batch_product(a, b, false, true);
  expect_equal(run_layer("_linalg_gemm2", {a, b}, {{"transpose_b", "1"}, {"alpha", "2"}}),
               mapped(ab, [](double v) { return 2 * v; }));
  expect_equal(run_layer("_linalg_gemm", {a, b, c}, {{"transpose_b", "1"}, {"alpha", "2"}, {"beta", "0.5"}}),
               computed(ab.dims, [&](const Shape& p) { return 2 * ab.at(p) + c.at(p) / 2; }));
}

// queries, keys and values of a head lie side by side: x[t][n][head * 3 * size + part * size + i].
TEST(Attention, OfInterleavedHeads) {
  const int64_t length = 3, batch = 2, heads = 2, size = 4;
  const Array x = noise({length, batch, heads * 3 * size}),
              attention = noise({batch * heads, length, length}, 2);
  const auto part = [&](int64_t t, int64_t n, int64_t k, int64_t i) {
    return double(x.at({t, n / heads, (n % heads * 3 + k) * size + i}));
  };
  expect_equal(run_layer("_contrib_interleaved_matmul_selfatt_qk", {x}, {{"heads", "2"}}),
               computed({batch * heads, length, length}, [&](const Shape& p) {
                 double sum = 0;
                 for (int64_t i = 0; i < size; ++i) sum += part(p[1], p[0], 0, i) * part(p[2], p[0], 1, i);
                 return sum / 2;
               }));
  expect_equal(run_layer("_contrib_interleaved_matmul_selfatt_valatt", {x, attention}, {{"heads", "2"}}),
               computed({length, batch, heads * size}, [&](const Shape& p) {
                 const int64_t n = p[1] * heads + p[2] / size;
                 double sum = 0;
                 for (int64_t t = 0; t < length; ++t)
                   sum += attention.at({n, p[0], t}) * part(t, n, 2, p[2] % size);
                 return sum;
               }));
}

// Queries x[t][n][head * size + i]; keys and values y[t][n][head * 2 * size + part * size + i].
TEST(Attention, BetweenTwoSequences) {
  const int64_t queries = 2, keys = 3, batch = 2, heads = 2, size = 4;
  const Array x = noise({queries, batch, heads * size}), y = noise({keys, batch, heads * 2 * size}, 2),
              attention = noise({batch * heads, queries, keys}, 3);
  const auto part = [&](int64_t t, int64_t n, int64_t k, int64_t i) {
    return double(y.at({t, n / heads, (n % heads * 2 + k) * size + i}));
  };
  expect_equal(run_layer("_contrib_interleaved_matmul_encdec_qk", {x, y}, {{"heads", "2"}}),
               computed({batch * heads, queries, keys}, [&](const Shape& p) {
                 double sum = 0;
                 for (int64_t i = 0; i < size; ++i)
                   sum += x.at({p[1], p[0] / heads, p[0] % heads * size + i}) * part(p[2], p[0], 0, i);
                 return sum / 2;
               }));
  expect_equal(run_layer("_contrib_interleaved_matmul_encdec_valatt", {y, attention}, {{"heads", "2"}}),
               computed({queries, batch, heads * size}, [&](const Shape& p) {
                 const int64_t n = p[1] * heads + p[2] / size;
                 double sum = 0;
                 for (int64_t t = 0; t < keys; ++t)
                   sum += attention.at({n, p[0], t}) * part(t, n, 1, p[2] % size);
                 return sum;
               }));
}

class Sequence : public testing::Test {
 protected:
  Array x_ = noise({4, 2, 3}), lengths_ = Array({2}, {2, 4});
  [[nodiscard]] int64_t length(int64_t n) const { return int64_t(lengths_.at({n})); }
};

TEST_F(Sequence, Mask) {
  expect_equal(run_layer("SequenceMask", {x_}), x_);
  expect_equal(run_layer("SequenceMask", {x_, lengths_}, {{"use_sequence_length", "True"}, {"value", "9"}}),
               computed(x_.dims, [&](const Shape& p) { return p[0] < length(p[1]) ? x_.at(p) : 9; }));
}

TEST_F(Sequence, MaskWithTheBatchFirst) {
  const Array x = noise({2, 4, 3});
  expect_equal(run_layer("SequenceMask", {x, lengths_}, {{"use_sequence_length", "True"}, {"axis", "1"}}),
               computed(x.dims, [&](const Shape& p) { return p[1] < length(p[0]) ? x.at(p) : 0; }));
}

TEST_F(Sequence, Last) {
  expect_equal(run_layer("SequenceLast", {x_}), computed({2, 3}, [&](const Shape& p) {
                 return x_.at({3, p[0], p[1]});
               }));
  expect_equal(run_layer("SequenceLast", {x_, lengths_}, {{"use_sequence_length", "True"}}),
               computed({2, 3}, [&](const Shape& p) {
                 return x_.at({length(p[0]) - 1, p[0], p[1]});
               }));
  const Array y = noise({2, 4, 3});
  expect_equal(run_layer("SequenceLast", {y, lengths_}, {{"use_sequence_length", "True"}, {"axis", "1"}}),
               computed({2, 3}, [&](const Shape& p) {
                 return y.at({p[0], length(p[0]) - 1, p[1]});
               }));
}

TEST_F(Sequence, Reverse) {
  expect_equal(run_layer("SequenceReverse", {x_}), computed(x_.dims, [&](const Shape& p) {
                 return x_.at({3 - p[0], p[1], p[2]});
               }));
  expect_equal(run_layer("SequenceReverse", {x_, lengths_}, {{"use_sequence_length", "True"}}),
               computed(x_.dims, [&](const Shape& p) {
                 const int64_t n = length(p[1]);
                 return x_.at({p[0] < n ? n - 1 - p[0] : p[0], p[1], p[2]});
               }));
}

}  // namespace
}  // namespace quern::frontend::mxnet::test
