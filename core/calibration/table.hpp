// calibration.yaml: the thresholds of a network, made to be read, compared and edited.
//
//   quern_calibration: 1
//   model: squeezenet
//   method: kl
//   samples: 200
//   tensors:
//     - {tensor: data, threshold: 151.06100463867188, signed: true, method: kl}
//     - {tensor: "conv1", threshold: 3.1415927410125732, signed: false, method: kl, float: true}
//
// One line per tensor in graph order. `float: true` keeps the producer of the tensor in float.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <quern/plugin.h>

namespace quern::calibration {

struct Entry {
  std::string tensor;
  double threshold = 0;  // > 0: values are clipped to [-threshold, threshold], or [0, threshold]
  bool is_signed = true;
  std::string method;  // what gave the threshold: a method's name, "override", "hint" (from the model), or
                       // "result" (the maximum, because a result of the network must not be clipped)
  bool keep_float = false;

  bool operator==(const Entry&) const = default;
};

struct Table {
  std::string model;
  std::string method;
  uint64_t samples = 0;
  std::vector<Entry> entries;

  bool operator==(const Table&) const = default;
};

std::string encode_table(const Table& table);

// Strict: unknown or repeated keys, repeated tensors, thresholds that are not positive and finite are refused
// with file and line. Throws InputError.
Table decode_table(const std::string& text, const std::string& where);

Table read_table(const std::string& path);

// The entries in the form in which targets receive them; borrows from `table`.
std::vector<quern_calibration> view(const Table& table);

}  // namespace quern::calibration
