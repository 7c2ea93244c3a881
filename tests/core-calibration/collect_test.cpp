#include "calibration/collect.hpp"

#include <cmath>
#include <gtest/gtest.h>

#include <quern/error.hpp>

#include "fakes.hpp"

namespace quern::calibration {
namespace {

const std::vector<std::string> kTensors = {"x", "half", "y"};

TEST(Collect, SeesInputsObservedTensorsAndOutputs) {
  const Statistics s = collect(fake_sessions(3), FakeSource(20, 1), kTensors, 1);
  EXPECT_EQ(s.samples, 20u);
  for (const std::string& name : kTensors) EXPECT_EQ(s.tensors.at(name).count(), 160u) << name;
  EXPECT_EQ(s.tensors.at("x").maximum(), 20.5);
  EXPECT_EQ(s.tensors.at("half").maximum(), 10.25);
  EXPECT_EQ(s.tensors.at("y").maximum(), 61.5);
}

TEST(Collect, DoesNotDependOnJobsOrderOrBatch) {
  const Statistics expected = collect(fake_sessions(), FakeSource(21, 1), kTensors, 1);
  EXPECT_EQ(collect(fake_sessions(), FakeSource(21, 1), kTensors, 2), expected);
  EXPECT_EQ(collect(fake_sessions(), FakeSource(21, 1), kTensors, 50), expected);
  EXPECT_EQ(collect(fake_sessions(), FakeSource(21, 1, true), kTensors, 2), expected);
  EXPECT_EQ(collect(fake_sessions(1, 4), FakeSource(21, 4), kTensors, 2), expected);
}

TEST(Collect, NamesTheTensorAndTheFirstSampleThatIsNotFinite) {
  const SessionFactory broken = fake_sessions(INFINITY);
  for (const int jobs : {1, 2}) {
    try {
      collect(broken, FakeSource(20, 1), kTensors, jobs);
      FAIL();
    } catch (const Error& e) {
      EXPECT_EQ(e.where(), "tensor \"y\", sample \"s0\"");
    }
  }
}

TEST(Collect, ATensorThatNeverComesIsAnError) {
  EXPECT_THROW(collect(fake_sessions(), FakeSource(3, 1), {"x", "nowhere"}, 1), InputError);
}

TEST(Collect, ReportsProgressAndCanBeStopped) {
  double last = 0;
  collect(fake_sessions(), FakeSource(30, 1), kTensors, 2, [&](double fraction, const std::string&) {
    EXPECT_GE(fraction, last);
    last = fraction;
  });
  EXPECT_EQ(last, 1);
  const auto stop = [](double, const std::string&) { throw Error(QUERN_ERROR_CANCELLED, "stop"); };
  EXPECT_THROW(collect(fake_sessions(), FakeSource(30, 1), kTensors, 2, stop), Error);
}

}  // namespace
}  // namespace quern::calibration
