// Converts, compiles and runs a network in one process: what the `quern` command does, as a program of your
// own.
//
//   online_compile PLUGIN_FOLDER MODEL.onnx
//
// Links the host's library quern-core, which loads plugins and makes what a frontend delivers canonical.
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "pipeline/conversion.hpp"
#include "plugins/frontend.hpp"
#include "plugins/runtime.hpp"
#include "plugins/target.hpp"

namespace {

namespace fs = std::filesystem;
using namespace quern;
using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// Inputs of zeros, in the shapes that the program wants.
NamedTensors zeros(const std::vector<Port>& ports) {
  NamedTensors inputs;
  for (const Port& port : ports) inputs.emplace(port.name, Tensor(port.type, port.shape));
  return inputs;
}

void run(const fs::path& plugins, const fs::path& model_file, const fs::path& work) {
  plugins::Registry registry({{plugins, "command line"}});

  // Convert: the frontend that knows the file, then the host's passes.
  auto start = Clock::now();
  const plugins::Frontend frontend = plugins::choose_frontend(registry, "", {model_file});
  plugins::ConvertRequest convert;
  convert.files = {model_file};
  convert.options = default_values(frontend.library().options);
  const Model model = pipeline::convert_model(frontend, convert, 1, {});
  pipeline::write_model_file(model, work / "fp32.onnx");
  std::printf("converted in %.1f ms: %zu nodes\n", milliseconds_since(start), model.graph.nodes.size());

  // Compile: in float, so that no calibration is needed.
  start = Clock::now();
  const plugins::Target target(registry.load(QUERN_KIND_TARGET, "bm1684"));
  plugins::CompileRequest compile;
  compile.model = work / "fp32.onnx";
  compile.name = "net";
  compile.quantise = false;
  compile.options = default_values(target.library().options);
  target.compile(
      compile,
      [&](const std::string& name, const void* data, size_t size) {
        std::ofstream(work / name, std::ios::binary | std::ios::app)
            .write(static_cast<const char*>(data), std::streamsize(size));
      },
      1);
  std::printf("compiled in %.1f ms\n", milliseconds_since(start));

  // Run: on the simulator. On a board, name the runtime "sophon".
  start = Clock::now();
  const plugins::Runtime runtime = plugins::choose_runtime(registry, "bm1684", work / "net.bmodel");
  plugins::OpenRequest open;
  open.artefact = work / "net.bmodel";
  open.options = default_values(runtime.library().options);
  const std::unique_ptr<Session> session = runtime.open(open);
  const NamedTensors outputs = session->run(zeros(session->inputs()));
  std::printf("executed in %.1f ms\n", milliseconds_since(start));
  for (const auto& [name, tensor] : outputs)
    std::printf("  %s %s\n", name.c_str(), to_string(tensor.dims).c_str());
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::fprintf(stderr, "usage: online_compile PLUGIN_FOLDER MODEL\n");
    return 2;
  }
  const fs::path work = fs::temp_directory_path() /
                        ("online-compile-" + std::to_string(Clock::now().time_since_epoch().count()));
  fs::create_directories(work);
  int status = 0;
  try {
    run(arguments[1], arguments[2], work);
  } catch (const quern::Error& e) {
    std::fprintf(stderr, "error: %s\n", e.what());
    status = 1;
  }
  fs::remove_all(work);
  return status;
}
