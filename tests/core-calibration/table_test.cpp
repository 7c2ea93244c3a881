#include "calibration/table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>

#include <quern/error.hpp>

namespace quern::calibration {
namespace {

using testing::HasSubstr;

Table make_table() {
  return {"net",
          "kl",
          200,
          {{"data", 151.061004638671875, true, "kl", false},
           {"fire2/relu: \"odd\"\n", 0.1, false, "override", true},
           {"true", 1e-30, true, "hint", false}}};
}

std::string problem(const std::string& text) {
  try {
    decode_table(text, "c.yaml");
  } catch (const InputError& e) {
    return e.where() + ": " + e.what();
  }
  return "no error";
}

TEST(Table, RoundTripIsExact) {
  EXPECT_EQ(decode_table(encode_table(make_table()), "c.yaml"), make_table());
  EXPECT_EQ(decode_table(encode_table({}), "c.yaml"), Table());
}

TEST(Table, OneLinePerTensor) {
  EXPECT_THAT(
      encode_table(make_table()),
      HasSubstr("\n  - {tensor: \"data\", threshold: 151.06100463867188, signed: true, method: \"kl\"}\n"));
}

TEST(Table, CanBeWrittenByHand) {
  const Table table = decode_table(
      "quern_calibration: 1\ntensors:  # mine\n  - {tensor: a, threshold: 3, signed: false}\n"
      "  - tensor: b\n    threshold: 4.5\n    signed: true\n    float: true\n",
      "c.yaml");
  ASSERT_EQ(table.entries.size(), 2u);
  EXPECT_EQ(table.entries[0].threshold, 3);
  EXPECT_TRUE(table.entries[1].keep_float);
}

TEST(Table, ProblemsAreReportedWithTheirLine) {
  const std::string head = "quern_calibration: 1\ntensors:\n";
  EXPECT_THAT(problem(head + "  - {tensor: a, threshold: 0, signed: true}\n"),
              HasSubstr("c.yaml:3: the threshold"));
  EXPECT_THAT(problem(head + "  - {tensor: a, threshold: nan, signed: true}\n"), HasSubstr("c.yaml:3: "));
  EXPECT_THAT(problem(head + "  - {tensor: a, treshold: 1, signed: true}\n"),
              HasSubstr("mean \"threshold\""));
  EXPECT_THAT(problem(head + "  - {tensor: a, signed: true}\n"), HasSubstr("\"threshold\" is missing"));
  EXPECT_THAT(problem(head + "  - {tensor: a, threshold: 1, signed: yes}\n"), HasSubstr("true or false"));
  EXPECT_THAT(problem(head + "  - {tensor: a, threshold: 1, threshold: 2, signed: true}\n"),
              HasSubstr("twice"));
  const std::string line = "  - {tensor: a, threshold: 1, signed: true}\n";
  EXPECT_THAT(problem(head + line + line), HasSubstr("c.yaml:4: the tensor \"a\" stands here twice"));
  EXPECT_THAT(problem("quern_calibration: 2\ntensors: []\n"), HasSubstr("version 2"));
  EXPECT_THAT(problem("tensors: []\n"), HasSubstr("\"quern_calibration\" is missing"));
  EXPECT_THAT(problem(head + "  - {tensor: a"), HasSubstr("not valid YAML"));
  EXPECT_THAT(problem(""), HasSubstr("expected"));
}

TEST(Table, MutationsNeverCrash) {
  const std::string good = encode_table(make_table());
  std::mt19937 random(1);
  int refused = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string bad = good;
    for (int n = 0; n < 3; ++n) bad[random() % bad.size()] = char(random());
    try {
      decode_table(bad, "c.yaml");
    } catch (const Error&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 1500);
}

}  // namespace
}  // namespace quern::calibration
