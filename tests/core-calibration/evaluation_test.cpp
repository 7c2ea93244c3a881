#include <cmath>
#include <gtest/gtest.h>

#include <quern/error.hpp>

#include "evaluation/classify.hpp"
#include "evaluation/compare.hpp"
#include "evaluation/evaluation_file.hpp"
#include "fakes.hpp"

namespace quern::evaluation {
namespace {

TEST(Classify, TiesGoToTheLowestIndexAndNanIsWorst) {
  const std::vector<float> scores = {1, 3, 3, NAN, 2};
  EXPECT_EQ(best_of(scores), 1);
  EXPECT_EQ(rank_of(scores, 1), 0u);
  EXPECT_EQ(rank_of(scores, 2), 1u);
  EXPECT_EQ(rank_of(scores, 4), 2u);
  EXPECT_EQ(rank_of(scores, 0), 3u);
  EXPECT_EQ(rank_of(scores, 3), 4u);
  EXPECT_EQ(best_of(std::vector<float>{NAN, 1}), 1);
}

TEST(Classify, CountsWithAnyNumberOfJobsAndAnyBatch) {
  const Accuracy right = classify(fake_sessions(1), FakeSource(21, 1), "", 1);
  EXPECT_EQ(right.top1, 21u);
  EXPECT_EQ(right.top1_rate(), 1);
  EXPECT_EQ(right.predictions[10], 2);
  EXPECT_EQ(classify(fake_sessions(1), FakeSource(21, 1), "y", 2), right);
  EXPECT_EQ(classify(fake_sessions(1, 4), FakeSource(21, 4), "", 2), right);
  const Accuracy wrong = classify(fake_sessions(-1), FakeSource(21, 1), "", 2);
  EXPECT_EQ(wrong.top1, 0u);
  EXPECT_EQ(wrong.top5, 0u) << "the label comes last of eight";
}

TEST(Classify, AnOutputThatDoesNotExistIsNamed) {
  EXPECT_THROW(classify(fake_sessions(), FakeSource(3, 1), "prob", 1), InputError);
}

TEST(Compare, Metrics) {
  const Tensor r = Tensor::from(std::vector<float>{3, 4});
  const Tensor t = Tensor::from(std::vector<float>{3, 4.5f});
  const Metrics m = metrics_of(error_sums(r, t));
  EXPECT_DOUBLE_EQ(m.relative_l2, 0.1);
  EXPECT_DOUBLE_EQ(m.sqnr_db, 20);
  EXPECT_DOUBLE_EQ(m.max_abs, 0.5);
  EXPECT_NEAR(m.cosine, 27 / (5 * std::sqrt(29.25)), 1e-15);
  const Metrics same = metrics_of(error_sums(r, r));
  EXPECT_EQ(same.sqnr_db, INFINITY);
  EXPECT_EQ(same.relative_l2, 0);
  EXPECT_DOUBLE_EQ(same.cosine, 1);
}

TEST(Compare, ZerosInfinitiesAndNan) {
  const auto metrics = [](std::vector<float> r, std::vector<float> t) {
    return metrics_of(error_sums(Tensor::from(r), Tensor::from(t)));
  };
  EXPECT_EQ(metrics({0, 0}, {0, 0}), (Metrics{1, 0, INFINITY, 0}));
  EXPECT_EQ(metrics({0, 0}, {0, 1}), (Metrics{0, INFINITY, -INFINITY, 1}));
  EXPECT_EQ(metrics({NAN, INFINITY}, {NAN, INFINITY}), (Metrics{1, 0, INFINITY, 0}));
  EXPECT_EQ(metrics({1, 1}, {1, NAN}).max_abs, INFINITY);
  EXPECT_THROW(metrics({1}, {1, 2}), InputError);
}

TEST(Compare, DoesNotDependOnJobsOrBatch) {
  const Comparison one = compare(fake_sessions(1), fake_sessions(0.875f), FakeSource(33, 1), "", 1);
  EXPECT_EQ(one.samples, 33u);
  EXPECT_TRUE(one.has_top1);
  EXPECT_EQ(one.top1_agreements, 33u);
  EXPECT_NEAR(one.outputs.at("y").relative_l2, 0.125, 1e-8);  // y is rounded to float32
  EXPECT_EQ(compare(fake_sessions(1), fake_sessions(0.875f), FakeSource(33, 1), "", 2), one);
  EXPECT_EQ(compare(fake_sessions(1, 4), fake_sessions(0.875f, 4), FakeSource(33, 4), "y", 2), one);
  EXPECT_EQ(compare(fake_sessions(1), fake_sessions(-1), FakeSource(33, 1), "", 2).top1_agreements, 0u);
}

TEST(EvaluationFile, RoundTrips) {
  Evaluation evaluation;
  evaluation.model = "net";
  evaluation.accuracy["fp32"] = {300, 200, 250, {}};
  evaluation.comparison = compare(fake_sessions(1), fake_sessions(1), FakeSource(5, 1), "", 1);
  const Evaluation back = decode_evaluation(encode_evaluation(evaluation), "e.json");
  EXPECT_EQ(back.model, "net");
  EXPECT_EQ(back.accuracy, evaluation.accuracy);
  EXPECT_EQ(back.comparison, evaluation.comparison);
  EXPECT_EQ(back.comparison->outputs.at("y").sqnr_db, INFINITY);
  EXPECT_THROW(decode_evaluation("{}", "e.json"), InputError);
  EXPECT_THROW(decode_evaluation("{", "e.json"), InputError);
}

}  // namespace
}  // namespace quern::evaluation
