#include "runtime.hpp"

#include <array>
#include <fstream>

#include <quern/plugin.hpp>

#include "bmodel/read.hpp"
#include "session.hpp"

struct quern_session {
  quern_session(quern::bm1684::Program program, quern::bm1684::SessionOptions options)
      : session(std::move(program), std::move(options)) {}
  quern::bm1684::Session session;
};

namespace quern::bm1684 {
namespace {

// Programs begin with 0xFF55AAEE.
int32_t sniff(const quern_host*, const char* artefact) {
  std::array<unsigned char, 4> magic{};
  std::ifstream stream(artefact, std::ios::binary);
  stream.read(reinterpret_cast<char*>(magic.data()), magic.size());
  return stream && magic == std::array<unsigned char, 4>{0xEE, 0xAA, 0x55, 0xFF} ? 95 : 0;
}

quern_status open(const quern_host* host, const quern_open_request* request, quern_session** session) {
  return guarded(host, [&] {
    const Options values(request->options, request->option_count);
    SessionOptions options;
    options.net = values.text("net");
    const auto threads = int(values.integer("threads"));
    options.threads = threads > 0 ? threads : int(Host(host).threads());
    options.raw = values.flag("raw");
    options.check = values.flag("check");
    options.profile = values.text("profile");
    options.observe.assign(request->observe, request->observe + request->observe_count);
    Program program = load_program(bmodel::read(request->artefact), options.net);
    *session = new quern_session(std::move(program), std::move(options));
  });
}

quern_status describe(quern_session* session, const quern_tensor_sink* inputs,
                      const quern_tensor_sink* outputs) {
  return guarded(nullptr, [&] { session->session.describe(*inputs, *outputs); });
}

quern_status run(const quern_host* host, quern_session* session, const quern_tensor* inputs,
                 uint64_t input_count, const quern_tensor_sink* outputs, const quern_tensor_sink* observer) {
  return guarded(host, [&] { session->session.run(Host(host), {inputs, input_count}, *outputs, observer); });
}

void close(quern_session* session) { delete session; }

quern_status operators(const quern_host* host, const quern_text_sink* sink) {
  return guarded(host, [&] {
    for (const char* name :
         {"BD arithmetic", "BD average pooling", "BD convolution", "BD depthwise convolution",
          "BD matrix product", "BD maximum pooling", "BD scalar", "BD special function", "BD table look-up",
          "GDMA copy", "GDMA fill", "GDMA matrix copy", "GDMA transpose"})
      sink->add(sink->context, name);
  });
}

}  // namespace

const quern_runtime kRuntime = {sizeof(quern_runtime), sniff, open, describe, run, close, operators};

}  // namespace quern::bm1684
