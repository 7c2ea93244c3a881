// The order of axes: whatever an operator finds, the result is the same.
#include "identity_convolution.hpp"

namespace quern::frontend::tensorflow::test {
namespace {

// What comes behind an image "x" of 2x4x6x3; the last node is "y".
struct Case {
  const char* name;
  std::function<void(GraphBuilder&)> add;
};

std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

Case mean(const char* name, std::vector<int32_t> axes, bool keep) {
  return {name, [=](GraphBuilder& g) {
            g.constant("axes", axes).add("Mean", "y", {"x", "axes"}, {truth("keep_dims", keep)});
          }};
}
Case reshaped(const char* name, std::vector<int32_t> dims) {
  return {name, [=](GraphBuilder& g) { g.constant("dims", dims).add("Reshape", "y", {"x", "dims"}); }};
}
Case transposed(const char* name, std::vector<int32_t> perm) {
  return {name, [=](GraphBuilder& g) { g.constant("perm", perm).add("Transpose", "y", {"x", "perm"}); }};
}
Case added(const char* name, Shape dims) {
  return {name, [=](GraphBuilder& g) { g.constant("c", noise(dims, 7)).add("Add", "y", {"c", "x"}); }};
}
Case joined(const char* name, int32_t axis) {
  return {name, [=](GraphBuilder& g) {
            g.constant("c", noise({2, 4, 6, 3}, 9)).constant("axis", axis);
            g.add("Relu", "r", {"x"}).add("ConcatV2", "y", {"c", "r", "x", "axis"}, {i("N", 3)});
          }};
}
Case sliced(const char* name, std::vector<int32_t> begin, std::vector<int32_t> end, std::vector<int32_t> step,
            std::vector<Attr> masks) {
  return {name, [=](GraphBuilder& g) {
            g.constant("b", begin).constant("e", end).constant("s", step);
            g.add("StridedSlice", "y", {"x", "b", "e", "s"}, masks);
          }};
}
Case with_list(const char* name, const char* op, std::vector<int32_t> list,
               std::vector<Attr> attributes = {}) {
  return {name, [=](GraphBuilder& g) { g.constant("list", list).add(op, "y", {"x", "list"}, attributes); }};
}
Case with_number(const char* name, const char* op, int32_t number, std::vector<Attr> attributes = {}) {
  return {name, [=](GraphBuilder& g) {
            g.constant("number", number).add(op, "y", {"x", "number"}, attributes);
          }};
}

const std::vector<Case>& cases() {
  static const std::vector<Case> list = {
      mean("MeanOverHeight", {1}, false),
      mean("MeanOverPixels", {1, 2}, false),
      mean("MeanOverPixelsKept", {2, 1}, true),
      mean("MeanOverChannels", {-1}, false),
      mean("MeanOverChannelsKept", {3}, true),
      mean("MeanOverBatch", {0}, false),
      mean("MeanOverAll", {0, 1, 2, 3}, false),
      mean("MeanOverNothing", {}, false),
      reshaped("Flatten", {2, 72}),
      reshaped("FlattenPixels", {2, 24, 3}),
      reshaped("FlattenAll", {-1}),
      reshaped("SplitChannels", {2, 4, 6, 3, 1}),
      reshaped("SplitRows", {2, 2, 2, 6, 3}),
      reshaped("ExtraAxes", {1, 2, 1, 4, 1, 6, 3}),
      reshaped("JoinBatchAndRows", {8, 6, 3}),
      reshaped("JoinColumnsAndChannels", {2, 4, 18}),
      transposed("ToChannelsSecond", {0, 3, 1, 2}),
      transposed("SwapRowsAndColumns", {0, 2, 1, 3}),
      transposed("ReverseAxes", {3, 2, 1, 0}),
      transposed("NothingMoves", {0, 1, 2, 3}),
      added("AddScalar", {}),
      added("AddVector", {3}),
      added("AddMatrix", {6, 3}),
      added("AddColumn", {4, 1, 1}),
      added("AddImage", {2, 4, 6, 3}),
      added("AddPerPixel", {1, 4, 6, 1}),
      added("AddHigherRank", {1, 1, 1, 1, 3}),
      joined("JoinBatch", 0),
      joined("JoinRows", 1),
      joined("JoinChannels", -1),
      sliced("SliceAll", {0, 1, 0, 0}, {2, 3, 6, 2}, {1, 1, 2, 1}, {}),
      sliced("SliceMasks", {9, 1, 9}, {9, 9, 4}, {1, 1, 1}, {i("begin_mask", 5), i("end_mask", 3)}),
      sliced("SliceShrinks", {0, -1, 0, 1}, {2, 0, 6, 2}, {1, 1, 1, 1}, {i("shrink_axis_mask", 10)}),
      sliced("SliceShrinksChannel", {0, 2}, {0, 3}, {1, 1}, {i("ellipsis_mask", 1), i("shrink_axis_mask", 2)}),
      sliced("SliceNewAxes", {0, 0, 1}, {0, 0, 2}, {1, 1, 1}, {i("new_axis_mask", 2), i("ellipsis_mask", 1)}),
      sliced("SliceBackwards", {0, -1, -1, -1}, {0, 0, -7, -4}, {1, -1, -1, -2}, {i("begin_mask", 1), i("end_mask", 1)}),
      with_list("Tile", "Tile", {1, 2, 1, 3}),
      with_list("Reverse", "ReverseV2", {1, -1}),
      with_list("Squeeze", "Reshape", {2, 4, 6, 3}),
      with_number("ExpandFront", "ExpandDims", 0),
      with_number("ExpandRows", "ExpandDims", 1),
      with_number("ExpandLast", "ExpandDims", -1),
      with_number("ArgMaxChannels", "ArgMax", 3, {type("output_type", Type::Int64)}),
      with_number("ArgMaxRows", "ArgMax", 1, {type("output_type", Type::Int32)}),
      with_number("Cumsum", "Cumsum", 3, {truth("exclusive", true), truth("reverse", true)}),
      {"Softmax", [](GraphBuilder& g) { g.add("Softmax", "y", {"x"}); }},
      {"LogSoftmax", [](GraphBuilder& g) { g.add("LogSoftmax", "y", {"x"}); }},
      {"Pack", [](GraphBuilder& g) { g.add("Neg", "n", {"x"}).add("Pack", "y", {"x", "n"}, {i("axis", 2), i("N", 2)}); }},
      {"Unpack", [](GraphBuilder& g) {
         g.add("Unpack", "u", {"x"}, {i("axis", 3), i("num", 3)}).add("Sub", "y", {"u", "u:2"});
       }},
      {"Split", [](GraphBuilder& g) {
         g.constant("axis", 3).add("Split", "p", {"axis", "x"}, {i("num_split", 3)}).add("Sub", "y", {"p:1", "p"});
       }},
      {"SplitV", [](GraphBuilder& g) {
         g.constant("axis", 1).constant("sizes", {1, -1}).add("SplitV", "p", {"x", "sizes", "axis"}, {i("num_split", 2)});
         g.add("Relu", "y", {"p:1"});
       }},
      {"Pad", [](GraphBuilder& g) {
         g.constant("pads", Tensor::from<int32_t>({0, 0, 1, 2, 3, 0, 0, 1}, {4, 2})).add("Pad", "y", {"x", "pads"});
       }},
      {"MirrorPadReflect", [](GraphBuilder& g) {
         g.constant("pads", Tensor::from<int32_t>({0, 0, 1, 2, 3, 0, 0, 1}, {4, 2}));
         g.add("MirrorPad", "y", {"x", "pads"}, {s("mode", "REFLECT")});
       }},
      {"MirrorPadSymmetric", [](GraphBuilder& g) {
         g.constant("pads", Tensor::from<int32_t>({1, 0, 1, 4, 3, 0, 0, 3}, {4, 2}));
         g.add("MirrorPad", "y", {"x", "pads"}, {s("mode", "SYMMETRIC")});
       }},
      {"GatherChannels", [](GraphBuilder& g) {
         g.constant("i", {2, 0}).constant("axis", 3).add("GatherV2", "y", {"x", "i", "axis"});
       }},
      {"GatherOneRow", [](GraphBuilder& g) {
         g.constant("i", 2).constant("axis", 1).add("GatherV2", "y", {"x", "i", "axis"});
       }},
      {"GatherTable", [](GraphBuilder& g) {
         g.constant("i", Tensor::from<int32_t>({1, 0, 2, 2}, {2, 2})).constant("axis", 2);
         g.add("GatherV2", "y", {"x", "i", "axis"});
       }},
      {"Roll", [](GraphBuilder& g) {
         g.constant("shift", {1, -2}).constant("axes", {3, 2}).add("Roll", "y", {"x", "shift", "axes"});
       }},
      {"SqueezeAll", [](GraphBuilder& g) {
         g.constant("axes", {1, 2}).add("Mean", "m", {"x", "axes"}, {truth("keep_dims", true)}).add("Squeeze", "y", {"m"});
       }},
      {"SqueezeSome", [](GraphBuilder& g) {
         g.constant("axes", {1}).add("Mean", "m", {"x", "axes"}, {truth("keep_dims", true)});
         g.add("Squeeze", "y", {"m"}, {ints("squeeze_dims", {-3})});
       }},
      {"TwoImages", [](GraphBuilder& g) { g.add("Mul", "y", {"x", "x0"}); }},
      {"Select", [](GraphBuilder& g) {
         g.constant("zero", Tensor::scalar(0.0f)).add("Greater", "g", {"x", "zero"}).add("SelectV2", "y", {"g", "x0", "x"});
       }},
      {"MatMul", [](GraphBuilder& g) {
         g.constant("w", noise({2, 4, 5, 6}, 4)).add("BatchMatMulV2", "y", {"w", "x"});
       }},
      {"Slice", [](GraphBuilder& g) {
         g.constant("b", {0, 1, 2, 1}).constant("n", {-1, 2, 3, -1}).add("Slice", "y", {"x", "b", "n"});
       }},
      {"ChannelShuffle", [](GraphBuilder& g) {
         g.constant("a", {2, 4, 6, 1, 3}).constant("p", {0, 1, 2, 4, 3}).constant("z", {2, 4, 6, 3});
         g.add("Reshape", "r", {"x", "a"}).add("Transpose", "t", {"r", "p"}).add("Reshape", "y", {"t", "z"});
       }},
      {"BroadcastTo", [](GraphBuilder& g) {
         g.constant("axes", {1}).add("Max", "m", {"x", "axes"}, {truth("keep_dims", true)});
         g.constant("dims", {2, 5, 6, 3}).add("BroadcastTo", "y", {"m", "dims"});
       }},
      {"CropAndResize", [](GraphBuilder& g) {
         g.constant("boxes", floats({0, 0, 1, 1, -0.2f, 0.3f, 0.8f, 1.1f}, {2, 4})).constant("which", {1, 0});
         g.constant("size", {3, 1}).add("CropAndResize", "y", {"x", "boxes", "which", "size"}, {f("extrapolation_value", 9)});
       }},
      {"SpaceToBatch", [](GraphBuilder& g) {
         g.constant("block", {2, 3}).constant("pads", Tensor::from<int32_t>({1, 1, 0, 0}, {2, 2}));
         g.add("SpaceToBatchND", "y", {"x", "block", "pads"});
       }}};
  return list;
}

class OrderOfAxes : public ::testing::TestWithParam<Case> {};

TEST_P(OrderOfAxes, MakesNoDifference) {
  const Tensor image = noise({2, 4, 6, 3});
  const auto graph = [&](bool channels_second) {
    GraphBuilder g;
    g.placeholder("x0", {2, 4, 6, 3});
    if (channels_second)
      lie_channels_second(g, "x0", "x");
    else
      g.add("Identity", "x", {"x0"});
    GetParam().add(g);
    return g;
  };
  ConvertOptions options = source_layout();
  options.outputs = {"y"};
  const Tensor expected = run(graph(false), {image}, options), actual = run(graph(true), {image}, options);
  ASSERT_EQ(actual.dims, expected.dims);
  EXPECT_EQ(actual.type, expected.type);
  expect_near(actual, expected);
}

INSTANTIATE_TEST_SUITE_P(Cases, OrderOfAxes, ::testing::ValuesIn(cases()),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace quern::frontend::tensorflow::test
