#include "runtime.hpp"

#include <quern/plugin.hpp>

#include "bmodel/read.hpp"
#include "session.hpp"

struct quern_session {
  quern::sophon::Session session;
};

namespace quern::sophon {
namespace {

// Below what a simulator answers: a device is used where somebody asks for it.
constexpr int32_t kCertainty = 40;

int32_t sniff(const quern_host*, const char* artefact) {
  int32_t certainty = 0;
  guarded(nullptr, [&] {
    bmodel::read(std::filesystem::path(artefact));
    certainty = kCertainty;
  });
  return certainty;
}

quern_status open(const quern_host* host, const quern_open_request* request, quern_session** session) {
  return guarded(host, [&] {
    if (request->observe_count > 0)
      throw UnsupportedError("a device hands out results only, not the tensors on the way", request->artefact,
                             "Use the simulator to look into a program.");
    const Options options(request->options, request->option_count);
    *session =
        new quern_session{Session(request->artefact, {options.text("library"), int(options.integer("device")),
                                                      options.text("net"), options.flag("raw")})};
  });
}

quern_status describe(quern_session* session, const quern_tensor_sink* inputs,
                      const quern_tensor_sink* outputs) {
  return guarded(nullptr, [&] { session->session.describe(*inputs, *outputs); });
}

quern_status run(const quern_host* host, quern_session* session, const quern_tensor* inputs,
                 uint64_t input_count, const quern_tensor_sink* outputs, const quern_tensor_sink*) {
  return guarded(host, [&] { session->session.run({inputs, input_count}, *outputs); });
}

void close(quern_session* session) { delete session; }

// Programs consist of instructions; operators are the compiler's business.
quern_status operators(const quern_host*, const quern_text_sink*) { return QUERN_OK; }

}  // namespace

const quern_runtime kRuntime = {sizeof(quern_runtime), sniff, open, describe, run, close, operators};

}  // namespace quern::sophon
