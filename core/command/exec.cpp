#include <cstring>

#include "command/arguments.hpp"
#include "command/exit_code.hpp"
#include "command/plugin_choice.hpp"
#include "data/npz.hpp"
#include "pipeline/conversion.hpp"
#include "pipeline/plugin_options.hpp"
#include "plugins/runtime.hpp"
#include "support/file.hpp"
#include "support/jobs.hpp"
#include "support/log.hpp"

namespace quern::command {
namespace {

Tensor copy(const quern_tensor& seen) {
  Tensor tensor(DataType(seen.data_type), seen.rank ? Shape(seen.dims, seen.dims + seen.rank) : Shape());
  if (tensor.byte_size() != seen.size)
    throw InputError("the runtime observed a tensor of the wrong size", seen.name);
  std::memcpy(const_cast<std::byte*>(tensor.blob.data()), seen.data, seen.size);
  return tensor;
}

// The runtime's options: defaults, --option NAME=VALUE, and --profile for the option of that name.
plugins::OptionValues options_of(const Arguments& arguments, const plugins::Library& runtime) {
  config::PluginChoice choice = plugin_choice(arguments.get_list("option"));
  if (arguments.has("profile"))
    choice.options.push_back({"profile", arguments.get("profile"), {"--profile", 0, 0}});
  return pipeline::resolve_options(runtime, choice);
}

int execute(const std::vector<std::string>& words) {
  Arguments arguments(kExec);
  arguments.positional("ARTEFACT")
      .text("inputs", "npz file; its keys are the input names")
      .text("outputs", "npz file to write; its keys are the output names")
      .text("runtime", "the runtime plugin; default: the one that knows the artefact")
      .number("threads", 1, "threads; default: all processors")
      .list("observe", "also write this intermediate tensor")
      .list("option",
            "NAME=VALUE: an option of the runtime plugin (`quern plugins --options NAME` lists them)")
      .text("profile", "write a Chrome trace of the execution to this file, where the runtime can")
      .plugins();
  if (!arguments.parse(words)) return kSuccess;
  for (const char* option : {"inputs", "outputs"})
    if (!arguments.has(option))
      throw Error(QUERN_ERROR_ARGUMENT, std::string("--") + option + " FILE is missing");

  plugins::Registry registry = arguments.registry();
  plugins::OpenRequest request;
  request.artefact = arguments.get("ARTEFACT");
  pipeline::require_files({request.artefact, arguments.get("inputs")});
  request.observe = arguments.get_list("observe");
  request.threads = jobs_or_default(arguments.get_number("threads", 0));
  const plugins::Runtime runtime = choose_runtime(registry, arguments.get("runtime"), request.artefact);
  request.options = options_of(arguments, runtime.library());

  const auto session = runtime.open(request);
  const NamedTensors inputs = data::read_npz(arguments.get("inputs"));
  NamedTensors observed;
  NamedTensors results = session->run(
      inputs, [&](const quern_tensor& seen) { observed.insert_or_assign(seen.name, copy(seen)); });
  results.merge(observed);
  write_file(arguments.get("outputs"), data::encode_npz(results));
  log::info("wrote " + arguments.get("outputs") + " (" + std::to_string(results.size()) + " tensors)");
  return kSuccess;
}

}  // namespace

const Command kExec{
    "exec",
    "ARTEFACT --inputs in.npz --outputs out.npz [--runtime NAME] [--threads N] [--observe TENSOR]… "
    "[--option NAME=VALUE]… [--profile FILE]",
    "Execute a model once on given inputs", execute};

}  // namespace quern::command
