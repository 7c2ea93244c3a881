// What is not translated is reported at once.
#include <algorithm>

#include <quern/frontend/translators.hpp>

#include "ops/context.hpp"
#include "support.hpp"

namespace quern::frontend::caffe::test {
namespace {

using testing::HasSubstr;

TEST(Unsupported, AllTypesAreListedWithCountsAndTheFirstLayer) {
  const auto named = [](const std::string& type, const std::string& name, const std::string& bottom,
                        const std::string& top) {
    return "layer { name: '" + name + "' type: '" + type + "' bottom: '" + bottom + "' top: '" + top +
           "' }\n";
  };
  const Net net = parse(input({1, 3, 4, 4}) + named("Fancy", "f1", "x", "a") + named("ReLU", "r", "a", "b") +
                        named("Fancy", "f2", "b", "c") + named("LSTM", "memory", "c", "d") +
                        named("Filter", "f", "x", "e"));
  RecordingHost host;
  const std::string error = error_of([&] { convert_net(net, {}, host.host(), "net.prototxt"); });
  EXPECT_THAT(error,
              HasSubstr("4 nodes of 3 operators cannot be converted: Fancy (2), Filter (1), LSTM (1)"));
  EXPECT_THAT(error, HasSubstr("net.prototxt"));
  ASSERT_EQ(host.diagnostics.size(), 3u);
  EXPECT_THAT(host.diagnostics[0].message,
              HasSubstr("operator Fancy is not supported (2 nodes, the first is \"f1\")"));
  EXPECT_EQ(host.diagnostics[0].source, "f1");
  EXPECT_THAT(host.diagnostics[1].message, HasSubstr("depends on the data"));
  // The LSTM stands behind an unknown layer: it is found all the same.
  EXPECT_EQ(host.diagnostics[2].source, "memory");
}

TEST(Unsupported, KnownTypesGiveTheirReason) {
  for (const char* type : {"LSTM", "RNN", "Python", "Im2col", "ContinuationIndicator"}) {
    RecordingHost host;
    EXPECT_EQ(status_of([&] {
                convert_net(parse(input({1, 2}) + layer(type)), {}, host.host(), "n");
              }),
              QUERN_ERROR_UNSUPPORTED);
    ASSERT_EQ(host.diagnostics.size(), 1u) << type;
    EXPECT_THAT(host.diagnostics[0].message, HasSubstr(": ")) << type;
  }
}

TEST(Unsupported, CuttingBeforeItHelps) {
  ConvertOptions options;
  options.outputs = {"a"};
  EXPECT_EQ(convert(input({1, 2}) + "layer { name: 'r' type: 'ReLU' bottom: 'x' top: 'a' } layer { name: 'f' "
                                    "type: 'Fancy' bottom: 'a' top: 'b' }",
                    options)
                .graph.nodes.size(),
            1u);
}

TEST(Operators, AreListed) {
  const std::vector<std::string> names = Translators<Context>::names();
  EXPECT_GE(names.size(), 70u);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  for (const char* name : {"Convolution", "DetectionOutput", "Upsample", "Normalize"})
    EXPECT_NE(std::find(names.begin(), names.end(), name), names.end()) << name;
}

}  // namespace
}  // namespace quern::frontend::caffe::test
