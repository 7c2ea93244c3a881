// Top-k accuracy of a classifier.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "data/source.hpp"
#include "plugins/session.hpp"
#include "support/progress.hpp"

namespace quern::evaluation {

struct Accuracy {
  uint64_t samples = 0;
  uint64_t top1 = 0;                 // samples whose label has the highest score
  uint64_t top5 = 0;                 // samples whose label is among the five highest scores
  std::vector<int64_t> predictions;  // per sample: the class with the highest score

  [[nodiscard]] double top1_rate() const { return samples ? double(top1) / double(samples) : 0; }
  [[nodiscard]] double top5_rate() const { return samples ? double(top5) / double(samples) : 0; }
  bool operator==(const Accuracy&) const = default;
};

// The output that holds the scores: the one called `name`, or where that is "" the only float output.
// Throws InputError.
const Port& scores_output(const Session& session, const std::string& name);

// How many scores are better than that of `label`; equal scores count as better where their index is lower,
// and a NaN is worse than everything.
size_t rank_of(std::span<const float> scores, int64_t label);
// The class with the highest score; the lowest index among equals.
int64_t best_of(std::span<const float> scores);

// Runs all of a labelled source, `jobs` threads with a session each. Throws InputError where there are no
// labels or the labels do not fit the number of scores.
Accuracy classify(const SessionFactory& open, const data::Source& source, const std::string& output, int jobs,
                  const Progress& progress = {});

}  // namespace quern::evaluation
