// Whole conversions: names, inputs and outputs, what is not supported, writing in place, hints.
#include "support.hpp"

namespace quern::frontend::pytorch::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

std::vector<std::string> tensors_of(const Model& model) {
  std::vector<std::string> names;
  for (const Node& node : model.graph.nodes)
    names.insert(names.end(), node.outputs.begin(), node.outputs.end());
  return names;
}

TEST(Names, FollowTheCode) {
  TinyModel model = model_of(
      "    child = self.child\n    y = torch.relu((child).forward(x, ))\n    _0 = torch.neg(y)\n    return "
      "torch.exp(_0)\n");
  model.functions =
      "class Child(Module):\n  def forward(self: __torch__.Child,\n    x: Tensor) -> Tensor:\n"
      "    w = self.weight\n    return torch.mul(x, w)\n";
  model.attributes = {
      {"child", pickled_object("__torch__", "Child", {{"weight", pickled_tensor("0", {3})}})}};
  model.storages = {{"0", {1, 2, 3}}};
  const Model converted = convert(model, bound({{"x", {2, 3}}}));
  EXPECT_THAT(tensors_of(converted), ElementsAre("child/output", "y", "neg", "output", "out"));
  EXPECT_TRUE(converted.graph.initializers.contains("child.weight"));
  EXPECT_EQ(converted.graph.nodes[0].metadata.at("quern.source"), "child");
}

TEST(Inputs, MustBeBound) {
  const std::string error = error_of_model(model_of("    return x\n"), {});
  EXPECT_THAT(error, HasSubstr("x (rank unknown)"));
  EXPECT_THAT(error, HasSubstr("--input x=1x3x224x224"));
}

TEST(Inputs, TheOnlyOneTakesTheNameThatItIsBoundBy) {
  const Model model = convert(model_of("    return torch.neg(x)\n"), bound({{"image", {2, 3}}}));
  EXPECT_EQ(model.graph.inputs.at(0).name, "image");
}

TEST(Inputs, IndicesAreIntegers) {
  TinyModel model = model_of("    return torch.embedding(self.w, torch.slice(x, 1))\n");
  model.attributes = {{"w", pickled_tensor("0", {4, 1})}};
  model.storages = {{"0", {1, 2, 3, 4}}};
  const Model converted = convert(model, bound({{"x", {2, 3}}}));
  EXPECT_EQ(converted.graph.inputs.at(0).type, DataType::Int64);
}

TEST(Inputs, TypesCanBeGiven) {
  ConvertOptions options = bound({{"x", {2, 3}}});
  options.types = parse_types("x=int32");
  EXPECT_EQ(convert(model_of("    return torch.add(x, 1)\n"), options).graph.outputs.at(0).type,
            DataType::Int32);
  EXPECT_THAT(error_of([] { parse_types("x=int99"); }), HasSubstr("not NAME=TYPE"));
  options.types = {{"z", DataType::Int32}};
  EXPECT_THAT(error_of([&] { convert(model_of("    return x\n"), options); }), HasSubstr("no input \"z\""));
}

TEST(Inputs, TuplesListsAndDefaults) {
  const TinyModel model = model_of(
      "    a, b, = t\n    return torch.add(torch.add(a, b), torch.add(l[0], n))\n",
      "t: Tuple[Tensor, Tensor],\n    l: List[Tensor],\n    n: int=5,\n    o: Optional[Tensor]=None");
  const Model converted = convert(model, bound({{"t.0", {2}}, {"t.1", {2}}, {"l.0", {2}}}));
  ASSERT_EQ(converted.graph.inputs.size(), 3u);
  const Tensor one = Tensor::from(std::vector<float>{1, 1});
  EXPECT_EQ(ops::interpret(converted.graph, {one, one, one}).at(0).to_float().at(0), 8);
  EXPECT_THAT(error_of([&] { convert(model, {}); }), HasSubstr("list of tensors"));
  EXPECT_THAT(error_of_model(model_of("    return x\n", "x: Tensor,\n    n: int")),
              HasSubstr("not a tensor"));
}

TEST(Outputs, HaveStableNames) {
  const auto names = [](const std::string& result) {
    std::vector<std::string> list;
    for (const ValueInfo& v :
         convert(model_of("    a = torch.neg(x)\n    return " + result + "\n"), bound({{"x", {2, 3}}}))
             .graph.outputs)
      list.push_back(v.name);
    return list;
  };
  EXPECT_THAT(names("a"), ElementsAre("out"));
  EXPECT_THAT(names("(a, x)"), ElementsAre("out0", "out1"));
  EXPECT_THAT(names("(a, [x, (a, a)])"), ElementsAre("out0", "out1_0", "out1_1_0", "out1_1_1"));
  EXPECT_THAT(names("{\"boxes\": a, \"aux\": (x, a)}"), ElementsAre("boxes", "aux_0", "aux_1"));
}

TEST(Outputs, GetTheirNamesFromWhateverElseHasThem) {
  const TinyModel model = model_of(
      "    out = torch.neg(x)\n    out1 = torch.exp(out)\n    out0 = torch.add(out1, out)\n    return (out1, "
      "out0, out)\n");
  const Model converted = convert(model, bound({{"x", {1}}}));
  std::vector<std::string> names;
  for (const ValueInfo& v : converted.graph.outputs) names.push_back(v.name);
  EXPECT_THAT(names, ElementsAre("out0", "out1", "out2"));
  const std::vector<Tensor> values = ops::interpret(converted.graph, {Tensor::from(std::vector<float>{0})});
  EXPECT_EQ(values[0].to_float().at(0), 1);
  EXPECT_EQ(values[1].to_float().at(0), 1);
  EXPECT_EQ(values[2].to_float().at(0), 0);
  EXPECT_EQ(converted.graph.outputs[1].shape, Shape{1});
}

TEST(Outputs, CanBeCutAnywhere) {
  ConvertOptions options = bound({{"x", {2, 3}}});
  options.outputs = {"y"};
  const Model model =
      convert(model_of("    y = torch.relu(x)\n    z = torch.unheard_of(y)\n    return z\n"), options);
  EXPECT_EQ(model.graph.nodes.size(), 1u);
  options.outputs = {"w"};
  EXPECT_THAT(error_of([&] { convert(model_of("    y = torch.relu(x)\n    return y\n"), options); }),
              HasSubstr("nearest names"));
}

TEST(Unsupported, AreListedAllAtOnce) {
  const TinyModel model = model_of(
      "    a = torch.strange(x)\n    b = torch.strange(a)\n    c = ops.my.odd(b, [a])\n    d = "
      "torch.relu(c)\n    return torch.masked_select(x, torch.gt(d, 0))\n");
  RecordingHost host;
  const std::string error = error_of([&] {
    convert_archive(blob_of(model.bytes()), bound({{"x", {2, 3}}}), host.host(), "m.pt");
  });
  EXPECT_THAT(error, HasSubstr("aten::masked_select (1), aten::strange (2), my::odd (1)"));
  ASSERT_EQ(host.diagnostics.size(), 3u);
  EXPECT_THAT(host.diagnostics[1].message,
              HasSubstr("operator aten::strange is not supported (2 nodes, the first is \"a\")"));
}

TEST(Unsupported, ReasonsAreGiven) {
  RecordingHost host;
  const TinyModel model = model_of("    return torch.masked_select(x, torch.gt(x, 0))\n");
  EXPECT_NE(error_of([&] {
              convert_archive(blob_of(model.bytes()), bound({{"x", {2, 3}}}), host.host(), "m.pt");
            }),
            "");
  EXPECT_THAT(host.diagnostics.at(0).message, HasSubstr("depends on the data"));
}

TEST(Unsupported, AreFoundBeforeADecisionThatDependsOnThem) {
  EXPECT_THAT(
      error_of_model(model_of("    a = torch.strange(x)\n    if bool(a):\n      return x\n    return a\n")),
      HasSubstr("aten::strange"));
}

TEST(InPlace, WritingReachesEveryAlias) {
  EXPECT_EQ(run(model_of("    y = torch.mul(x, 1)\n    z = torch.slice(y, 1, 0, 1)\n    _0 = torch.add_(y, "
                         "10)\n    return torch.add(y, z)\n")),
            (std::vector<float>{20, 21, 22, 26, 27, 28}));
}

TEST(InPlace, WritingIntoAViewChangesWhatItViews) {
  EXPECT_EQ(run(model_of("    y = torch.mul(x, 1)\n    v = torch.select(torch.view(y, [3, 2]), 0, 1)\n    _0 "
                         "= torch.fill_(v, 9)\n    return y\n")),
            (std::vector<float>{0, 1, 9, 9, 4, 5}));
}

TEST(InPlace, CopiesAreNotReached) {
  EXPECT_EQ(run(model_of("    y = torch.mul(x, 1)\n    c = torch.contiguous(torch.t(y))\n    _0 = "
                         "torch.zero_(y)\n    return c\n")),
            (std::vector<float>{0, 3, 1, 4, 2, 5}));
  EXPECT_EQ(run(model_of(
                "    y = torch.clone(x)\n    _0 = torch.relu_(torch.neg_(y))\n    return torch.add(x, y)\n")),
            (std::vector<float>{0, 1, 2, 3, 4, 5}));
}

TEST(InPlace, BroadcastingCannotEnlarge) {
  EXPECT_THAT(
      error_of_model(model_of("    y = torch.select(torch.clone(x), 0, 0)\n    return torch.add_(y, x)\n")),
      HasSubstr("makes a tensor 2x3"));
}

// One 1x1 convolution of two channels: weights 3 and -1 times 0.5.
TinyModel quantised_model() {
  TinyModel model = model_of(
      "    q = torch.quantize_per_tensor(x, 0.25, 2, 13)\n    y = ops.quantized.conv2d_relu(q, self.packed, "
      "0.1, 0)\n    return torch.dequantize(y)\n");
  const std::string id = pickled_tuple({pickled_text("storage"), pickled_global("torch", "QInt8Storage"),
                                        pickled_text("w"), pickled_text("cpu"), pickled_int(2)}) +
                         "Q";
  const std::string weight =
      pickled_global("torch._utils", "_rebuild_qtensor") +
      pickled_tuple(
          {id, pickled_int(0),
           pickled_tuple({pickled_int(1), pickled_int(2), pickled_int(1), pickled_int(1)}),
           pickled_tuple({pickled_int(2), pickled_int(1), pickled_int(1), pickled_int(1)}),
           pickled_tuple({pickled_global("torch", "per_tensor_affine"), pickled_float(0.5), pickled_int(0)}),
           "\x89", pickled_global("collections", "OrderedDict") + ")R"}) +
      "R";
  std::string config = "](";
  for (const int n : {2, 1, 1, 0, 0, 1, 1, 0, 0, 1, 0}) config += pickled_int(n);
  config += "e";
  const std::string state = pickled_tuple({pickled_int(3), config, "](N" + weight + "Ne"});
  model.attributes = {
      {"packed", pickled_global("__torch__.torch.classes.quantized", "Conv2dPackedParamsBase") + ")\x81" +
                     state + "b"}};
  return model;
}

TEST(Quantised, WeightsBecomeFloatAndRangesHints) {
  TinyModel model = quantised_model();
  std::string bytes = model.bytes();
  // The weights are two bytes, not floats.
  std::vector<std::pair<std::string, std::string>> entries = {
      {"m/data.pkl", whole_pickle(pickled_object("__torch__", "M", model.attributes))},
      {"m/data/w", std::string("\x03\xFF", 2)},
      {"m/code/__torch__.py", "class M(Module):\n" + model.code}};
  RecordingHost host;
  const Model converted =
      convert_archive(blob_of(zip_of(entries)), bound({{"x", {1, 2, 1, 2}}}), host.host(), "m.pt");
  const Tensor x = Tensor::from(std::vector<float>{1, 2, 4, 8}, {1, 2, 1, 2});
  EXPECT_EQ(ops::interpret(converted.graph, {x}).at(0).to_float(), (std::vector<float>{0, 0}));
  const Tensor other = Tensor::from(std::vector<float>{4, 8, 1, 2}, {1, 2, 1, 2});
  EXPECT_EQ(ops::interpret(converted.graph, {other}).at(0).to_float(), (std::vector<float>{5.5f, 11}));
  EXPECT_EQ(converted.metadata.at("quern.hint:y"), "25.5 0");
  EXPECT_EQ(converted.metadata.at("quern.hint:q"), "63.25 1");
}

TEST(Unsupported, ModelsOptimisedForInferenceLackTheirWeights) {
  EXPECT_THAT(error_of_model(model_of("    w = ops.prim.ConstantMKLDNNTensor()\n    return "
                                      "ops.prim.mkldnn_convolution(x, w, w, [1], [0], [1], 1)\n")),
              HasSubstr("prim::ConstantMKLDNNTensor (1)"));
}

// As networks begin that were calibrated with images of 0 to 1.
TEST(Quantised, InputsWithoutNegativeValues) {
  const Model converted =
      convert(model_of("    q = torch.quantize_per_tensor(x, 0.25, 0, 13)\n    return torch.dequantize(q)\n"),
              bound({{"x", {2, 3}}}));
  const Tensor x = Tensor::from(std::vector<float>{-2, -1, 0, 1, 2, 3}, {2, 3});
  EXPECT_EQ(ops::interpret(converted.graph, {x}).at(0).to_float(), (std::vector<float>{0, 0, 0, 1, 2, 3}));
  EXPECT_EQ(converted.metadata.at("quern.hint:q"), "63.75 0");
}

TEST(Method, PartsOfAModelCanBeConverted) {
  TinyModel model = model_of("    return x\n");
  model.functions =
      "class Child(Module):\n  def go(self: __torch__.Child,\n    x: Tensor) -> Tensor:\n    return "
      "torch.neg(x)\n";
  model.attributes = {{"child", pickled_object("__torch__", "Child", {})}};
  ConvertOptions options = bound({{"x", {2}}});
  options.method = "child.go";
  EXPECT_EQ(convert(model, options).graph.nodes.at(0).op_type, "Neg");
  options.method = "nothing.go";
  EXPECT_THAT(error_of([&] { convert(model, options); }), HasSubstr("no module \"nothing\""));
  options.method = "went";
  EXPECT_THAT(error_of([&] { convert(model, options); }), HasSubstr("no method \"went\""));
}

TEST(Operators, AreListed) {
  EXPECT_GE(supported_operators().size(), 350u);
  EXPECT_THAT(supported_operators(), Contains("aten::conv2d"));
}

}  // namespace
}  // namespace quern::frontend::pytorch::test
