// What the compiler makes of networks, by the cycle model: one row of a Markdown table per program.
//
//   bench_programs OPT {NAME PRECISION MODEL.onnx | NAME PRECISION PROGRAM.bmodel}...
//
// Models are compiled for batch 1 and 4; programs of others are only measured.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <quern/onnx/file.hpp>

#include "bmodel/read.hpp"
#include "profile/profile.hpp"
#include "program/batch.hpp"
#include "program/compile_stage.hpp"

namespace quern::bm1684 {
namespace {

// Bytes that every program of the network must move: coefficients, inputs, outputs.
int64_t least_bytes(const bmodel::Stage& stage) {
  int64_t bytes = stage.coefficients ? int64_t(stage.coefficients->data.size()) : 0;
  for (const auto* list : {&stage.inputs, &stage.outputs})
    for (const bmodel::Tensor& tensor : *list) bytes += int64_t(tensor.size);
  return bytes;
}

void print_row(const std::string& name, const std::string& precision, bmodel::Model model,
               const std::string& seconds) {
  const Program program = load_program(std::move(model), "");
  for (const StageProgram& stage : program.stages) {
    const Cost cost = profile_of(stage).total;
    const auto moved = double(cost.ddr.read + cost.ddr.written);
    int hosts = 0;
    for (const bmodel::Subnet& subnet : stage.stage->subnets) hosts += subnet.mode == bmodel::SubnetMode::Cpu;
    const Shape& input = stage.stage->inputs[0].shape();
    std::printf("| %s | %s | %lld | %lld | %.3f | %.1f | %.2f | %.2f | %d | %s |\n", name.c_str(),
                precision.c_str(), static_cast<long long>(input.empty() ? 1 : input[0]),
                static_cast<long long>(cost.cycles()), cost.nanoseconds * 1e-6, 100 * cost.mac_utilisation(),
                moved * 1e-6, moved / double(least_bytes(*stage.stage)), hosts, seconds.c_str());
  }
}

void measure(const std::string& name, const std::string& precision, const std::string& file,
             int optimisation) {
  if (file.ends_with(".bmodel")) return print_row(name, precision, bmodel::read(file), "–");
  const quern::Model source = load_model(file);
  for (const int64_t batch : {1, 4}) {
    const auto start = std::chrono::steady_clock::now();
    bmodel::Model model;
    model.nets.emplace_back().name = name;
    try {
      CompiledStage compiled =
          compile_stage(batch == 1 ? source.graph : with_batch(source.graph, batch), optimisation);
      model.nets[0].stages.push_back(std::move(compiled.stage));
    } catch (const Error& e) {
      std::printf("| %s | %s | %lld | – | | | | | | %s |\n", name.c_str(), precision.c_str(),
                  static_cast<long long>(batch), e.what());
      continue;
    }
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%.2f",
                  std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    print_row(name, precision, std::move(model), seconds);
  }
}

}  // namespace
}  // namespace quern::bm1684

int main(int count, char** arguments) {
  if (count < 5 || count % 3 != 2) {
    std::fprintf(stderr, "usage: bench_programs OPT {NAME PRECISION FILE}...\n");
    return 2;
  }
  std::printf(
      "| network | precision | batch | cycles | ms | MAC utilisation %% | DDR MB | DDR / least | host parts "
      "| compile s |\n"
      "|---|---|---|---|---|---|---|---|---|---|\n");
  for (int i = 2; i < count; i += 3)
    quern::bm1684::measure(arguments[i], arguments[i + 1], arguments[i + 2], std::atoi(arguments[1]));
  return 0;
}
