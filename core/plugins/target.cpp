#include "plugins/target.hpp"

#include "plugins/host_call.hpp"
#include "plugins/operator_list.hpp"
#include "plugins/sniff.hpp"
#include "plugins/text_sink.hpp"

namespace quern::plugins {
namespace {

void refuse(const std::string& name, const void*, size_t) {
  throw Error(QUERN_ERROR_INTERNAL,
              "the plugin wants to write \"" + name + "\", but was asked to write nothing");
}

}  // namespace

void Target::compile(const CompileRequest& request, const ArtefactWriter& writer, unsigned threads,
                     const Progress& progress) const {
  const std::string model = request.model.string();
  const std::vector<quern_option_value> options = to_abi(request.options);
  const quern_compile_request c{
      sizeof(quern_compile_request), request.quantise ? 1 : 0,   model.c_str(),  request.name.c_str(),
      request.calibration.data(),    request.calibration.size(), options.data(), options.size()};
  HostCall call(library_->label(), threads, progress);
  const ArtefactSink sink(call, writer);
  call.check(library_->functions<quern_target>().compile(call.host(), &c, sink.sink()));
}

std::vector<std::string> Target::operators() const {
  return list_operators(*library_, library_->functions<quern_target>().operators);
}

int Target::sniff(const std::filesystem::path& file) const {
  const quern_target& functions = library_->functions<quern_target>();
  if (!functions.sniff || !functions.tool) return 0;
  HostCall call(library_->label(), 1);
  return functions.sniff(call.host(), file.c_str());
}

std::vector<std::string> Target::tool(const ToolRequest& request, const ArtefactWriter& writer) const {
  std::vector<const char*> files;
  for (const std::filesystem::path& file : request.files) files.push_back(file.c_str());
  const quern_tool_request c{sizeof(quern_tool_request), uint32_t(files.size()), request.verb.c_str(),
                             files.data(), request.name.empty() ? nullptr : request.name.c_str()};
  HostCall call(library_->label(), 1);
  const ArtefactSink sink(call, writer ? writer : refuse);
  TextSink text(call);
  call.check(library_->functions<quern_target>().tool(call.host(), &c, sink.sink(), text.sink()));
  return text.lines();
}

Target choose_target(Registry& registry, const std::filesystem::path& file) {
  const auto sniff = [&](const Library& library) { return Target(library).sniff(file); };
  return Target(surest(registry, QUERN_KIND_TARGET, file, sniff));
}

}  // namespace quern::plugins
