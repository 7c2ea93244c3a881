// How fast the simulator of the BM1684 executes single large commands, in multiply-accumulates per second.
//   QUERN_CPU_ISA=avx2 build/release/bench/bench_simulator --benchmark_filter=int8
#include <benchmark/benchmark.h>
#include <cstring>

#include "execute/execute.hpp"

namespace quern::bm1684 {
namespace {

// A layer of `channels` to `channels` on a square image, kernel 3x3 or 1x1, batch 1 (fp32) or 4 (int8).
Conv layer(Precision precision, int channels, int size, int kernel) {
  Conv op;
  const int batch = precision == Precision::I8 ? 4 : 1;
  op.input = {batch, channels, size, size};
  op.result = {batch, channels, size, size};
  op.window.kernel_h = op.window.kernel_w = kernel;
  op.window.pad_up = op.window.pad_down = op.window.pad_left = op.window.pad_right = kernel / 2;
  op.x = in_local({0, 0}, precision);
  op.y = in_local({0, 0x20000}, precision);
  op.weights = in_local({0, 0x40000}, weight_strides(channels, kernel, kernel, precision), precision);
  op.right_shift = precision == Precision::I8 ? 9 : 0;
  return op;
}

void convolution(benchmark::State& state, Precision precision, int channels, int size, int kernel,
                 int threads) {
  MachineState machine(kArenaBase, 4096, threads);
  // Values that are neither zero nor denormal in either precision.
  for (int lane = 0; lane < kLanes; ++lane) {
    uint8_t* bytes = machine.memory.lane(lane);
    for (uint32_t i = 0; i < kLaneBytes; i += 4) {
      const float value = float(int(i / 4 * 37 % 251) - 125) / 64;
      std::memcpy(bytes + i, &value, 4);
    }
  }
  const BdInstruction op = layer(precision, channels, size, kernel);
  for (auto _ : state) execute(op, machine);
  state.counters["MAC/s"] =
      benchmark::Counter(double(macs(op)) * double(state.iterations()), benchmark::Counter::kIsRate);
  state.SetLabel(machine.kernels.name);
}

void register_all() {
  for (const int threads : {1, 2})
    for (const auto& [name, precision] : {std::pair("fp32", Precision::F32), {"int8", Precision::I8}})
      for (const auto& [channels, size, kernel] : {std::tuple(64, 56, 3), {256, 14, 3}, {256, 28, 1}})
        benchmark::RegisterBenchmark(
            (std::string(name) + "/" + std::to_string(channels) + "x" + std::to_string(size) + "x" +
             std::to_string(size) + "/k" + std::to_string(kernel) + "/threads" + std::to_string(threads))
                .c_str(),
            [=, p = precision, c = channels, s = size, k = kernel](benchmark::State& state) {
              convolution(state, p, c, s, k, threads);
            })
            ->UseRealTime();
}

}  // namespace
}  // namespace quern::bm1684

int main(int argc, char** argv) {
  quern::bm1684::register_all();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
