// Damaged graphs: every truncation and thousands of byte mutations of graphs that use many features. Each of
// them converts or is refused with an Error; anything else ends the test program.
#include <filesystem>
#include <fstream>
#include <set>

#include <quern/onnx/write.hpp>

#include "hostile_graphs.hpp"
#include "saved_model_builder.hpp"
#include "support.hpp"

namespace quern::frontend::tensorflow::test {
namespace {

// Whether the bytes convert. Throws what is no Error.
bool converts(const std::string& bytes) {
  try {
    RecordingHost host;
    const Model model = convert_graph(read_graph_def(blob_of_text(bytes), "m"), {}, host.host(), "m");
    onnx_writer::write_model(model, "m", [](const std::string&, const void*, size_t) {});
    return true;
  } catch (const Error&) {
    return false;
  }
}

TEST(Hostile, TheGraphsThemselvesConvert) {
  for (const auto& [name, bytes] : feature_graphs()) {
    RecordingHost host;
    EXPECT_EQ(
        error_of([&] { convert_graph(read_graph_def(blob_of_text(bytes), name), {}, host.host(), name); }),
        "")
        << name;
  }
}

TEST(Hostile, EveryTruncationIsSurvived) {
  for (const auto& [name, bytes] : feature_graphs())
    for (size_t size = 0; size < bytes.size(); ++size) converts(bytes.substr(0, size));
}

TEST(Hostile, ThousandsOfMutationsAreSurvived) {
  std::mt19937 random(20);
  size_t refused = 0;
  for (const auto& [name, original] : feature_graphs())
    for (int round = 0; round < 1500; ++round) {
      std::string bytes = original;
      for (unsigned k = random() % 3 + 1; k > 0; --k) bytes[random() % bytes.size()] = char(random() % 256);
      if (random() % 8 == 0)
        bytes.insert(random() % bytes.size(), bytes.substr(random() % bytes.size(), random() % 64));
      refused += !converts(bytes);
    }
  EXPECT_GT(refused, 1000u);
}

TEST(Hostile, AbsurdDimensions) {
  for (const Shape& dims : {Shape{1, int64_t(1) << 40, 4, 3}, Shape{int64_t(1) << 31, int64_t(1) << 31, 4, 3},
                            Shape{1, 0, 0, 3}}) {
    GraphBuilder g;
    g.placeholder("x", dims).constant("w", Tensor::from(std::vector<float>(9, 1.0f), {1, 1, 3, 3}));
    g.add("Conv2D", "y", {"x", "w"}, {ints("strides", {1, 1, 1, 1}), s("padding", "SAME")});
    converts(g.bytes());
  }
  // A constant of one element that claims to be repeated 10^12 times.
  GraphBuilder g;
  const std::string huge = message([](pbf_writer& w) {
    w.add_int32(field::tensor::dtype, 1);
    w.add_message(field::tensor::shape, shape_bytes({1'000'000, 1'000'000}));
    w.add_float(field::tensor::float_val, 1);
  });
  g.placeholder("x", {1}).add(
      "Const", "c", {},
      {{"value", message([&](pbf_writer& w) { w.add_message(field::attr_value::tensor, huge); })}});
  g.add("Add", "y", {"x", "c"});
  EXPECT_THAT(error_of([&] { convert(g); }), ::testing::HasSubstr("256 MB"));
}

TEST(Hostile, CirclesAndLongChains) {
  GraphBuilder circle;
  circle.placeholder("x", {1}).add("Add", "a", {"x", "b"}).add("Neg", "b", {"a"}).add("Abs", "y", {"b"});
  EXPECT_THAT(error_of([&] { convert(circle); }), ::testing::HasSubstr("cycle"));
  GraphBuilder chain;
  chain.placeholder("n0", {1});
  for (int k = 0; k < 20000; ++k) chain.add("Neg", "n" + std::to_string(k + 1), {"n" + std::to_string(k)});
  EXPECT_EQ(convert(chain).graph.nodes.size(), 20000u);
}

TEST(Hostile, ManyNodesThatComputeWithOneConstantAreStopped) {
  GraphBuilder g;
  g.placeholder("x", {1}).constant("c", noise({1000, 1000})).constant("perm", {1, 0});
  std::vector<std::string> sum = {"x"};
  for (int k = 0; k < 200; ++k) {
    sum.push_back("t" + std::to_string(k));
    g.add("Transpose", sum.back(), {"c", "perm"});
  }
  g.add("AddN", "y", sum);
  EXPECT_THAT(error_of([&] { convert(g); }), ::testing::HasSubstr("much larger"));
}

TEST(Hostile, ManyPortsAreQuick) {
  GraphBuilder outputs;
  outputs.placeholder("x", {1, 1, 1, 4});
  for (int k = 0; k < 20000; ++k) outputs.add("Neg", "n" + std::to_string(k), {"x"});
  EXPECT_THAT(error_of([&] { convert(outputs); }), ::testing::HasSubstr("--output"));
  GraphBuilder inputs;
  for (int k = 0; k < 20000; ++k) inputs.placeholder("x" + std::to_string(k), {1, 2, 2, 3});
  inputs.add("Neg", "y", {"x0"});
  EXPECT_THAT(error_of([&] { convert(inputs); }), ::testing::HasSubstr("inputs"));
  GraphBuilder split;
  split.placeholder("x", {1, 4}).constant("axis", 1);
  for (int k = 0; k < 100; ++k)
    split.add("Split", "s" + std::to_string(k), {"axis", "x"}, {i("num_split", 90000)});
  EXPECT_THAT(error_of([&] { convert(split); }), ::testing::HasSubstr("tensors"));
}

TEST(Hostile, CallsThatMultiplyAreStopped) {
  GraphBuilder g;
  g.placeholder("x", {1}).add("F0", "y", {"x"});
  for (int k = 0; k < 40; ++k) {  // each calls the next twice
    const std::string next = "F" + std::to_string(k + 1);
    Nodes body;
    body.add(next, "a", {"v"}).add(next, "b", {"a:r:0"});
    g.function("F" + std::to_string(k), {"v"}, {{"r", "b:r:0"}}, body);
  }
  for (const bool with_node : {true, false}) {
    GraphBuilder whole = g;
    Nodes last;
    if (with_node) last.add("Neg", "n", {"v"});
    whole.function("F40", {"v"}, {{"r", with_node ? "n:y:0" : "v"}}, last);
    EXPECT_THAT(error_of([&] { convert(whole); }), ::testing::HasSubstr("inlined"));
  }
}

// The seeds of the fuzz target are these graphs: QUERN_WRITE_CORPUS=1 writes them.
TEST(FuzzCorpus, HoldsTheGraphs) {
  const char* source = std::getenv("QUERN_TEST_SOURCE");
  const std::filesystem::path folder =
      std::filesystem::path(source ? source : ".") / "tests" / "frontend-tensorflow" / "corpus";
  for (const auto& [name, bytes] : feature_graphs()) {
    const std::filesystem::path file = folder / (name + ".pb");
    if (std::getenv("QUERN_WRITE_CORPUS")) std::ofstream(file, std::ios::binary) << bytes;
    std::ifstream in(file, std::ios::binary);
    const std::string stored{std::istreambuf_iterator<char>(in), {}};
    EXPECT_EQ(stored, bytes) << file << " is not up to date";
  }
  // An index of a checkpoint, marked as the fuzz target wants it.
  const std::filesystem::path index = folder / "index.table";
  if (std::getenv("QUERN_WRITE_CORPUS"))
    std::ofstream(index, std::ios::binary)
        << "T" << table_bytes({{"", "head"}, {"key", "1"}, {"key2", "22"}});
  EXPECT_TRUE(std::filesystem::exists(index));
}

}  // namespace
}  // namespace quern::frontend::tensorflow::test
