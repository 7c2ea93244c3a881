#include "evaluation/compare.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include <quern/error.hpp>

#include "data/for_each_batch.hpp"
#include "evaluation/classify.hpp"
#include "evaluation/outputs.hpp"

namespace quern::evaluation {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// What one sample contributes.
struct SampleComparison {
  std::map<std::string, ErrorSums> outputs;
  bool same_class = false;
};

// The output by which classes are compared; "" where there is none: it must hold one score per class.
std::string class_output(const Session& session, const std::string& name) {
  if (!name.empty()) return scores_output(session, name).name;
  std::string found;
  for (const Port& port : session.outputs()) {
    if (port.type != DataType::Float) continue;
    const bool scores = port.shape.size() >= 2 && std::all_of(port.shape.begin() + 2, port.shape.end(),
                                                              [](int64_t dim) { return dim == 1; });
    if (!found.empty() || !scores) return "";
    found = port.name;
  }
  return found;
}

}  // namespace

void ErrorSums::add(const ErrorSums& other) {
  count += other.count;
  reference2 += other.reference2;
  test2 += other.test2;
  product += other.product;
  error2 += other.error2;
  max_abs = std::max(max_abs, other.max_abs);
}

Metrics metrics_of(const ErrorSums& s) {
  Metrics m;
  const double norms = std::sqrt(s.reference2) * std::sqrt(s.test2);
  const bool both_zero = s.reference2 == 0 && s.test2 == 0;
  m.cosine = norms > 0 ? std::clamp(s.product / norms, -1.0, 1.0) : (both_zero ? 1 : 0);
  m.max_abs = s.max_abs;
  if (s.error2 == 0) {
    m.sqnr_db = kInfinity;
  } else {
    m.relative_l2 = s.reference2 > 0 ? std::sqrt(s.error2 / s.reference2) : kInfinity;
    m.sqnr_db = -20 * std::log10(m.relative_l2);
  }
  if (std::isinf(s.max_abs)) m.cosine = 0;
  return m;
}

ErrorSums error_sums(const Tensor& reference, const Tensor& test) {
  if (reference.dims != test.dims)
    throw InputError("shapes differ: " + to_string(reference.dims) + " and " + to_string(test.dims),
                     reference.name);
  const std::vector<float> r = reference.to_float();
  const std::vector<float> t = test.to_float();
  ErrorSums sums;
  sums.count = r.size();
  for (size_t i = 0; i < r.size(); ++i) {
    if (!std::isfinite(r[i]) || !std::isfinite(t[i])) {
      const bool equal = r[i] == t[i] || (std::isnan(r[i]) && std::isnan(t[i]));
      if (!equal) sums.max_abs = sums.error2 = kInfinity;
      continue;
    }
    const double a = r[i], b = t[i];
    sums.reference2 += a * a;
    sums.test2 += b * b;
    sums.product += a * b;
    sums.error2 += (a - b) * (a - b);
    sums.max_abs = std::max(sums.max_abs, std::fabs(a - b));
  }
  return sums;
}

std::map<std::string, Metrics> compare(const NamedTensors& reference, const NamedTensors& test) {
  std::map<std::string, Metrics> result;
  for (const auto& [name, tensor] : reference)
    if (const auto it = test.find(name); it != test.end())
      result[name] = metrics_of(error_sums(tensor, it->second));
  return result;
}

Comparison compare(const SessionFactory& reference, const SessionFactory& test, const data::Source& source,
                   const std::string& scores, int jobs, const Progress& progress) {
  std::vector<SampleComparison> samples(source.sample_count());
  const std::string class_name = class_output(*reference(), scores);
  data::for_each_batch(source, jobs, "compare", progress, [&]() -> data::BatchWork {
    const std::shared_ptr<Session> first = reference();
    const std::shared_ptr<Session> second = test();
    return [&, first, second](const data::Batch& batch) {
      const NamedTensors expected = first->run(batch.inputs);
      const NamedTensors actual = second->run(batch.inputs);
      for (size_t i = 0; i < batch.count; ++i) {
        SampleComparison& sample = samples[batch.first + i];
        for (const auto& [name, tensor] : expected) {
          const Tensor r = part_of(tensor, i, source.batch_size());
          const Tensor t = part_of(require(actual, name), i, source.batch_size());
          sample.outputs[name] = error_sums(r, t);
          if (name == class_name) sample.same_class = best_of(r.to_float()) == best_of(t.to_float());
        }
      }
    };
  });

  Comparison comparison;
  comparison.samples = samples.size();
  comparison.has_top1 = !class_name.empty();
  std::map<std::string, ErrorSums> totals;
  for (const SampleComparison& sample : samples) {  // in the order of the samples, whoever computed them
    for (const auto& [name, sums] : sample.outputs) totals[name].add(sums);
    comparison.top1_agreements += sample.same_class;
  }
  for (const auto& [name, sums] : totals) comparison.outputs[name] = metrics_of(sums);
  return comparison;
}

}  // namespace quern::evaluation
