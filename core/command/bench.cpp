#include <algorithm>
#include <chrono>
#include <cstdio>

#include "command/arguments.hpp"
#include "command/exit_code.hpp"
#include "pipeline/conversion.hpp"
#include "plugins/runtime.hpp"
#include "support/cancel.hpp"
#include "support/jobs.hpp"

namespace quern::command {
namespace {

using Clock = std::chrono::steady_clock;

// Float inputs get values in [0, 1) from a fixed sequence: zeros would hide denormals and sparsity effects.
Tensor made_up_input(const Port& port) {
  if (!is_static(port.shape))
    throw UnsupportedError("input \"" + port.name + "\" has the open shape " + to_string(port.shape), {},
                           "Convert the model with --input " + port.name + "=… first.");
  Tensor tensor(port.type, port.shape);
  if (port.type != DataType::Float) return tensor;
  uint32_t state = 1;
  float* values = tensor.mutable_data<float>();
  for (int64_t i = 0; i < tensor.count(); ++i) {
    state = state * 1664525u + 1013904223u;  // Knuth's linear congruential generator
    values[i] = float(state >> 8) * 0x1p-24f;
  }
  return tensor;
}

double milliseconds_of_run(Session& session, const NamedTensors& inputs) {
  const auto start = Clock::now();
  session.run(inputs);
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

int bench(const std::vector<std::string>& words) {
  Arguments arguments(kBench);
  arguments.positional("ARTEFACT")
      .text("runtime", "the runtime plugin; default: the one that knows the artefact")
      .number("threads", 1, "threads; default: all processors")
      .number("runs", 1, "timed runs; default: 50")
      .plugins();
  if (!arguments.parse(words)) return kSuccess;

  plugins::Registry registry = arguments.registry();
  plugins::OpenRequest request;
  request.artefact = arguments.get("ARTEFACT");
  pipeline::require_files({request.artefact});
  request.threads = jobs_or_default(arguments.get_number("threads", 0));
  const plugins::Runtime runtime = choose_runtime(registry, arguments.get("runtime"), request.artefact);
  request.options = default_values(runtime.library().options);
  const auto session = runtime.open(request);

  NamedTensors inputs;
  for (const Port& port : session->inputs()) inputs.emplace(port.name, made_up_input(port));
  milliseconds_of_run(*session, inputs);  // warms caches and lazily made buffers
  std::vector<double> times(size_t(arguments.get_number("runs", 50)));
  for (double& time : times) {
    throw_if_cancelled();
    time = milliseconds_of_run(*session, inputs);
  }
  std::sort(times.begin(), times.end());
  std::printf("%zu runs, %u threads: min %.3f ms, median %.3f ms\n", times.size(), request.threads,
              times.front(), times[times.size() / 2]);
  return kSuccess;
}

}  // namespace

const Command kBench{"bench", "ARTEFACT [--threads N] [--runs N] [--runtime NAME]",
                     "Measure how long one run takes", bench};

}  // namespace quern::command
