#include "support/golden.hpp"

#include <cmath>
#include <fstream>
#include <unistd.h>

#include "support/shared.hpp"

namespace quern::test {
namespace fs = std::filesystem;

double relative_l2(const Tensor& want, const Tensor& got) {
  const std::vector<float> w = want.to_float(), g = got.to_float();
  double error = 0, norm = 0;
  for (size_t i = 0; i < w.size(); ++i) {
    error += (double(w[i]) - g[i]) * (double(w[i]) - g[i]);
    norm += double(w[i]) * w[i];
  }
  return std::sqrt(error / std::max(norm, 1e-30));
}

void run_command(const std::string& arguments) {
  const std::string command =
      std::string(std::getenv("QUERN_TEST_COMMAND")) + " " + arguments + " >/dev/null 2>&1";
  ASSERT_EQ(std::system(command.c_str()), 0) << command;
}

std::ostream& operator<<(std::ostream& out, const Golden& golden) { return out << golden.files.front(); }

void check_golden(const Golden& golden) {
  const fs::path work = fs::temp_directory_path() / ("quern-golden-" + std::to_string(::getpid()));
  fs::create_directories(work);
  const NamedTensors stored = data::read_npz((shared_models() / golden.stored).string());
  NamedTensors inputs;
  for (const auto& [name, tensor] : stored)
    if (name.starts_with("in|")) inputs[golden.input.empty() ? name.substr(3) : golden.input] = tensor;
  std::ofstream(work / "in.npz", std::ios::binary) << data::encode_npz(inputs);

  std::string files;
  for (const std::string& file : golden.files) files += " '" + (shared_models() / file).string() + "'";
  run_command("convert" + files + " " + golden.arguments + " -o " + (work / "fp32.onnx").string());
  run_command("exec " + (work / "fp32.onnx").string() + " --inputs " + (work / "in.npz").string() +
              " --outputs " + (work / "out.npz").string());
  if (testing::Test::HasFatalFailure()) return;
  const NamedTensors outputs = data::read_npz((work / "out.npz").string());
  int compared = 0;
  for (const auto& [name, want] : stored) {
    if (!name.starts_with("out|")) continue;
    const auto got = outputs.find(name.substr(4));
    ASSERT_NE(got, outputs.end()) << name;
    ASSERT_EQ(got->second.count(), want.count()) << name;
    EXPECT_LE(relative_l2(want, got->second), golden.tolerance) << name;
    ++compared;
  }
  EXPECT_GT(compared, 0);
  fs::remove_all(work);
}

}  // namespace quern::test
