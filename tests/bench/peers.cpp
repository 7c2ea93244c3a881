// bench_peers PLUGIN_FOLDER WORK_FOLDER…
//
// Times fp32.onnx and int8.onnx of work folders (made by `quern run`) on runtime-cpu and, where
// QUERN_ORT_LIBRARY names ONNX Runtime's shared library, the same networks there: fp32.onnx as it is, INT8
// as QuantizeLinear/DequantizeLinear pairs with the same thresholds. The candidates take turns, so that a
// noisy machine disturbs all of them alike; the minimum of the rounds counts.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <functional>
#include <random>

#include <quern/onnx/file.hpp>

#include "calibration/table.hpp"
#include "onnxruntime.hpp"
#include "pipeline/conversion.hpp"
#include "plugins/runtime.hpp"
#include "qdq.hpp"

namespace {

namespace fs = std::filesystem;
using namespace quern;
using Clock = std::chrono::steady_clock;

constexpr int kRounds = 12;
constexpr double kSecondsPerTurn = 0.15;

struct Candidate {
  std::string name;
  std::function<void()> run;
  double best = 1e30;  // milliseconds
};

double milliseconds(const std::function<void()>& run) {
  const auto start = Clock::now();
  run();
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

void measure(std::vector<Candidate>& candidates) {
  for (Candidate& c : candidates) c.run();
  for (int round = 0; round < kRounds; ++round)
    for (Candidate& c : candidates) {
      const auto end = Clock::now() + std::chrono::duration<double>(kSecondsPerTurn);
      while (Clock::now() < end) c.best = std::min(c.best, milliseconds(c.run));
    }
}

Tensor random_tensor(const Port& port) {
  Tensor tensor(DataType::Float, port.shape);
  std::mt19937 generator(1);
  std::normal_distribution<float> normal;
  for (int64_t i = 0; i < tensor.count(); ++i) tensor.mutable_data<float>()[i] = normal(generator);
  return tensor;
}

std::unique_ptr<Session> open(plugins::Registry& registry, const fs::path& artefact, unsigned threads) {
  const plugins::Runtime runtime = plugins::choose_runtime(registry, "cpu", artefact);
  plugins::OpenRequest request;
  request.artefact = artefact;
  request.threads = threads;
  request.options = plugins::default_values(runtime.library().options);
  return runtime.open(request);
}

void compare(plugins::Registry& registry, const fs::path& work, unsigned threads) {
  const auto fp32 = open(registry, work / "fp32.onnx", threads),
             int8 = open(registry, work / "int8.onnx", threads);
  NamedTensors inputs;
  for (const Port& port : fp32->inputs()) inputs[port.name] = random_tensor(port);
  std::vector<Candidate> candidates;
  candidates.push_back({"quern fp32", [&] { fp32->run(inputs); }});
  candidates.push_back({"quern int8", [&] { int8->run(inputs); }});

  const fs::path library = bench::onnxruntime_library();
  std::unique_ptr<bench::OrtModel> ort_fp32, ort_int8;
  const std::string output = fp32->outputs().at(0).name;
  if (!library.empty()) {
    const fs::path qdq = work / "qdq.onnx";
    pipeline::write_model_file(
        bench::to_qdq(load_model(work / "fp32.onnx"), calibration::read_table(work / "calibration.yaml")),
        qdq);
    ort_fp32 = std::make_unique<bench::OrtModel>(library, work / "fp32.onnx", int(threads));
    ort_int8 = std::make_unique<bench::OrtModel>(library, qdq, int(threads));
    candidates.push_back({"ort fp32", [&] { ort_fp32->run(inputs, output); }});
    candidates.push_back({"ort int8", [&] { ort_int8->run(inputs, output); }});
  }
  measure(candidates);
  std::printf("| %s | %u | %.2f | %.2f | %.2f |", work.filename().c_str(), threads, candidates[0].best,
              candidates[1].best, candidates[0].best / candidates[1].best);
  if (candidates.size() == 4)
    std::printf(" %.2f | %.2f | %.2f | %.2f |", candidates[2].best, candidates[3].best,
                candidates[0].best / candidates[2].best, candidates[1].best / candidates[3].best);
  std::printf("\n");
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** arguments) {
  try {
    plugins::Registry registry({{arguments[1], "command line"}});
    std::printf(
        "| network | threads | fp32 ms | int8 ms | fp32/int8 | ORT fp32 ms | ORT int8 ms | fp32 quern/ORT | "
        "int8 quern/ORT |\n");
    std::printf("|---|---|---|---|---|---|---|---|---|\n");
    for (int i = 2; i < count; ++i)
      for (const unsigned threads : {1U, 2U}) compare(registry, arguments[i], threads);
    return 0;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "bench_peers: %s\n", e.what());
    return 1;
  }
}
