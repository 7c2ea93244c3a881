// Programs run through the plugin's C functions, as the host does it.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <quern/graph/tensor.hpp>
#include <quern/plugin.h>

namespace quern::bm1684::test {

struct RunResult {
  quern_status status = QUERN_OK;
  std::map<std::string, Tensor> outputs;
  std::vector<std::string> messages;  // "severity where: text"

  [[nodiscard]] bool says(const std::string& part) const;
};

// Opens, runs once and closes. Options that are not named have their defaults.
RunResult run_program(const std::filesystem::path& program, const std::map<std::string, Tensor>& inputs,
                      const std::map<std::string, std::string>& options = {});

// Inputs and outputs as the session describes them.
struct Description {
  std::vector<Tensor> inputs, outputs;  // name, type and dims only
};
Description describe_program(const std::filesystem::path& program,
                             const std::map<std::string, std::string>& options = {});

}  // namespace quern::bm1684::test
