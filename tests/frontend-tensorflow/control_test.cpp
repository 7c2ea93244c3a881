// Functions, branches, switches of the model, inputs and outputs, and what cannot be converted.
#include "support.hpp"

namespace quern::frontend::tensorflow::test {
namespace {

// tf.cond of TensorFlow 1: training multiplies by 10, inference hands on; a constant stands on each branch.
GraphBuilder conditional(const std::function<void(GraphBuilder&)>& add_predicate) {
  GraphBuilder g;
  g.placeholder("x", {2});
  add_predicate(g);
  g.add("Switch", "cond/Switch", {"p", "p"}).add("Identity", "cond/switch_t", {"cond/Switch:1"});
  g.add("Identity", "cond/switch_f", {"cond/Switch"}).add("Identity", "cond/pred_id", {"p"});
  g.add("Const", "cond/ten", {"^cond/switch_t"}, {tensor("value", Tensor::scalar(10.0f))});
  g.add("Const", "cond/one", {"^cond/switch_f"}, {tensor("value", Tensor::scalar(1.0f))});
  g.add("Switch", "cond/mul/Switch", {"x", "cond/pred_id"})
      .add("RandomUniform", "cond/noise", {"cond/mul/Switch:1"});
  g.add("Mul", "cond/mul", {"cond/mul/Switch:1", "cond/ten"});
  g.add("Switch", "cond/id/Switch", {"x", "cond/pred_id"}).add("Identity", "cond/id", {"cond/id/Switch"});
  g.add("Merge", "cond/Merge", {"cond/id", "cond/mul"}).add("Merge", "cond/scale", {"cond/one", "cond/ten"});
  g.add("Add", "y", {"cond/Merge", "cond/scale"});
  return g;
}

TEST(Branches, ConstantConditions) {
  const Tensor x = floats({1, 2}, {2});
  ConvertOptions options;
  options.outputs = {"y"};
  for (const bool value : {false, true}) {
    const GraphBuilder g = conditional([&](GraphBuilder& b) { b.constant("p", Tensor::scalar(value)); });
    expect_values(run(g, {x}, options), value ? std::vector<float>{20, 30} : std::vector<float>{2, 3});
  }
  const GraphBuilder by_default = conditional([](GraphBuilder& b) {
    b.constant("d", Tensor::scalar(false))
        .add("PlaceholderWithDefault", "p", {"d"}, {type("dtype", Type::Bool), shape("shape", {})});
  });
  expect_values(run(by_default, {x}, options), {2, 3});
}

TEST(Branches, TruthPlaceholdersAreFalseUnlessSet) {
  const GraphBuilder g =
      conditional([](GraphBuilder& b) { b.add("Placeholder", "p", {}, {type("dtype", Type::Bool)}); });
  const Tensor x = floats({1, 2}, {2});
  ConvertOptions options;
  options.outputs = {"y"};
  expect_values(run(g, {x}, options), {2, 3});
  options.constants = "p=true";
  expect_values(run(g, {x}, options), {20, 30});
  options.constants = "q=true";
  EXPECT_EQ(status_of([&] { convert(g, options); }), QUERN_ERROR_ARGUMENT);
  options.constants = "p=maybe";
  EXPECT_EQ(status_of([&] { convert(g, options); }), QUERN_ERROR_ARGUMENT);
}

TEST(Branches, ComputedConditionsAreRefused) {
  const GraphBuilder g = conditional([](GraphBuilder& b) {
    b.constant("zero", Tensor::scalar(0.0f))
        .constant("axes", {0})
        .add("Sum", "sum", {"x", "axes"})
        .add("Less", "p", {"sum", "zero"});
  });
  ConvertOptions options;
  options.outputs = {"y"};
  EXPECT_THAT(error_of([&] { convert(g, options); }), ::testing::HasSubstr("Switch"));
}

TEST(Branches, IfOfTensorFlow2) {
  Nodes yes, no;
  yes.constant("c", Tensor::scalar(5.0f)).add("Identity", "Identity", {"c:output:0"});
  no.add("Neg", "n", {"v"}).add("Identity", "Identity", {"n:y:0"});
  for (const bool value : {false, true}) {
    GraphBuilder g;
    g.placeholder("x", {2}).constant("p", Tensor::scalar(value));
    g.add("StatelessIf", "if", {"p", "x"}, {function("then_branch", "yes"), function("else_branch", "no")});
    g.add("Add", "y", {"if", "x"});
    g.function("yes", {"v"}, {{"r", "Identity:output:0"}}, yes)
        .function("no", {"v"}, {{"r", "Identity:output:0"}}, no);
    ConvertOptions options;
    options.outputs = {"y"};
    expect_values(run(g, {floats({1, 2}, {2})}, options),
                  value ? std::vector<float>{6, 7} : std::vector<float>{0, 0});
  }
}

TEST(Functions, AreInlined) {
  Nodes body;
  body.constant("axis", 0).add("Split", "s", {"axis:output:0", "v"}, {i("num_split", 2)});
  body.add("Sub", "d", {"s:output:1", "s:output:0"}).add("Neg", "n", {"d:z:0"});
  GraphBuilder g;
  g.placeholder("x", {4}).add("Half", "a", {"x"}).add("PartitionedCall", "b", {"x"}, {function("f", "Half")});
  g.add("Add", "y", {"a:1", "b"});
  g.function("Half", {"v"}, {{"first", "d:z:0"}, {"second", "n:y:0"}}, body);
  ConvertOptions options;
  options.outputs = {"y"};
  const Model model = convert(g, options);
  expect_values(ops::interpret(model.graph, {floats({1, 2, 5, 9}, {4})}).at(0), {0, 0});
  std::vector<std::string> outputs;
  for (const quern::Node& n : model.graph.nodes) outputs.push_back(n.outputs[0]);
  EXPECT_THAT(outputs,
              ::testing::IsSupersetOf({"d", "b/d", "y"}));  // the second call's nodes are named after it
}

TEST(Functions, ThatCallThemselvesAreRefused) {
  Nodes body;
  body.add("Loop", "again", {"v"});
  GraphBuilder g;
  g.placeholder("x", {1}).add("Loop", "y", {"x"});
  g.function("Loop", {"v"}, {{"r", "again:r:0"}}, body);
  EXPECT_THAT(error_of([&] { convert(g); }), ::testing::HasSubstr("without end"));
  GraphBuilder missing;
  missing.placeholder("x", {1}).add("PartitionedCall", "y", {"x"}, {function("f", "nowhere")});
  EXPECT_THAT(error_of([&] { convert(missing); }), ::testing::HasSubstr("nowhere"));
}

TEST(Ports, TensorsInsideOfTheGraphCanBeGiven) {
  GraphBuilder g;
  g.placeholder("wav", {}, Type::String)
      .add("DecodeWav", "audio", {"wav"})
      .add("Mfcc", "mfcc", {"audio", "audio:1"});
  g.constant("dims", {-1, 6}).add("Reshape", "features", {"mfcc", "dims"}).add("Relu", "y", {"features"});
  EXPECT_THAT(error_of([&] { convert(g); }), ::testing::HasSubstr("DecodeWav (1)"));
  ConvertOptions options = source_layout();
  options.inputs = {{"features:0", {1, 6}}};
  const Model model = convert(g, options);
  ASSERT_EQ(model.graph.inputs.size(), 1u);
  EXPECT_EQ(model.graph.inputs[0].name, "features");
  expect_values(ops::interpret(model.graph, {floats({-1, 2, -3, 4, -5, 6}, {1, 6})}).at(0),
                {0, 2, 0, 4, 0, 6});
  options.inputs = {{"feature", {1, 6}}};
  EXPECT_THAT(error_of([&] { convert(g, options); }), ::testing::HasSubstr("\"features\""));
}

TEST(Ports, OutputsAreWhatNobodyReads) {
  GraphBuilder g;
  g.placeholder("x", {2, 4}).constant("unused", {1}).constant("axis", 1);
  g.add("Split", "s", {"axis", "x"}, {i("num_split", 2)}).add("Relu", "r", {"x"});
  g.add("Assert", "check", {"r"}).add("NoOp", "group", {"^s"});
  const Model model = convert(g);
  ASSERT_EQ(model.graph.outputs.size(), 2u);
  EXPECT_EQ(model.graph.outputs[0].name, "s");
  EXPECT_EQ(model.graph.outputs[1].name, "s:1");
}

TEST(Ports, OutputsMayBeInTheMiddleAndStandForEachOther) {
  GraphBuilder g;
  g.placeholder("x", {2}).add("Neg", "n", {"x"}).add("Identity", "i", {"n"}).add("Abs", "y", {"i"});
  ConvertOptions options;
  options.outputs = {"i", "n:0"};
  const auto r = run_all(g, {floats({1, -2}, {2})}, options);
  expect_values(r[0], {-1, 2});
  expect_values(r[1], {-1, 2});
  EXPECT_EQ(convert(g, options).graph.outputs[1].name, "n");
  options.outputs = {"Y"};
  EXPECT_THAT(error_of([&] { convert(g, options); }), ::testing::HasSubstr("nearest names"));
  options.outputs = {"x"};
  EXPECT_THAT(error_of([&] { convert(g, options); }), ::testing::HasSubstr("input"));
}

TEST(Ports, SourcesAreNamed) {
  GraphBuilder g;
  g.placeholder("x", {2}).add("Rsqrt", "scope/rsqrt", {"x"});
  const Model model = convert(g);
  for (const quern::Node& n : model.graph.nodes) EXPECT_EQ(n.metadata.at("quern.source"), "scope/rsqrt");
  EXPECT_EQ(model.graph.nodes.back().outputs[0], "scope/rsqrt");
  EXPECT_EQ(model.opsets.at(""), 17);
}

TEST(Unsupported, AreReportedAllAtOnce) {
  GraphBuilder g;
  g.placeholder("x", {1, 2}).add("Mystery", "a", {"x"}).add("Mystery", "b", {"a"}).add("Relu", "r", {"b"});
  g.add("While", "loop", {"x"}).add("NextIteration", "next", {"merge"}).add("Enter", "enter", {"x"});
  g.add("Merge", "merge", {"enter", "next"}).add("LSTMBlockCell", "cell", {"x"});
  g.add("MaxPool", "pool", {"x"}, {ints("ksize", {1, 1, 1, 2})});
  ConvertOptions options;
  options.outputs = {"r", "loop", "merge", "cell"};
  RecordingHost host;
  const std::string error = error_of(
      [&] { convert_graph(read_graph_def(blob_of_text(g.bytes()), "m"), options, host.host(), "m"); });
  EXPECT_THAT(error, ::testing::HasSubstr("Mystery (2)"));
  EXPECT_THAT(error, ::testing::HasSubstr("While (1)"));
  EXPECT_THAT(error, ::testing::HasSubstr("NextIteration (1)"));
  EXPECT_THAT(error, ::testing::HasSubstr("LSTMBlockCell (1)"));
  const auto of = [&](const std::string& op) {
    return *std::find_if(host.diagnostics.begin(), host.diagnostics.end(),
                         [&](const Diagnostic& d) { return d.op_type == op; });
  };
  EXPECT_EQ(of("Mystery").where, "a");
  EXPECT_EQ(of("Mystery").source, "a");
  EXPECT_THAT(of("While").hint, ::testing::HasSubstr("unroll"));
}

}  // namespace
}  // namespace quern::frontend::tensorflow::test
