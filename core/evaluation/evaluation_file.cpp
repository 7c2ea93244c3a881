#include "evaluation/evaluation_file.hpp"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include <quern/error.hpp>

namespace quern::evaluation {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;

// JSON has no infinities.
Json number(double value) {
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return value;
}
double to_number(const Json& json) {
  if (!json.is_string()) return json.get<double>();
  const double infinity = std::numeric_limits<double>::infinity();
  return json.get<std::string>() == "-inf" ? -infinity : infinity;
}

Json to_json(const Accuracy& a) {
  return {{"samples", a.samples},
          {"top1", a.top1},
          {"top5", a.top5},
          {"top1_rate", a.top1_rate()},
          {"top5_rate", a.top5_rate()}};
}
Accuracy to_accuracy(const Json& json) {
  Accuracy a;
  a.samples = json.at("samples").get<uint64_t>();
  a.top1 = json.at("top1").get<uint64_t>();
  a.top5 = json.at("top5").get<uint64_t>();
  return a;
}

Json to_json(const Comparison& c) {
  Json json = {{"samples", c.samples}};
  if (c.has_top1) {
    json["top1_agreements"] = c.top1_agreements;
    json["top1_rate"] = c.top1_rate();
  }
  json["outputs"] = Json::object();
  for (const auto& [name, m] : c.outputs)
    json["outputs"][name] = {{"cosine", m.cosine},
                             {"relative_l2", number(m.relative_l2)},
                             {"sqnr_db", number(m.sqnr_db)},
                             {"max_abs", number(m.max_abs)}};
  return json;
}
Comparison to_comparison(const Json& json) {
  Comparison c;
  c.samples = json.at("samples").get<uint64_t>();
  c.has_top1 = json.contains("top1_agreements");
  if (c.has_top1) c.top1_agreements = json.at("top1_agreements").get<uint64_t>();
  for (const auto& [name, m] : json.at("outputs").items())
    c.outputs[name] = {m.at("cosine").get<double>(), to_number(m.at("relative_l2")),
                       to_number(m.at("sqnr_db")), to_number(m.at("max_abs"))};
  return c;
}

}  // namespace

std::string encode_evaluation(const Evaluation& evaluation) {
  Json json = {{"quern_evaluation", kVersion}, {"model", evaluation.model}, {"accuracy", Json::object()}};
  for (const auto& [artefact, accuracy] : evaluation.accuracy) json["accuracy"][artefact] = to_json(accuracy);
  if (evaluation.comparison) json["comparison"] = to_json(*evaluation.comparison);
  // Names come from models: bytes that are no UTF-8 are replaced rather than refused.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Evaluation decode_evaluation(const std::string& text, const std::string& where) {
  try {
    const Json json = Json::parse(text);
    if (json.at("quern_evaluation").get<int>() != kVersion)
      throw UnsupportedError("this version of evaluation results is not known", where, "Evaluate again.");
    Evaluation evaluation;
    evaluation.model = json.at("model").get<std::string>();
    for (const auto& [artefact, accuracy] : json.at("accuracy").items())
      evaluation.accuracy[artefact] = to_accuracy(accuracy);
    if (json.contains("comparison")) evaluation.comparison = to_comparison(json.at("comparison"));
    return evaluation;
  } catch (const nlohmann::json::exception& e) {
    throw InputError(std::string("the evaluation results are damaged: ") + e.what(), where,
                     "Delete the file and evaluate again.");
  }
}

}  // namespace quern::evaluation
