// A target that leaves the network as it is.
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

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

// Its programs are texts that begin so.
constexpr std::string_view kMagic = "fake program";

std::string content(const char* file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

int32_t sniff(const quern_host*, const char* file) { return content(file).starts_with(kMagic) ? 100 : 0; }

quern_status tool(const quern_host* host, const quern_tool_request* request, const quern_sink* sink,
                  const quern_text_sink* text) {
  return guarded(host, [&] {
    const std::string verb = request->verb, program = content(request->files[0]);
    if (verb == "info") {
      write_line(text, "a fake program of " + std::to_string(program.size()) + " bytes");
      write_line(text, "second line");
    } else if (verb == "diff") {
      if (program != content(request->files[1])) write_line(text, "content: differs");
    } else if (verb == "verify") {
      if (program == kMagic) return;
      Host(host).report({QUERN_SEVERITY_ERROR, "too long", "the end", {}, {}, {}});
      throw InputError("no good", "the middle");
    } else if (verb == "combine") {
      for (uint32_t i = 0; i < request->file_count; ++i) {
        const std::string part = content(request->files[i]);
        write_bytes(sink, request->name, part.data(), part.size());
      }
    } else if (verb == "extract") {
      write_bytes(sink, "one.fake", program.data(), 1);
      write_bytes(sink, "two.fake", program.data(), 2);
      if (program.ends_with("!")) throw InputError("this cannot be taken apart");
    } else {
      throw UnsupportedError("there is no " + verb);
    }
  });
}

const quern_target kTarget{sizeof(quern_target), compile, operators, sniff, tool};

}  // namespace
}  // namespace quern::fake

QUERN_PLUGIN(target, QUERN_KIND_TARGET, "fake", "1.0.0", "Leaves everything as it is", nullptr, 0,
             quern::fake::kTarget)
