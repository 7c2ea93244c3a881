// How far two executions of the same network are apart.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "data/source.hpp"
#include "plugins/session.hpp"
#include "support/progress.hpp"

namespace quern::evaluation {

// Sums over the elements of a reference r and a test t, from which all metrics follow. Adding is exact only
// up to rounding: add in a fixed order.
struct ErrorSums {
  uint64_t count = 0;
  double reference2 = 0;  // sum of r^2
  double test2 = 0;       // sum of t^2
  double product = 0;     // sum of r * t
  double error2 = 0;      // sum of (r - t)^2
  double max_abs = 0;     // largest |r - t|; infinite where only one side is finite

  void add(const ErrorSums& other);
};

struct Metrics {
  double cosine = 1;       // of the angle between r and t; 1 where both are zero
  double relative_l2 = 0;  // |r - t| / |r|
  double sqnr_db = 0;      // 10 log10(|r|^2 / |r - t|^2); infinite where they are equal
  double max_abs = 0;      // largest |r - t|

  bool operator==(const Metrics&) const = default;
};

Metrics metrics_of(const ErrorSums& sums);

// Element by element, in index order. Elements of any numeric type are compared as real numbers; equal
// infinities and two NaN count as equal. Throws InputError where the shapes differ.
ErrorSums error_sums(const Tensor& reference, const Tensor& test);

// One line per tensor that both sides have.
std::map<std::string, Metrics> compare(const NamedTensors& reference, const NamedTensors& test);

struct Comparison {
  uint64_t samples = 0;
  std::map<std::string, Metrics> outputs;  // by output name, over all samples
  uint64_t top1_agreements = 0;            // samples for which both name the same best class
  bool has_top1 = false;  // there is one output of scores, so that the line above means something

  [[nodiscard]] double top1_rate() const { return samples ? double(top1_agreements) / double(samples) : 0; }
  bool operator==(const Comparison&) const = default;
};

// Runs both on all of the source, `jobs` threads with a session of each. The result does not depend on
// `jobs`. `scores` names the output to compare classes by; "": the only float output, if there is just one.
Comparison compare(const SessionFactory& reference, const SessionFactory& test, const data::Source& source,
                   const std::string& scores, int jobs, const Progress& progress = {});

}  // namespace quern::evaluation
