// Executes the vendor-made programs; their outputs were recorded on the chip's functional model.
#include <gtest/gtest.h>

#include "harness.hpp"
#include "sample_files.hpp"

namespace quern::bm1684::test {
namespace {

class Samples : public testing::TestWithParam<std::string> {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Samples);  // the shared files may be absent

TEST_P(Samples, GivesTheRecordedOutputs) {
  const Sample s = read_sample(GetParam());
  const RunResult result = run_program(s.program, s.inputs, {{"raw", "true"}});
  ASSERT_EQ(result.status, QUERN_OK) << testing::PrintToString(result.messages);
  ASSERT_EQ(result.outputs.size(), s.outputs.size());
  for (const auto& [name, want] : s.outputs) EXPECT_TRUE(identical(result.outputs.at(name), want)) << name;
}

TEST_P(Samples, DoesNotDependOnThreads) {
  const Sample s = read_sample(GetParam());
  const RunResult one = run_program(s.program, s.inputs, {{"raw", "true"}, {"threads", "1"}});
  const RunResult three = run_program(s.program, s.inputs, {{"raw", "true"}, {"threads", "3"}});
  ASSERT_EQ(one.status, QUERN_OK);
  ASSERT_EQ(three.status, QUERN_OK);
  for (const auto& [name, want] : one.outputs) EXPECT_TRUE(identical(three.outputs.at(name), want)) << name;
}

TEST_P(Samples, IsSafe) {
  const Sample s = read_sample(GetParam());
  const RunResult result = run_program(s.program, s.inputs, {{"raw", "true"}, {"check", "true"}});
  EXPECT_EQ(result.status, QUERN_OK) << testing::PrintToString(result.messages);
}

INSTANTIATE_TEST_SUITE_P(Vendor, Samples, testing::ValuesIn(sample_names()), [](const auto& info) {
  std::string name = info.param;
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
});

}  // namespace
}  // namespace quern::bm1684::test
