// Look-ups, scatters and rearrangements, against plain loops.
#include "support.hpp"

namespace quern::frontend::paddle::test {
namespace {

using Ints = std::vector<int>;
using Longs = std::vector<int64_t>;

// An operator that looks `index` up in `x`; the slots have the given names.
Tensor look_up(const std::string& type, const Slots& inputs, const std::string& result, const Tensor& x,
               const Tensor& index, const Attributes& attributes = {}) {
  ProgramBuilder program;
  program.input("x", x.dims, x.type).input("i", index.dims, index.type);
  program.op(type, inputs, {{result, {"y"}}}, attributes).output("y");
  return run(program, {x, index});
}

const Slots kXIndex = {{"X", {"x"}}, {"Index", {"i"}}};

TEST(Gather, AlongAnAxis) {
  const Tensor x = counting({4, 3}), i = Tensor::from<int32_t>({3, 0, 3});
  expect_tensor(look_up("gather", kXIndex, "Out", x, i), {3, 3}, {9, 10, 11, 0, 1, 2, 9, 10, 11});
  expect_tensor(look_up("gather", kXIndex, "Out", x, i.reshaped({3, 1})), {3, 3},
                {9, 10, 11, 0, 1, 2, 9, 10, 11});
  expect_tensor(look_up("gather", kXIndex, "Out", x, Tensor::from<int64_t>({2}), {{"axis", 1}}), {4, 1},
                {2, 5, 8, 11});
  expect_tensor(look_up("index_select", kXIndex, "Out", x, Tensor::from<int64_t>({2, 1}), {{"dim", 1}}),
                {4, 2}, {2, 1, 5, 4, 8, 7, 11, 10});
}

TEST(GatherNd, ByTuples) {
  const Tensor x = counting({2, 3, 4}), i = Tensor::from<int32_t>({1, 2, 0, 1}, {2, 2});
  expect_tensor(look_up("gather_nd", kXIndex, "Out", x, i), {2, 4}, {20, 21, 22, 23, 4, 5, 6, 7});
}

TEST(IndexSample, PerRow) {
  const Tensor x = counting({2, 4}), i = Tensor::from<int32_t>({3, 0, 1, 1, 2, 0}, {2, 3});
  expect_tensor(look_up("index_sample", kXIndex, "Out", x, i), {2, 3}, {3, 0, 1, 5, 6, 4});
}

TEST(TakeAlongAxis, BroadcastsItsIndex) {
  const Tensor x = counting({3, 4});
  const Slots slots = {{"Input", {"x"}}, {"Index", {"i"}}};
  expect_tensor(look_up("take_along_axis", slots, "Result", x, Tensor::from<int64_t>({2, 0, 1, 1}, {1, 4}),
                        {{"Axis", 0}}),
                {1, 4}, {8, 1, 6, 7});
  expect_tensor(
      look_up("take_along_axis", slots, "Result", x, Tensor::from<int64_t>({3}, {1, 1}), {{"Axis", 1}}),
      {3, 1}, {3, 7, 11});
}

TEST(LookupTable, GivesRowsAndZerosForPadding) {
  const Tensor table = sample({5, 3}, 1);
  const auto check = [&](const std::string& type, const Tensor& ids, const Shape& shape, int64_t padding) {
    ProgramBuilder program;
    program.input("i", ids.dims, ids.type).parameter("w", table);
    program.op(type, {{"Ids", {"i"}}, {"W", {"w"}}}, {{"Out", {"y"}}}, {{"padding_idx", padding}})
        .output("y");
    const std::vector<int64_t> rows = ids.to_int64();
    size_t n = 0;
    expect_tensor(run(program, {ids}), shape, computed(shape, [&](const Shape& i) {
                    const int64_t row = rows[n++ / 3];
                    return row == padding ? 0 : at(table, {row, i.back()});
                  }));
  };
  const Tensor ids = Tensor::from<int64_t>({4, 0, 2, 2, 1, 3}, {2, 3});
  check("lookup_table_v2", ids, {2, 3, 3}, -1);
  check("lookup_table_v2", ids, {2, 3, 3}, 2);
  check("lookup_table", ids.reshaped({2, 3, 1}), {2, 3, 3}, 0);
}

TEST(OneHot, OfBothGenerations) {
  const Tensor x = Tensor::from<int64_t>({2, 0}, {2, 1});
  expect_tensor(run_unary("one_hot", x, {{"depth", 3}, {"dtype", 5}}), {2, 3}, {0, 0, 1, 1, 0, 0});
  const Tensor y = run_unary("one_hot_v2", x, {{"depth", 3}, {"dtype", 3}});
  EXPECT_EQ(y.dims, (Shape{2, 1, 3}));
  EXPECT_EQ(y.to_int64(), (Longs{0, 0, 1, 1, 0, 0}));
}

TEST(Scatter, OverwritesOrAdds) {
  const Tensor x = counting({4, 2}), updates = Tensor::from<float>({10, 20, 30, 40, 50, 60}, {3, 2});
  const auto run_scatter = [&](bool overwrite, const Tensor& ids) {
    ProgramBuilder program;
    program.input("x", x.dims).input("u", updates.dims).parameter("i", ids);
    program.op("scatter", {{"X", {"x"}}, {"Ids", {"i"}}, {"Updates", {"u"}}}, {{"Out", {"y"}}},
               {{"overwrite", overwrite}});
    return run(program.output("y"), {x, updates});
  };
  expect_near(run_scatter(true, Tensor::from<int64_t>({3, 0, 1})), {30, 40, 50, 60, 4, 5, 10, 20});
  expect_near(run_scatter(false, Tensor::from<int32_t>({1, 1, 3})), {0, 1, 40, 60, 4, 5, 50, 60});
}

TEST(ScatterNdAdd, AddsAtTuples) {
  ProgramBuilder program;
  program.input("x", {3, 2})
      .input("u", {3})
      .parameter("i", Tensor::from<int32_t>({0, 1, 2, 0, 0, 1}, {3, 2}));
  program.op("scatter_nd_add", {{"X", {"x"}}, {"Index", {"i"}}, {"Updates", {"u"}}}, {{"Out", {"y"}}})
      .output("y");
  expect_near(run(program, {counting({3, 2}), Tensor::from<float>({10, 20, 30})}), {0, 41, 2, 3, 24, 5});
}

TEST(Where, ChoosesAndFinds) {
  ProgramBuilder program;
  program.input("c", {3}, DataType::Bool).input("x", {3}).input("y", {3});
  program.op("where", {{"Condition", {"c"}}, {"X", {"x"}}, {"Y", {"y"}}}, {{"Out", {"z"}}}).output("z");
  const Tensor c = Tensor::from<bool>({true, false, true});
  expect_near(run(program, {c, Tensor::from<float>({1, 2, 3}), Tensor::from<float>({4, 5, 6})}), {1, 5, 3});
  EXPECT_EQ(run_unary("where_index", c, {}, "Condition").to_int64(), (Longs{0, 2}));
}

// ---- Rearrangements
// ---------------------------------------------------------------------------------------

TEST(PixelShuffle, MovesChannelsToPixelsAndBack) {
  const Tensor x = counting({2, 12, 3, 2});
  const auto y = computed({2, 3, 6, 4}, [&](const Shape& i) {
    return at(x, {i[0], i[1] * 4 + i[2] % 2 * 2 + i[3] % 2, i[2] / 2, i[3] / 2});
  });
  expect_tensor(run_unary("pixel_shuffle", x, {{"upscale_factor", 2}}), {2, 3, 6, 4}, y);
  expect_tensor(run_unary("pixel_unshuffle", Tensor::from(y, {2, 3, 6, 4}), {{"downscale_factor", 2}}),
                {2, 12, 3, 2}, x.to_float());
}

// Element (k, j, i) of the input goes to a place in an image of b times the size and b * b times fewer
// channels.
TEST(SpaceToDepth, IsTheReorgOfDarknet) {
  const int64_t b = 2, channels = 8, height = 4, width = 6;
  const Tensor x = counting({1, channels, height, width});
  std::vector<float> expected(size_t(x.count()));
  for_each_index({channels, height, width}, [&](const Shape& i) {
    const int64_t out_channels = channels / (b * b), group = i[0] / out_channels;
    const int64_t row = i[1] * b + group / b, column = i[2] * b + group % b;
    expected[size_t(column + width * b * (row + height * b * (i[0] % out_channels)))] =
        at(x, {0, i[0], i[1], i[2]});
  });
  expect_tensor(run_unary("space_to_depth", x, {{"blocksize", int64_t(2)}}), {1, 32, 2, 3}, expected);
}

TEST(ShuffleChannel, InterleavesGroups) {
  const Tensor x = counting({2, 6, 1, 3});
  const auto expected = computed(x.dims, [&](const Shape& i) {
    return at(x, {i[0], i[1] % 3 * 2 + i[1] / 3, i[2], i[3]});
  });
  expect_near(run_unary("shuffle_channel", x, {{"group", 3}}), expected);
  expect_near(run_unary("channel_shuffle", x, {{"groups", 3}}), expected);
}

TEST(TemporalShift, TakesNeighbouringFrames) {
  const Tensor x = counting({6, 5, 1, 2});  // two videos of three frames
  expect_near(run_unary("temporal_shift", x, {{"seg_num", 3}, {"shift_ratio", 0.2f}}),
              computed(x.dims, [&](const Shape& i) {
                const int64_t shift = i[1] < 1 ? -1 : i[1] < 2 ? 1 : 0;
                const int64_t frame = i[0] % 3 + shift;
                return frame < 0 || frame > 2 ? 0 : at(x, {i[0] + shift, i[1], i[2], i[3]});
              }));
}

// Cell (row, column) of each window, over all channels.
float window_at(const Tensor& x, int64_t n, int64_t entry, int64_t y, int64_t x_position, int64_t kernel,
                int64_t stride, int64_t pad) {
  const int64_t row = y * stride - pad + entry / kernel % kernel,
                column = x_position * stride - pad + entry % kernel;
  if (row < 0 || column < 0 || row >= x.dims[2] || column >= x.dims[3]) return 0;
  return at(x, {n, entry / (kernel * kernel), row, column});
}

TEST(Unfold, LaysWindowsOutAsColumns) {
  const Tensor x = sample({2, 3, 5, 7}, 1);
  // 5 + 2 - 3 + 1 = 5 over 2: 3 rows, 4 columns.
  expect_tensor(run_unary("unfold", x,
                          {{"kernel_sizes", Ints{3, 3}},
                           {"strides", Ints{2, 2}},
                           {"paddings", Ints{1, 1, 1, 1}},
                           {"dilations", Ints{1, 1}}},
                          "X", "Y"),
                {2, 27, 12}, computed({2, 27, 12}, [&](const Shape& i) {
                  return window_at(x, i[0], i[1], i[2] / 4, i[2] % 4, 3, 2, 1);
                }));
}

TEST(Im2Sequence, LaysWindowsOutAsRows) {
  const Tensor x = sample({2, 3, 4, 5}, 1);
  expect_tensor(run_unary("im2sequence", x,
                          {{"kernels", Ints{2, 2}}, {"strides", Ints{1, 1}}, {"paddings", Ints{0, 0, 0, 0}}}),
                {2 * 12, 12}, computed({24, 12}, [&](const Shape& i) {
                  return window_at(x, i[0] / 12, i[1], i[0] % 12 / 4, i[0] % 4, 2, 1, 0);
                }));
}

TEST(GridSampler, OfTheAffineIdentityIsTheImage) {
  const Tensor x = sample({2, 3, 4, 5}, 1),
               theta = Tensor::from<float>({1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0}, {2, 2, 3});
  for (const bool corners : {false, true}) {
    ProgramBuilder program;
    program.input("x", x.dims).input("t", theta.dims);
    program.op("affine_grid", {{"Theta", {"t"}}}, {{"Output", {"g"}}},
               {{"output_shape", Ints{2, 3, 4, 5}}, {"align_corners", corners}});
    program.op("grid_sampler", {{"X", {"x"}}, {"Grid", {"g"}}}, {{"Output", {"y"}}},
               {{"align_corners", corners},
                {"mode", std::string("bilinear")},
                {"padding_mode", std::string("border")}});
    expect_near(run(program.output("y"), {x, theta}), x.to_float(), 1e-4f);
  }
}

TEST(AffineGrid, TurnsPositions) {
  // x' = y, y' = -x, shifted by (0.5, 0); corners at -1 and 1.
  const Tensor theta = Tensor::from<float>({0, 1, 0.5f, -1, 0, 0}, {1, 2, 3});
  const Tensor grid = run_unary(
      "affine_grid", theta, {{"output_shape", Ints{1, 1, 3, 2}}, {"align_corners", true}}, "Theta", "Output");
  expect_tensor(grid, {1, 3, 2, 2}, computed({1, 3, 2, 2}, [](const Shape& i) {
                  const double y = double(i[1]) - 1, x = 2 * double(i[2]) - 1;
                  return i[3] == 0 ? y + 0.5 : -x;
                }));
}

// ---- set_value: Input[slice] = value
// ----------------------------------------------------------------------

Tensor set(const Tensor& x, const Attributes& attributes, const Tensor* value = nullptr) {
  ProgramBuilder program;
  program.input("x", x.dims);
  Slots inputs = {{"Input", {"x"}}};
  std::vector<Tensor> given = {x};
  if (value) {
    program.input("v", value->dims);
    inputs.push_back({"ValueTensor", {"v"}});
    given.push_back(*value);
  }
  return run(program.op("set_value", inputs, {{"Out", {"y"}}}, attributes).output("y"), given);
}

TEST(SetValue, FillsABox) {
  const Tensor x = counting({3, 4, 5});
  expect_near(
      set(x, {{"axes", Longs{1, 2}},
              {"starts", Longs{1, -2}},
              {"ends", Longs{3, 100}},
              {"steps", Longs{1, 1}},
              {"shape", Longs{1}},
              {"fp32_values", std::vector<float>{-7}}}),
      computed(x.dims, [&](const Shape& i) { return i[1] >= 1 && i[1] < 3 && i[2] >= 3 ? -7 : at(x, i); }));
}

TEST(SetValue, TakesATensorAndDropsAxes) {
  const Tensor x = counting({3, 4, 5}), value = sample({3, 5}, 2);
  // x[:, 2, :] = value
  expect_near(set(x,
                  {{"axes", Longs{1}},
                   {"starts", Longs{2}},
                   {"ends", Longs{3}},
                   {"steps", Longs{1}},
                   {"decrease_axes", Longs{1}}},
                  &value),
              computed(x.dims, [&](const Shape& i) {
                return i[1] == 2 ? at(value, {i[0], i[2]}) : at(x, i);
              }));
  const Tensor row = sample({5}, 3);
  expect_near(
      set(x,
          {{"axes", Longs{0, 1}},
           {"starts", Longs{1, 0}},
           {"ends", Longs{2, 1}},
           {"steps", Longs{1, 1}},
           {"decrease_axes", Longs{0, 1}}},
          &row),
      computed(x.dims, [&](const Shape& i) { return i[0] == 1 && i[1] == 0 ? at(row, {i[2]}) : at(x, i); }));
}

TEST(SetValue, RunsInSteps) {
  const Tensor x = counting({7, 3});
  const Tensor value = sample({3, 3}, 4);
  expect_near(
      set(x, {{"axes", Longs{0}}, {"starts", Longs{6}}, {"ends", Longs{0}}, {"steps", Longs{-2}}}, &value),
      computed(x.dims, [&](const Shape& i) {
        return i[0] % 2 == 0 && i[0] > 0 ? at(value, {(6 - i[0]) / 2, i[1]}) : at(x, i);
      }));
}

}  // namespace
}  // namespace quern::frontend::paddle::test
