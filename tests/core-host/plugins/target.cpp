// A target that leaves the network as it is.
#include <quern/artefact.hpp>
#include <quern/onnx/file.hpp>
#include <quern/plugin.hpp>

#include "pause.hpp"

namespace quern::fake {
namespace {

quern_status compile(const quern_host* host, const quern_compile_request* request, const quern_sink* sink) {
  return guarded(host, [&] {
    write_bytes(sink, "program.bin", "first half", 10);
    pause_at("compile", Host(host));
    write_bytes(sink, "program.bin", ", second half", 13);
    write_model(sink, "int8.onnx", load_model(request->model));
    const std::string report =
        R"({"network": "fake", "int8_mac_share": 0.75, "layers": [)"
        R"({"node": "relu", "operator": "Relu", "source": "relu", "precision": "int8", "macs": 30},)"
        R"({"node": "pool", "operator": "GlobalAveragePool", "precision": "float32", "reason": "no room", "macs": 10}]})";
    write_bytes(sink, "compile.json", report.data(), report.size());
  });
}

quern_status operators(const quern_host*, const quern_text_sink* sink) {
  sink->add(sink->context, "Relu");
  return QUERN_OK;
}

const quern_target kTarget{sizeof(quern_target), compile, operators, nullptr, nullptr};

}  // namespace
}  // namespace quern::fake

QUERN_PLUGIN(target, QUERN_KIND_TARGET, "fake", "1.0.0", "Leaves everything as it is", nullptr, 0,
             quern::fake::kTarget)
