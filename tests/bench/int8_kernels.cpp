// Integer convolutions of well-known networks, layer by layer, next to oneDNN's fp32 convolution of the same
// shape.
//   GOP/s    2 operations per tap that lies within the feature map (padding does not count)
//   vs_fp32  time of the fp32 convolution / time of the integer convolution, both the best of their
//   repetitions
// Run with --benchmark_filter=<network> to see one network; the last argument of a name is the number of
// threads.
#include <algorithm>
#include <benchmark/benchmark.h>
#include <chrono>
#include <dnnl.hpp>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <quern/graph/tensor.hpp>

#include "int8/conv.hpp"
#include "parallel.hpp"

namespace {

using quern::cpu::int8::ConvShape;
using Clock = std::chrono::steady_clock;

struct Layer {
  const char* network;
  const char* name;
  int64_t in_channels, size, out_channels, kernel, stride, group;
  bool signed_input;
};

constexpr Layer kLayers[] = {
    {"squeezenet1_1", "conv1", 3, 224, 64, 3, 2, 1, true},
    {"squeezenet1_1", "fire2_squeeze", 64, 55, 16, 1, 1, 1, false},
    {"squeezenet1_1", "fire2_expand1", 16, 55, 64, 1, 1, 1, false},
    {"squeezenet1_1", "fire2_expand3", 16, 55, 64, 3, 1, 1, false},
    {"squeezenet1_1", "fire4_expand3", 32, 27, 128, 3, 1, 1, false},
    {"squeezenet1_1", "fire8_squeeze", 384, 13, 64, 1, 1, 1, false},
    {"squeezenet1_1", "fire8_expand3", 64, 13, 256, 3, 1, 1, false},
    {"squeezenet1_1", "conv10", 512, 13, 1000, 1, 1, 1, false},
    {"mobilenet_v2", "conv1", 3, 224, 32, 3, 2, 1, true},
    {"mobilenet_v2", "depthwise_112", 32, 112, 32, 3, 1, 32, false},
    {"mobilenet_v2", "expand_112", 16, 112, 96, 1, 1, 1, true},
    {"mobilenet_v2", "depthwise_112_s2", 96, 112, 96, 3, 2, 96, false},
    {"mobilenet_v2", "project_56", 144, 56, 24, 1, 1, 1, false},
    {"mobilenet_v2", "depthwise_56", 144, 56, 144, 3, 1, 144, false},
    {"mobilenet_v2", "expand_28", 32, 28, 192, 1, 1, 1, true},
    {"mobilenet_v2", "depthwise_14", 384, 14, 384, 3, 1, 384, false},
    {"mobilenet_v2", "project_14", 384, 14, 64, 1, 1, 1, false},
    {"mobilenet_v2", "expand_7", 160, 7, 960, 1, 1, 1, true},
    {"mobilenet_v2", "depthwise_7", 960, 7, 960, 3, 1, 960, false},
    {"mobilenet_v2", "last_7", 320, 7, 1280, 1, 1, 1, true},
    {"shufflenet_v2", "branch_28", 58, 28, 58, 1, 1, 1, false},
    {"shufflenet_v2", "depthwise_28", 58, 28, 58, 3, 1, 58, true},
    {"shufflenet_v2", "branch_14", 116, 14, 116, 1, 1, 1, false},
    {"shufflenet_v2", "depthwise_14", 116, 14, 116, 3, 1, 116, true},
    {"shufflenet_v2", "branch_7", 232, 7, 232, 1, 1, 1, false},
    {"shufflenet_v2", "conv5", 464, 7, 1024, 1, 1, 1, false},
    {"resnet50", "conv1", 3, 224, 64, 7, 2, 1, true},
    {"resnet50", "stage1_reduce", 256, 56, 64, 1, 1, 1, false},
    {"resnet50", "stage1_3x3", 64, 56, 64, 3, 1, 1, false},
    {"resnet50", "stage1_expand", 64, 56, 256, 1, 1, 1, false},
    {"resnet50", "stage2_3x3", 128, 28, 128, 3, 1, 1, false},
    {"resnet50", "stage2_shortcut", 256, 56, 512, 1, 2, 1, false},
    {"resnet50", "stage3_3x3", 256, 14, 256, 3, 1, 1, false},
    {"resnet50", "stage3_3x3_s2", 256, 28, 256, 3, 2, 1, false},
    {"resnet50", "stage3_expand", 256, 14, 1024, 1, 1, 1, false},
    {"resnet50", "stage4_reduce", 2048, 7, 512, 1, 1, 1, false},
    {"resnet50", "stage4_3x3", 512, 7, 512, 3, 1, 1, false},
    {"resnet50", "stage4_expand", 512, 7, 2048, 1, 1, 1, false},
    {"resnet50", "fc", 2048, 1, 1000, 1, 1, 1, false},
};

ConvShape shape_of(const Layer& layer) {
  ConvShape s;
  s.in_channels = layer.in_channels;
  s.in_height = s.in_width = layer.size;
  s.out_channels = layer.out_channels;
  s.kernel_height = s.kernel_width = layer.kernel;
  s.stride_height = s.stride_width = layer.stride;
  s.group = layer.group;
  s.pad_top = s.pad_left = s.pad_bottom = s.pad_right = layer.kernel / 2;
  return s;
}

// Taps within the feature map along one axis, summed over all outputs.
int64_t valid_taps(int64_t in, int64_t out, int64_t kernel, int64_t stride, int64_t pad) {
  int64_t taps = 0;
  for (int64_t o = 0; o < out; ++o)
    for (int64_t k = 0; k < kernel; ++k) taps += o * stride - pad + k >= 0 && o * stride - pad + k < in;
  return taps;
}

double operations(const ConvShape& s) {
  const int64_t vertical =
      valid_taps(s.in_height, s.out_height(), s.kernel_height, s.stride_height, s.pad_top);
  const int64_t horizontal =
      valid_taps(s.in_width, s.out_width(), s.kernel_width, s.stride_width, s.pad_left);
  return 2.0 * double(vertical) * double(horizontal) * double(s.in_channels / s.group) *
         double(s.out_channels);
}

// Seconds of the fastest of several runs.
template <class F>
double best_time(const F& run) {
  run();
  double best = std::numeric_limits<double>::max();
  const Clock::time_point end = Clock::now() + std::chrono::milliseconds(100);
  do {
    const Clock::time_point start = Clock::now();
    run();
    best = std::min(best, std::chrono::duration<double>(Clock::now() - start).count());
  } while (Clock::now() < end);
  return best;
}

// oneDNN's fp32 convolution in the layouts that it prefers, with a ReLU.
class FloatConv {
 public:
  explicit FloatConv(const ConvShape& s) : engine_(dnnl::engine::kind::cpu, 0), stream_(engine_) {
    using dnnl::memory;
    const auto any = [](const memory::dims& dims) {
      return memory::desc(dims, memory::data_type::f32, memory::format_tag::any);
    };
    const memory::desc x = any({s.batch, s.in_channels, s.in_height, s.in_width});
    const memory::desc w = s.group == 1
                               ? any({s.out_channels, s.in_channels, s.kernel_height, s.kernel_width})
                               : any({s.group, s.out_channels / s.group, s.in_channels / s.group,
                                      s.kernel_height, s.kernel_width});
    const memory::desc b = any({s.out_channels}),
                       y = any({s.batch, s.out_channels, s.out_height(), s.out_width()});
    dnnl::post_ops relu;
    relu.append_eltwise(1.0f, dnnl::algorithm::eltwise_relu, 0.0f, 0.0f);
    dnnl::primitive_attr attributes;
    attributes.set_post_ops(relu);
    const dnnl::convolution_forward::primitive_desc description({dnnl::prop_kind::forward_inference,
                                                                 dnnl::algorithm::convolution_direct,
                                                                 x,
                                                                 w,
                                                                 b,
                                                                 y,
                                                                 {s.stride_height, s.stride_width},
                                                                 {s.pad_top, s.pad_left},
                                                                 {s.pad_bottom, s.pad_right}},
                                                                attributes, engine_);
    primitive_ = dnnl::convolution_forward(description);
    arguments_ = {{DNNL_ARG_SRC, filled(description.src_desc())},
                  {DNNL_ARG_WEIGHTS, filled(description.weights_desc())},
                  {DNNL_ARG_BIAS, filled(description.bias_desc())},
                  {DNNL_ARG_DST, filled(description.dst_desc())}};
  }

  void run() {
    primitive_.execute(stream_, arguments_);
    stream_.wait();
  }

 private:
  dnnl::memory filled(const dnnl::memory::desc& description) {
    dnnl::memory memory(description, engine_);
    std::fill_n(static_cast<float*>(memory.get_data_handle()), description.get_size() / sizeof(float), 0.01f);
    return memory;
  }

  dnnl::engine engine_;
  dnnl::stream stream_;
  dnnl::convolution_forward primitive_;
  std::unordered_map<int, dnnl::memory> arguments_;
};

quern::Tensor random_bytes(int64_t count) {
  quern::Tensor tensor(quern::DataType::Int8, {count});
  std::mt19937 engine(1);
  std::generate_n(tensor.mutable_data<int8_t>(), count, [&] { return int8_t(engine()); });
  return tensor;
}

void run_layer(benchmark::State& state, const Layer& layer) {
  const auto threads = int(state.range(0));
  const quern::cpu::ThreadScope scope(threads);
  const ConvShape s = shape_of(layer);
  const quern::Tensor weights =
      random_bytes(s.out_channels * s.in_channels / s.group * s.kernel_height * s.kernel_width);
  const quern::cpu::int8::PackedConv conv(s, layer.signed_input, weights.data<int8_t>(), nullptr, {8, true});
  const quern::Tensor x = random_bytes(s.in_channels * s.in_height * s.in_width);
  quern::Tensor y = random_bytes(s.out_channels * s.out_height() * s.out_width());
  quern::Tensor scratch = random_bytes(int64_t(conv.scratch_bytes(threads)));
  const auto run = [&] {
    conv.run(x.data<int8_t>(), y.mutable_data<int8_t>(),
             reinterpret_cast<std::byte*>(scratch.mutable_data<int8_t>()));
  };
  FloatConv float_conv(s);
  const double float_time = best_time([&] { float_conv.run(); }), integer_time = best_time(run);
  for (auto _ : state) run();
  state.counters["GOP/s"] = operations(s) / integer_time * 1e-9;
  state.counters["fp32_GOP/s"] = operations(s) / float_time * 1e-9;
  state.counters["vs_fp32"] = float_time / integer_time;
}

}  // namespace

int main(int argc, char** argv) {
  for (const Layer& layer : kLayers) {
    const std::string name = std::string(layer.network) + "/" + layer.name;
    benchmark::RegisterBenchmark(name.c_str(), [&layer](benchmark::State& state) { run_layer(state, layer); })
        ->Arg(1)
        ->Arg(2)
        ->UseRealTime()
        ->Unit(benchmark::kMicrosecond);
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
