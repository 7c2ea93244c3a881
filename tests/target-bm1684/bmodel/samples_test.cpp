// The vendor-made sample programs: what their manifests say, and that our writer keeps all of it.
#include "samples.hpp"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "bmodel/facts.hpp"
#include "bmodel/read.hpp"
#include "bmodel/verify.hpp"
#include "model_maker.hpp"

namespace quern::bmodel::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

uint64_t address(const json& text) { return std::stoull(text.get<std::string>(), nullptr, 16); }

std::string type_name(const json& text) {
  const std::map<std::string, std::string> names = {{"f32", "float32"}, {"i8", "int8"}, {"u8", "uint8"}};
  return names.at(text);
}

void expect_tensors(const std::vector<Tensor>& tensors, const json& manifest) {
  ASSERT_EQ(tensors.size(), manifest.size());
  for (size_t i = 0; i < tensors.size(); ++i) {
    const Tensor& tensor = tensors[i];
    const json& expected = manifest[i];
    EXPECT_EQ(tensor.name, expected["name"].get<std::string>());
    EXPECT_EQ(tensor.shape(), expected["shape"].get<Shape>());
    EXPECT_EQ(name_of(tensor.type), type_name(expected["dtype"]));
    EXPECT_EQ(name_of(tensor.store_mode), expected["stmode"].get<std::string>());
    EXPECT_NEAR(tensor.scale, expected["scale"].get<float>(), 1e-6);
    EXPECT_EQ(tensor.address, address(expected["device_address"]));
    EXPECT_EQ(bytes_of(tensor), expected["bytes"].get<uint64_t>());
    EXPECT_GE(tensor.size, bytes_of(tensor));  // some have room for more
  }
}

class Samples : public testing::Test {
 protected:
  void SetUp() override {
    if (samples().empty())
      GTEST_SKIP() << "no sample programs in " << sample_folder() << "; QUERN_SHARED names the folder above";
  }
};

TEST_F(Samples, AreWhatTheirManifestsSay) {
  for (const fs::path& folder : samples()) {
    SCOPED_TRACE(folder.filename());
    const json manifest = json::parse(std::ifstream(folder / "manifest.json"));
    const Model model = read(folder / manifest["model"].get<std::string>());
    ASSERT_EQ(model.nets.size(), 1u);
    EXPECT_EQ(model.nets[0].name, manifest["net"].get<std::string>());
    ASSERT_EQ(model.nets[0].stages.size(), 1u);
    const Stage& stage = model.nets[0].stages[0];
    EXPECT_EQ(stage.context_address, address(manifest["ctx_address"]));
    EXPECT_EQ(stage.context_size, manifest["ctx_bytes"].get<uint64_t>());
    EXPECT_EQ(stage.coefficients->address, address(manifest["coeff_address"]));
    EXPECT_EQ(stage.coefficients->data.size(), manifest["coeff_bytes"].get<uint64_t>());
    ASSERT_EQ(stage.groups.size(), manifest["command_groups"].get<size_t>());
    EXPECT_EQ(stage.groups[0].bdc_count, manifest["bdc_commands"].get<uint32_t>());
    EXPECT_EQ(stage.groups[0].gdma_count, manifest["gdma_commands"].get<uint32_t>());
    expect_tensors(stage.inputs, manifest["inputs"]);
    expect_tensors(stage.outputs, manifest["outputs"]);
  }
}

TEST_F(Samples, AreInOrder) {
  for (const fs::path& folder : samples())
    for (const Problem& problem : verify(read(folder / (folder.filename().string() + ".bmodel"))))
      ADD_FAILURE() << folder.filename() << ": " << problem.place << ": " << problem.message;
}

TEST_F(Samples, KeepTheirContentWhenRewritten) {
  for (const fs::path& folder : samples()) {
    SCOPED_TRACE(folder.filename());
    const fs::path file = folder / (folder.filename().string() + ".bmodel");
    const Model model = read(file);
    const std::string rewritten = file_of(model);
    const Model again = read_text(rewritten);
    EXPECT_THAT(differences(model, again), testing::IsEmpty());
    EXPECT_EQ(again.time, model.time);
    // Our tables are laid out differently, but the binary section is the vendor's, byte for byte.
    std::ifstream stream(file, std::ios::binary);
    const std::string original{std::istreambuf_iterator<char>(stream), {}};
    const auto binaries = [](const std::string& text) {
      uint32_t header[4];
      std::memcpy(header, text.data(), sizeof(header));
      return text.substr(64 + header[2], header[3]);
    };
    EXPECT_TRUE(binaries(original) == binaries(rewritten));
  }
}

}  // namespace
}  // namespace quern::bmodel::test
