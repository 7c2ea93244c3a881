#include "calibration/thresholds.hpp"

#include <cmath>
#include <set>

#include <quern/error.hpp>
#include <quern/quant/sharing.hpp>

#include "calibration/result_tensors.hpp"
#include "support/nearest.hpp"
#include "support/parse.hpp"

namespace quern::calibration {

namespace {

constexpr std::string_view kHintPrefix = "quern.hint:";
constexpr double kThresholdOfZeros = 1;

// Things said about tensors, by the tensor whose entry they concern: what is said about a tensor that uses
// another's threshold holds for that one, unless something is said about it directly.
template <class T>
std::map<std::string, T> by_entry(const std::map<std::string, T>& said, const quant::Sharing& sharing) {
  std::map<std::string, T> result;
  for (const auto& [tensor, value] : said) result.emplace(sharing.entry_source(tensor), value);
  for (const auto& [tensor, value] : said)
    if (sharing.entry_source(tensor) == tensor) result[tensor] = value;
  return result;
}

Override parse_hint(const std::string& tensor, const std::string& text) {
  const std::vector<std::string> parts = split(text, ' ');
  const std::optional<double> threshold = parts.size() == 2 ? parse_number(parts[0]) : std::nullopt;
  const bool is_true = parts.size() == 2 && (parts[1] == "1" || parts[1] == "true");
  const bool is_false = parts.size() == 2 && (parts[1] == "0" || parts[1] == "false");
  if (!threshold || *threshold <= 0 || (!is_true && !is_false))
    throw InputError("the calibration hint \"" + text + "\" of the model is not \"<threshold> <signed>\"",
                     tensor);
  Override hint;
  hint.threshold = *threshold;
  hint.is_signed = is_true;
  return hint;
}

std::map<std::string, Override> hints_of(const Model& model) {
  std::map<std::string, Override> hints;
  for (const auto& [key, value] : model.metadata)
    if (key.starts_with(kHintPrefix)) {
      const std::string tensor = key.substr(kHintPrefix.size());
      hints.emplace(tensor, parse_hint(tensor, value));
    }
  return hints;
}

void check_overrides(const std::map<std::string, Override>& overrides, const quant::Sharing& sharing,
                     const std::vector<std::string>& tensors) {
  const std::set<std::string> known(tensors.begin(), tensors.end());
  for (const auto& [tensor, value] : overrides) {
    if (!known.contains(sharing.entry_source(tensor)))
      throw InputError("the override names \"" + tensor +
                       "\", which is no calibrated tensor of this network" + suggestion(tensor, tensors));
    if (value.threshold && !(std::isfinite(*value.threshold) && *value.threshold > 0))
      throw InputError("the override for \"" + tensor + "\" must have a threshold greater than 0");
  }
}

double ask_method(const ThresholdRequest& request, const quern_statistics& statistics) {
  const double threshold = request.method(statistics);
  if (!(std::isfinite(threshold) && threshold > 0))
    throw Error(QUERN_ERROR_INTERNAL,
                "the method \"" + request.method_name + "\" gave the threshold " + std::to_string(threshold),
                std::string("tensor \"") + statistics.tensor + "\"",
                "Use another method, or override this tensor.");
  return threshold;
}

class EntryMaker {
 public:
  EntryMaker(const ThresholdRequest& request, std::set<std::string> results,
             std::vector<std::string>& warnings)
      : request_(request), results_(std::move(results)), warnings_(warnings) {}

  Entry make(const std::string& tensor, const TensorStatistics& s, const Override* hint,
             const Override* wish) const {
    Entry entry;
    entry.tensor = tensor;
    entry.is_signed = s.minimum() < 0;
    entry.keep_float = wish && wish->keep_float;
    if (wish && wish->threshold) {
      entry.threshold = *wish->threshold;
      entry.method = "override";
    } else if (hint) {
      entry.threshold = *hint->threshold;
      entry.is_signed = *hint->is_signed;
      entry.method = "hint";
    } else if (s.max_abs() == 0) {
      entry.threshold = kThresholdOfZeros;
      entry.method = request_.method_name;
      warn(tensor, "was 0 for all of the data; its threshold is set to 1");
    } else if (results_.contains(tensor)) {
      entry.threshold = s.max_abs();
      entry.method = "result";
    } else {
      entry.threshold = ask_method(request_, s.view(tensor));
      entry.method = request_.method_name;
    }
    if (wish && wish->is_signed) entry.is_signed = *wish->is_signed;
    if (!entry.is_signed && s.minimum() < 0)
      warn(tensor,
           "is set to unsigned, but goes down to " + std::to_string(s.minimum()) + ": that is cut off");
    return entry;
  }

 private:
  void warn(const std::string& tensor, const std::string& what) const {
    warnings_.push_back("Tensor \"" + tensor + "\" " + what + ".");
  }

  const ThresholdRequest& request_;
  std::set<std::string> results_;  // never clipped
  std::vector<std::string>& warnings_;
};

}  // namespace

ThresholdResult make_thresholds(const Model& model, const Statistics& statistics,
                                const std::vector<std::string>& tensors, const ThresholdRequest& request) {
  const quant::Sharing sharing(model.graph);
  check_overrides(request.overrides, sharing, tensors);
  const std::map<std::string, Override> overrides = by_entry(request.overrides, sharing);
  const std::map<std::string, Override> hints = by_entry(hints_of(model), sharing);
  const auto find = [](const std::map<std::string, Override>& map, const std::string& tensor) {
    const auto it = map.find(tensor);
    return it == map.end() ? nullptr : &it->second;
  };

  ThresholdResult result;
  result.table.model = request.model;
  result.table.method = request.method_name;
  result.table.samples = statistics.samples;
  const EntryMaker maker(request, result_tensors(model.graph, sharing), result.warnings);
  for (const std::string& tensor : tensors) {
    const auto it = statistics.tensors.find(tensor);
    if (it == statistics.tensors.end() || it->second.empty())
      throw InputError("there are no statistics of tensor \"" + tensor + "\"", "",
                       "Calibrate again: statistics.bin is of another network.");
    result.table.entries.push_back(
        maker.make(tensor, it->second, find(hints, tensor), find(overrides, tensor)));
  }
  return result;
}

}  // namespace quern::calibration
