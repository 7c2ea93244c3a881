// Recognising MXNet models by their content, and telling their files apart.
#include "reader/sniff.hpp"

#include <filesystem>
#include <fstream>

#include "reader/files.hpp"
#include "support.hpp"

namespace quern::frontend::mxnet::test {
namespace {

class Sniff : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              (std::string("quern-mxnet-") + testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
    net_.input("x", {1, 2}).weight("w", noise({3, 2}));
    net_.layer("FullyConnected", "y", {"x", "w"}, {{"num_hidden", "3"}, {"no_bias", "True"}});
    symbol_ = write("a", net_.symbol());
    params_ = write("b", net_.params());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::filesystem::path write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return folder_ / name;
  }

  std::filesystem::path folder_, symbol_, params_;
  Net net_;
};

TEST_F(Sniff, KnowsBothFilesInAnyOrder) {
  EXPECT_GT(sniff({symbol_, params_}), 80);
  EXPECT_GT(sniff({params_, symbol_}), 80);
  EXPECT_GT(sniff({symbol_}), 80);
  EXPECT_GT(sniff({params_}), 80);
}

TEST_F(Sniff, OtherFilesAreNot) {
  EXPECT_EQ(sniff({}), 0);
  EXPECT_EQ(sniff({folder_}), 0);
  EXPECT_EQ(sniff({folder_ / "missing"}), 0);
  EXPECT_EQ(sniff({symbol_, write("c", "something else")}), 0);
  EXPECT_EQ(sniff({write("empty", "")}), 0);
  EXPECT_EQ(sniff({write("json", R"({"nodes": [], "edges": []})")}), 0);
  EXPECT_EQ(
      sniff({write("tvm", R"({"nodes": [{"op": "tvm_op", "name": "a"}], "arg_nodes": [], "heads": []})")}),
      0);
  EXPECT_EQ(sniff({write("prototxt", "name: \"net\"\nlayer { }")}), 0);
  EXPECT_EQ(sniff({write("onnx", std::string("\x08\x07\x3a\x02\x0a\x00", 6))}), 0);
  EXPECT_EQ(sniff({write("cfg", "[net]\nwidth=3\n")}), 0);
  EXPECT_EQ(sniff({write("zip", "PK\x03\x04")}), 0);
}

TEST_F(Sniff, FilesConvertInAnyOrder) {
  ConvertOptions options;
  options.inputs = {{"x", {1, 2}}};
  RecordingHost host;
  for (const auto& files : {std::vector{symbol_, params_}, std::vector{params_, symbol_}})
    EXPECT_EQ(convert_files(files, options, host.host()).graph.nodes.size(), 1u);
}

TEST_F(Sniff, AMissingFileIsAskedFor) {
  const auto symbol = write("net-symbol.json", net_.symbol()),
             params = write("net-0007.params", net_.params());
  EXPECT_THAT(
      error_of([&] { open_files({symbol}); }),
      testing::AllOf(testing::HasSubstr("lacks its parameters"), testing::HasSubstr("net-0007.params")));
  EXPECT_THAT(error_of([&] { open_files({params}); }),
              testing::AllOf(testing::HasSubstr("lacks its symbol"), testing::HasSubstr("net-symbol.json")));
  EXPECT_THAT(error_of([&] { open_files({symbol, symbol_}); }), testing::HasSubstr("second symbol"));
  EXPECT_THAT(error_of([&] { open_files({symbol, write("x", "PK")}); }), testing::HasSubstr("neither"));
}

}  // namespace
}  // namespace quern::frontend::mxnet::test
