// Writing and reading give the same model.
#include <gmock/gmock.h>

#include "bmodel/facts.hpp"
#include "bmodel/read.hpp"
#include "bmodel/sha256.hpp"
#include "bmodel/write.hpp"
#include "model_maker.hpp"

namespace quern::bmodel::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(RoundTrip, KeepsEveryField) {
  Model model = two_nets();
  model.time = "Thu Nov 26 02:00:00 2026";
  const Model again = read_text(file_of(model));
  for (Net& net : model.nets)  // the writer computes what is not there
    for (Stage& stage : net.stages) {
      const Digest digest = sha256(stage.coefficients->data);
      stage.coefficients->sha256.assign(digest.begin(), digest.end());
    }
  EXPECT_THAT(differences(model, again), IsEmpty());
  EXPECT_EQ(again.time, model.time);
  EXPECT_EQ(again.nets[0].stages[0].inputs[0].scale, 127.9867f);
  EXPECT_THAT(again.nets[1].stages[0].subnets[1].next, ElementsAre(2, -1));
}

TEST(RoundTrip, TheSameModelIsTheSameFile) {
  const std::string file = file_of(two_nets());
  EXPECT_EQ(file, file_of(two_nets()));
  EXPECT_EQ(file, file_of(read_text(file)));
}

TEST(RoundTrip, IdenticalBinariesAreStoredOnce) {
  Model apart = two_nets(), shared = two_nets();
  apart.nets[0].stages[1].coefficients->data = noise(1000, 77);
  EXPECT_EQ(file_of(apart).size(), file_of(shared).size() + 1000);
  const Model again = read_text(file_of(shared));
  EXPECT_EQ(again.nets[0].stages[0].coefficients->data.data(),
            again.nets[0].stages[1].coefficients->data.data());
}

TEST(RoundTrip, TheStoredHashIsThatOfTheCoefficients) {
  const Model again = read_text(file_of(classifier(1)));
  // SHA-256 of "abc", from FIPS 180-4.
  EXPECT_EQ(sha256(bytes("abc"))[0], 0xba);
  EXPECT_EQ(sha256(bytes("abc"))[31], 0xad);
  const Digest digest = sha256(noise(1000, 1));
  EXPECT_THAT(again.nets[0].stages[0].coefficients->sha256, testing::ElementsAreArray(digest));
}

TEST(RoundTrip, TheHeaderIsTheDocumentedOne) {
  const std::string file = file_of(classifier(1));
  uint32_t words[16];
  ASSERT_GT(file.size(), sizeof(words));
  std::memcpy(words, file.data(), sizeof(words));
  EXPECT_EQ(words[0], 0xFF55AAEEu);
  EXPECT_EQ(words[1], 64u);
  EXPECT_EQ(64u + words[2] + words[3], file.size());
  EXPECT_EQ(words[3], 1000u + 3 * 128);
  for (int i = 4; i < 16; ++i) EXPECT_EQ(words[i], 0u);
}

TEST(RoundTrip, BinariesOfAFileAreSlicesOfIt) {
  const std::string file = file_of(classifier(1));
  const Binary whole = bytes(file);
  const Binary data = read(whole, "test.bmodel").nets[0].stages[0].coefficients->data;
  EXPECT_GE(data.data(), whole.data());
  EXPECT_LE(data.data() + data.size(), whole.data() + whole.size());
  EXPECT_EQ(data.owner(), whole.owner());
}

TEST(RoundTrip, BytesBehindTheEndAreAllowed) {
  EXPECT_EQ(read_text(file_of(classifier(1)) + "signature").nets.size(), 1u);
}

TEST(RoundTrip, CommandsWithoutTheirBytesAreNotWritten) {
  Model model = classifier(1);
  model.nets[0].stages[0].groups[0].bdc_count = 7;
  EXPECT_THROW(file_of(model), Error);
}

}  // namespace
}  // namespace quern::bmodel::test
