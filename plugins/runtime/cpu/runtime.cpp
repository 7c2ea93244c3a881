#include "runtime.hpp"

#include <utility>

#include <quern/onnx/file.hpp>
#include <quern/ops/operator.hpp>
#include <quern/plugin.hpp>

#include "session.hpp"

struct quern_session {
  quern_session(quern::Model model, const quern::cpu::PlanOptions& options)
      : session(std::move(model), options) {}
  quern::cpu::Session session;
};

namespace quern::cpu {
namespace {

// A readable ONNX model, whatever its name: reading it is the only test that means anything.
int32_t sniff(const quern_host*, const char* artefact) {
  int32_t certainty = 0;
  guarded(nullptr, [&] {
    const Model model = load_model(artefact);
    if (!model.graph.outputs.empty() && model.opsets.contains("")) certainty = 90;
  });
  return certainty;
}

PlanOptions plan_options(const Host& host, const quern_open_request& request) {
  PlanOptions options;
  const auto threads = int(Options(request.options, request.option_count).integer("threads"));
  options.threads = threads > 0 ? threads : int(host.threads());
  options.observe.assign(request.observe, request.observe + request.observe_count);
  options.observe_unordered = (request.flags & QUERN_OPEN_UNORDERED) != 0;
  return options;
}

quern_status open(const quern_host* host, const quern_open_request* request, quern_session** session) {
  return guarded(host, [&] {
    *session = new quern_session(load_model(request->artefact), plan_options(Host(host), *request));
  });
}

quern_status describe(quern_session* session, const quern_tensor_sink* inputs,
                      const quern_tensor_sink* outputs) {
  return guarded(nullptr, [&] { session->session.describe(*inputs, *outputs); });
}

quern_status run(const quern_host* host, quern_session* session, const quern_tensor* inputs,
                 uint64_t input_count, const quern_tensor_sink* outputs, const quern_tensor_sink* observer) {
  return guarded(host, [&] { session->session.run({inputs, input_count}, *outputs, observer); });
}

void close(quern_session* session) { delete session; }

quern_status operators(const quern_host* host, const quern_text_sink* sink) {
  return guarded(host, [&] {
    for (const ops::Operator* op : ops::all()) {
      if (!op->compute) continue;
      const std::string name =
          (op->domain.empty() ? "" : std::string(op->domain) + ".") + std::string(op->name);
      sink->add(sink->context, name.c_str());
    }
  });
}

}  // namespace

const quern_runtime kRuntime = {sizeof(quern_runtime), sniff, open, describe, run, close, operators};

}  // namespace quern::cpu
