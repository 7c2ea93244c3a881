// Graphs that use many features, to be damaged by tests, and as seeds of the fuzz target.
#pragma once

#include <map>

#include "graph_builder.hpp"

namespace quern::frontend::tensorflow::test {

// By name; all of them convert as they are.
inline std::map<std::string, std::string> feature_graphs() {
  std::map<std::string, std::string> graphs;
  const auto ones = [](const Shape& dims) {
    return Tensor::from(std::vector<float>(size_t(element_count(dims)), 1), dims);
  };
  {
    GraphBuilder g;
    g.placeholder("x", {1, 6, 6, 2}).constant("w", ones({3, 3, 2, 3})).constant("b", ones({3}));
    g.add("Conv2D", "c", {"x", "w"}, {ints("strides", {1, 2, 2, 1}), s("padding", "SAME")})
        .add("BiasAdd", "d", {"c", "b"});
    g.add("FusedBatchNorm", "n", {"d", "b", "b", "b", "b"}, {truth("is_training", false)})
        .add("Relu6", "r", {"n"});
    g.add("MaxPool", "p", {"r"},
          {ints("ksize", {1, 2, 2, 1}), ints("strides", {1, 1, 1, 1}), s("padding", "VALID")});
    g.constant("dims", {1, -1}).add("Reshape", "f", {"p", "dims"}).constant("m", ones({12, 2}));
    g.add("MatMul", "y", {"f", "m"}).add("Softmax", "z", {"y"});
    graphs["convolution"] = g.bytes();
  }
  {
    GraphBuilder g;
    g.placeholder("x", {1, 4, 4, 4})
        .constant("block", {2, 2})
        .constant("pads", Tensor::from<int32_t>({2, 2, 2, 2}, {2, 2}));
    g.constant("crops", Tensor::from<int32_t>({0, 0, 0, 0}, {2, 2})).constant("w", ones({3, 3, 4, 1}));
    g.add("SpaceToBatchND", "s", {"x", "block", "pads"});
    g.add("DepthwiseConv2dNative", "c", {"s", "w"}, {ints("strides", {1, 1, 1, 1}), s("padding", "VALID")});
    g.add("BatchToSpaceND", "t", {"c", "block", "crops"}).constant("size", {8, 8});
    g.add("ResizeBilinear", "r", {"t", "size"}, {truth("half_pixel_centers", true)})
        .add("DepthToSpace", "y", {"r"}, {i("block_size", 2)});
    graphs["images"] = g.bytes();
  }
  {
    GraphBuilder g;
    g.placeholder("x", {2, 3, 4})
        .add("Shape", "shape", {"x"})
        .constant("b", {1})
        .constant("e", {2})
        .constant("o", {1});
    g.add("StridedSlice", "d", {"shape", "b", "e", "o"}, {i("shrink_axis_mask", 1)}).constant("rest", -1);
    g.add("Pack", "dims", {"d", "rest"}, {i("N", 2)})
        .add("Reshape", "r", {"x", "dims"})
        .constant("perm", {1, 0});
    g.add("Transpose", "t", {"r", "perm"})
        .constant("axis", 1)
        .constant("pads", Tensor::from<int32_t>({1, 1, 0, 1}, {2, 2}));
    g.add("MirrorPad", "p", {"t", "pads"}, {s("mode", "SYMMETRIC")})
        .add("Split", "q", {"axis", "p"}, {i("num_split", 2)});
    g.add("ConcatV2", "c", {"q:1", "q", "axis"}, {i("N", 2)})
        .add("TopKV2", "k", {"c", "axis"})
        .add("Sum", "y", {"k", "axis"});
    graphs["arrays"] = g.bytes();
  }
  {
    Nodes body;
    body.constant("half", Tensor::scalar(0.5f))
        .add("Mul", "m", {"v", "half:output:0"})
        .add("Identity", "Identity", {"m:z:0"});
    GraphBuilder g;
    g.placeholder("x", {2}).placeholder("training", {}, Type::Bool).add("Switch", "s", {"x", "training"});
    g.add("Identity", "a", {"s"}).add("Neg", "n", {"s:1"}).add("Merge", "m", {"a", "n"});
    g.add("PartitionedCall", "call", {"m"}, {function("f", "Half")});
    g.add("StatelessIf", "if", {"training", "call"},
          {function("then_branch", "Half"), function("else_branch", "Half")});
    g.add("Half", "y", {"if"});
    g.function("Half", {"v"}, {{"r", "Identity:output:0"}}, body);
    graphs["functions"] = g.bytes();
  }
  {
    GraphBuilder g;
    g.placeholder("x", {2, 2}).constant("q", Tensor::from<uint8_t>({1, 2, 3, 4}, {2, 2}), Type::Quint8);
    g.constant("low", Tensor::scalar(-1.0f)).constant("high", Tensor::scalar(1.0f));
    g.add("Dequantize", "w", {"q", "low", "high"}, {type("T", Type::Quint8), s("mode", "MIN_FIRST")});
    g.add("FakeQuantWithMinMaxVars", "f", {"x", "low", "high"})
        .add("MatMul", "y", {"f", "w"}, {truth("transpose_b", true)});
    g.add("OneHot", "h", {"i", "depth", "high", "low"})
        .constant("i", {0, 1})
        .constant("depth", 2)
        .add("Einsum", "z", {"y", "h"}, {s("equation", "ab,bc->ac")});
    graphs["quantised"] = g.bytes();
  }
  return graphs;
}

}  // namespace quern::frontend::tensorflow::test
