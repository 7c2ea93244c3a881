// evaluation.json: what the stage evaluate found.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "evaluation/classify.hpp"
#include "evaluation/compare.hpp"

namespace quern::evaluation {

struct Evaluation {
  std::string model;
  std::map<std::string, Accuracy>
      accuracy;  // by artefact, e.g. "fp32" and "int8"; empty where there are no labels
  std::optional<Comparison> comparison;  // int8 against fp32
};

std::string encode_evaluation(const Evaluation& evaluation);

// Predictions are not in the file. Throws InputError with `where` as the file's name.
Evaluation decode_evaluation(const std::string& text, const std::string& where);

}  // namespace quern::evaluation
