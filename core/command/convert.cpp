#include "command/arguments.hpp"
#include "command/exit_code.hpp"
#include "command/plugin_choice.hpp"
#include "pipeline/conversion.hpp"
#include "pipeline/plugin_options.hpp"
#include "plugins/frontend.hpp"
#include "support/jobs.hpp"
#include "support/log.hpp"
#include "support/parse.hpp"
#include "support/progress_bar.hpp"

namespace quern::command {
namespace {

std::pair<std::string, Shape> parse_input(const std::string& text) {
  const size_t equals = text.rfind('=');
  const auto shape = equals == std::string::npos ? std::nullopt : parse_shape(text.substr(equals + 1));
  if (equals == 0 || !shape)
    throw Error(QUERN_ERROR_ARGUMENT, "--input \"" + text + "\" is not of the form NAME=1x3x224x224");
  return {text.substr(0, equals), *shape};
}

int convert(const std::vector<std::string>& words) {
  Arguments arguments(kConvert);
  arguments.positional("MODEL", true)
      .list("input", "NAME=1x3x224x224: fix the shape of an input")
      .list("output", "end the graph at this tensor")
      .text("frontend", "the frontend plugin; default: the one that knows the file")
      .list("option", "name=value: an option of the frontend")
      .text("to,o", "the file to write")
      .number("jobs", 1, "threads; default: all processors")
      .plugins();
  if (!arguments.parse(words)) return kSuccess;
  if (!arguments.has("to"))
    throw Error(QUERN_ERROR_ARGUMENT, "-o FILE is missing: where to write the result");

  plugins::Registry registry = arguments.registry();
  plugins::ConvertRequest request;
  for (const std::string& file : arguments.get_list("MODEL")) request.files.emplace_back(file);
  for (const std::string& input : arguments.get_list("input")) request.inputs.push_back(parse_input(input));
  request.outputs = arguments.get_list("output");
  pipeline::require_files(request.files, pipeline::Folders::Allowed);
  const plugins::Frontend frontend = choose_frontend(registry, arguments.get("frontend"), request.files);
  request.options =
      pipeline::resolve_options(frontend.library(), plugin_choice(arguments.get_list("option")));

  ProgressBar bar("convert");
  const Model model = pipeline::convert_model(
      frontend, request, jobs_or_default(arguments.get_number("jobs", 0)), bar.callback());
  pipeline::write_model_file(model, arguments.get("to"));
  log::info("wrote " + arguments.get("to") + " (" + std::to_string(model.graph.nodes.size()) + " nodes)");
  return kSuccess;
}

}  // namespace

const Command kConvert{
    "convert", "MODEL [FILE…] [--input NAME=1x3x224x224]… [--output NAME]… [--frontend NAME] -o fp32.onnx",
    "Convert a model to canonical ONNX", convert};

}  // namespace quern::command
