// Damaged and malicious files give an error that says what is wrong, and never more than that.
#include <bmodel_generated.h>
#include <functional>
#include <gmock/gmock.h>
#include <random>

#include "bmodel/read.hpp"
#include "model_maker.hpp"

namespace quern::bmodel::test {
namespace {

using testing::HasSubstr;

// The message that reading this file ends with; "" where it is read.
std::string refusal(const std::string& file) {
  try {
    read_text(file);
    return "";
  } catch (const Error& e) {
    EXPECT_EQ(e.where(), "test.bmodel");
    return e.what();
  }
}

// Writes what the writer would not say, by changing the classifier first.
std::string refusal(const std::function<void(Model&, Stage&)>& change) {
  Model model = classifier(1);
  change(model, model.nets[0].stages[0]);
  return refusal(file_of(model));
}

TEST(Hostile, EveryTruncationIsRefused) {
  const std::string file = file_of(two_nets());
  for (size_t size = 0; size < file.size(); ++size)
    ASSERT_NE(refusal(file.substr(0, size)), "") << "cut to " << size << " bytes";
  EXPECT_EQ(refusal(file), "");
}

TEST(Hostile, RandomChangesAreReadOrRefused) {
  const std::string file = file_of(two_nets());
  uint32_t tables = 0;
  std::memcpy(&tables, file.data() + 8, sizeof(tables));
  std::mt19937 random(1);
  size_t refused = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string changed = file;
    for (unsigned i = 0; i <= random() % 4; ++i) changed[random() % (64 + tables)] = char(random());
    refused += refusal(changed) != "";
  }
  EXPECT_GT(refused, 5000u);
}

TEST(Hostile, HeaderIsChecked) {
  std::string file = file_of(classifier(1));
  const auto with = [&](size_t word, uint32_t value) {
    std::string changed = file;
    std::memcpy(changed.data() + 4 * word, &value, sizeof(value));
    return refusal(changed);
  };
  EXPECT_THAT(with(0, 0x12345678), HasSubstr("not a .bmodel file"));
  EXPECT_THAT(with(1, 128), HasSubstr("128 bytes, not 64"));
  EXPECT_THAT(with(2, 0xFFFFFFFF), HasSubstr("its header promises"));
  EXPECT_THAT(with(3, 0xFFFFFFFF), HasSubstr("its header promises"));
  EXPECT_THAT(with(2, 0), HasSubstr("tables behind the header are damaged"));
  EXPECT_THAT(with(3, 1), HasSubstr("outside of the binary section"));
}

TEST(Hostile, OtherChipsAreNamed) {
  EXPECT_THAT(refusal([](Model& model, Stage&) { model.chip = "BM1684X"; }),
              HasSubstr("for the chip BM1684X, not for the BM1684"));
}

TEST(Hostile, NamesMustBeThere) {
  EXPECT_THAT(refusal([](Model& model, Stage&) { model.nets[0].name = ""; }), HasSubstr("net has no name"));
  EXPECT_THAT(refusal([](Model&, Stage& stage) { stage.inputs[0].name = ""; }),
              HasSubstr("net \"classify\", stage 0: a tensor has no name"));
  EXPECT_THAT(refusal([](Model& model, Stage&) { model.nets.clear(); }), HasSubstr("no network"));
  EXPECT_THAT(refusal([](Model& model, Stage&) { model.nets[0].stages.clear(); }), HasSubstr("no stage"));
}

TEST(Hostile, TensorsMustMakeSense) {
  const auto input = [](const std::function<void(Tensor&)>& change) {
    return refusal([&](Model&, Stage& stage) { change(stage.inputs[0]); });
  };
  EXPECT_THAT(input([](Tensor& t) { t.type = DataType(11); }), HasSubstr("unknown type 11"));
  EXPECT_THAT(input([](Tensor& t) { t.store_mode = StoreMode(-1); }), HasSubstr("unknown store mode -1"));
  EXPECT_THAT(input([](Tensor& t) { t.shapes[0][1] = 0; }), HasSubstr("has a dimension of 0"));
  EXPECT_THAT(input([](Tensor& t) { t.shapes[0][1] = -1; }),
              HasSubstr("has a dimension of 18446744073709551615"));
  EXPECT_THAT(input([](Tensor& t) { t.shapes[0].assign(9, 1); }), HasSubstr("9 dimensions"));
  EXPECT_THAT(input([](Tensor& t) { t.shapes.clear(); }), HasSubstr("has no shape"));
  EXPECT_THAT(input([](Tensor& t) { t.address = ~uint64_t(0); }), HasSubstr("behind the last address"));
}

TEST(Hostile, AddressesDoNotWrapAround) {
  EXPECT_THAT(refusal([](Model&, Stage& stage) { stage.context_size = ~uint64_t(0); }),
              HasSubstr("the context ends behind the last address"));
  EXPECT_THAT(refusal([](Model&, Stage& stage) {
                stage.context_sizes = {~uint64_t(0) >> 1, ~uint64_t(0) >> 1};
              }),
              HasSubstr("the context ends behind the last address"));
  EXPECT_THAT(refusal([](Model&, Stage& stage) { stage.coefficients->address = ~uint64_t(0); }),
              HasSubstr("the coefficients end behind the last address"));
}

// Tables made by hand, where the writer has no way to say it.
std::string with_header(const flatbuffers::FlatBufferBuilder& builder, const std::string& binaries = "") {
  uint32_t header[16] = {0xFF55AAEE, 64, builder.GetSize(), uint32_t(binaries.size())};
  std::string file(reinterpret_cast<const char*>(header), sizeof(header));
  file.append(reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize());
  return file + binaries;
}

void finish(flatbuffers::FlatBufferBuilder& b, const std::vector<flatbuffers::Offset<wire::Net>>& nets) {
  const auto text = b.CreateString("x"), chip = b.CreateString("BM1684");
  b.Finish(wire::CreateModel(b, text, text, text, chip, b.CreateVector(nets)));
}

std::string with_group(uint32_t count, uint32_t size, wire::Binary range) {
  flatbuffers::FlatBufferBuilder b;
  const auto none = b.CreateVector(std::vector<flatbuffers::Offset<wire::Tensor>>());
  const auto groups = b.CreateVector(std::vector{wire::CreateCmdGroup(b, count, 0, &range, nullptr, size)});
  wire::NetParameterBuilder stage(b);
  stage.add_input_tensor(none);
  stage.add_output_tensor(none);
  stage.add_cmd_group(groups);
  const auto stages = b.CreateVector(std::vector{stage.Finish()});
  finish(b, {wire::CreateNet(b, b.CreateString("net"), 0, 0, stages)});
  return with_header(b, std::string(256, '\1'));
}

TEST(Hostile, CommandsMustHaveTheirBytes) {
  EXPECT_EQ(refusal(with_group(2, 256, {0, 256})), "");
  EXPECT_EQ(refusal(with_group(2, 0, {0, 256})), "");
  EXPECT_THAT(refusal(with_group(2, 128, {0, 256})),
              HasSubstr("2 BDC commands need 256 bytes, the file says 128"));
  EXPECT_THAT(refusal(with_group(2, 0, {0, 128})), HasSubstr("holds 128"));
  EXPECT_THAT(refusal(with_group(0x2000000, 0, {0, 256})),
              HasSubstr("33554432 BDC commands need 4294967296 bytes"));
  EXPECT_THAT(refusal(with_group(2, 256, {1, 256})), HasSubstr("outside of the binary section"));
  EXPECT_THAT(refusal(with_group(2, 256, {~uint64_t(0), 256})), HasSubstr("outside of the binary section"));
  EXPECT_THAT(refusal(with_group(2, 256, {16, ~uint64_t(0)})), HasSubstr("outside of the binary section"));
}

TEST(Hostile, OldFormatIsNamed) {
  flatbuffers::FlatBufferBuilder b;
  const auto old = b.CreateVector(std::vector{wire::CreateOldParameter(b)});
  finish(b, {wire::CreateNet(b, b.CreateString("net"), old)});
  EXPECT_THAT(refusal(with_header(b)), HasSubstr("format of before version 2"));
}

TEST(Hostile, AFewBytesCannotAskForALotOfMemory) {
  flatbuffers::FlatBufferBuilder b;
  const auto name = b.CreateString(std::string(100000, 'n'));
  const auto shape =
      b.CreateVector(std::vector{wire::CreateShape(b, b.CreateVector(std::vector<uint64_t>(8, 1)))});
  std::vector<flatbuffers::Offset<wire::Tensor>> tensors;  // tables of their own with one name
  for (int i = 0; i < 1000; ++i) tensors.push_back(wire::CreateTensor(b, name, 0, 0, 0, 4, shape));
  const auto list = b.CreateVector(tensors);
  const auto stages = b.CreateVector(std::vector{wire::CreateNetParameter(b, list, list)});
  finish(b, {wire::CreateNet(b, b.CreateString("net"), 0, 0, stages)});
  EXPECT_THAT(refusal(with_header(b)), HasSubstr("far too often"));

  flatbuffers::FlatBufferBuilder c;  // one net, named ten thousand times
  const auto none = c.CreateVector(std::vector<flatbuffers::Offset<wire::Tensor>>());
  const auto stage = c.CreateVector(std::vector(1000, wire::CreateNetParameter(c, none, none)));
  finish(c, std::vector(10000, wire::CreateNet(c, c.CreateString("net"), 0, 0, stage)));
  EXPECT_THAT(refusal(with_header(c)), HasSubstr("tables behind the header are damaged"));
}

}  // namespace
}  // namespace quern::bmodel::test
