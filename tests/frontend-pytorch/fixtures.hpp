// The operator cases that make_fixtures/ writes: many modules in one archive, with what PyTorch computes.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "convert.hpp"

namespace quern::frontend::pytorch::test {

using Arrays = std::map<std::string, Tensor>;

struct OperatorCase {
  std::string group;  // fixtures/GROUP.pt and GROUP.npz
  std::string name;   // of the module inside

  [[nodiscard]] std::filesystem::path archive() const;
  [[nodiscard]] Arrays inputs() const;
  [[nodiscard]] Arrays outputs() const;
  // Converts this case, with the shapes and types of its inputs.
  [[nodiscard]] ConvertOptions options() const;
};

// Sorted; empty where the folder is not there.
std::vector<OperatorCase> operator_cases();

}  // namespace quern::frontend::pytorch::test
