// From statistics to thresholds.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <quern/graph/graph.hpp>
#include <quern/plugin.h>

#include "calibration/statistics.hpp"
#include "calibration/table.hpp"

namespace quern::calibration {

// A threshold method: statistics of one tensor to its threshold.
using Method = std::function<double(const quern_statistics&)>;

// What the user wants for one tensor, whatever the method says.
struct Override {
  std::optional<double> threshold;
  std::optional<bool> is_signed;
  bool keep_float = false;
};

struct ThresholdRequest {
  std::string model;  // name of the network, for the table's head
  std::string method_name;
  Method method;
  std::map<std::string, Override> overrides;  // by tensor name; names not in the graph are an error
};

struct ThresholdResult {
  Table table;                        // entries in the order of `tensors`
  std::vector<std::string> warnings;  // sentences for the user
};

// One entry for each of `tensors` (see quern::quant::observation_points). An override wins over a hint of the
// model (metadata "quern.hint:<tensor>" = "<threshold> <signed 0|1>"), a hint over the method. A tensor that
// was always zero gets threshold 1. Throws InputError where statistics are missing or an override fits no
// tensor, and Error where the method returns something that is not a positive number.
ThresholdResult make_thresholds(const Model& model, const Statistics& statistics,
                                const std::vector<std::string>& tensors, const ThresholdRequest& request);

}  // namespace quern::calibration
