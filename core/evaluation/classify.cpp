#include "evaluation/classify.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include <quern/error.hpp>

#include "data/for_each_batch.hpp"
#include "evaluation/outputs.hpp"

namespace quern::evaluation {

const Port& scores_output(const Session& session, const std::string& name) {
  std::vector<const Port*> candidates;
  std::string list;
  for (const Port& port : session.outputs()) {
    if (name.empty() ? port.type == DataType::Float : port.name == name) candidates.push_back(&port);
    list += (list.empty() ? "\"" : ", \"") + port.name + "\"";
  }
  if (candidates.size() == 1) return *candidates[0];
  if (!name.empty())
    throw InputError("the network has no output \"" + name + "\"; it has " + list, "", "Name one of these.");
  throw InputError("the network has " + std::to_string(candidates.size()) + " float outputs (" + list +
                       "), so that the class scores must be named",
                   "", "Name the output that holds them.");
}

size_t rank_of(std::span<const float> scores, int64_t label) {
  const auto better = [](float a, float b) { return a > b || (std::isnan(b) && !std::isnan(a)); };
  const float own = scores[size_t(label)];
  size_t rank = 0;
  for (size_t i = 0; i < scores.size(); ++i)
    if (better(scores[i], own) || (i < size_t(label) && !better(own, scores[i]))) ++rank;
  return rank;
}

int64_t best_of(std::span<const float> scores) {
  size_t best = 0;
  for (size_t i = 1; i < scores.size(); ++i)
    if (scores[i] > scores[best] || (std::isnan(scores[best]) && !std::isnan(scores[i]))) best = i;
  return int64_t(best);
}

Accuracy classify(const SessionFactory& open, const data::Source& source, const std::string& output, int jobs,
                  const Progress& progress) {
  if (!source.has_labels())
    throw InputError("accuracy needs labels, and the data has none", "", "Set labels: of the data.");
  // Every sample has a place of its own: no order, no locks.
  std::vector<size_t> ranks(source.sample_count());
  Accuracy accuracy;
  accuracy.predictions.resize(source.sample_count());
  data::for_each_batch(source, jobs, "classify", progress, [&]() -> data::BatchWork {
    const std::shared_ptr<Session> session = open();
    const std::string name = scores_output(*session, output).name;
    return [&, session, name](const data::Batch& batch) {
      const NamedTensors outputs = session->run(batch.inputs);
      for (size_t i = 0; i < batch.count; ++i) {
        const size_t sample = batch.first + i;
        const std::vector<float> scores = part_of(require(outputs, name), i, source.batch_size()).to_float();
        const int64_t label = source.label(sample);
        if (label < 0 || label >= int64_t(scores.size()))
          throw InputError("the label " + std::to_string(label) + " does not fit the network, which gives " +
                               std::to_string(scores.size()) + " scores",
                           source.name(sample),
                           "Check labels: and classes:, and which output holds the scores.");
        ranks[sample] = rank_of(scores, label);
        accuracy.predictions[sample] = best_of(scores);
      }
    };
  });
  accuracy.samples = ranks.size();
  accuracy.top1 = uint64_t(std::count(ranks.begin(), ranks.end(), 0u));
  accuracy.top5 = uint64_t(std::count_if(ranks.begin(), ranks.end(), [](size_t rank) { return rank < 5; }));
  return accuracy;
}

}  // namespace quern::evaluation
