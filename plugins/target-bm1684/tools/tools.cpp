#include "tools/tools.hpp"

#include <quern/onnx/file.hpp>
#include <quern/plugin.hpp>

#include "bmodel/read.hpp"

namespace quern::bm1684 {
namespace {

struct Verb {
  std::string_view name;
  size_t files;  // how many it takes at least
  void (*run)(const Programs&);
};

constexpr Verb kVerbs[] = {
    {"info", 1, info},       {"verify", 1, verify},   {"diff", 2, diff},
    {"extract", 1, extract}, {"combine", 1, combine}, {"disassemble", 1, disassemble},
};

}  // namespace

int32_t sniff(const std::string& file) {
  int32_t certainty = 0;
  guarded(nullptr, [&] {
    const bmodel::Binary bytes = map_file(file);
    if (!bmodel::has_magic(bytes)) return;
    certainty = 10;  // a damaged one, or one for another chip
    bmodel::read(bytes, file);
    certainty = 100;
  });
  return certainty;
}

void run_tool(const quern_host* host, const quern_tool_request& request, const quern_sink* sink,
              const quern_text_sink* text) {
  for (const Verb& verb : kVerbs) {
    if (verb.name != request.verb) continue;
    if (request.file_count < verb.files)
      throw Error(QUERN_ERROR_ARGUMENT, "\"" + std::string(verb.name) + "\" needs " +
                                            std::to_string(verb.files) + " files, got " +
                                            std::to_string(request.file_count));
    Programs programs{host, {}, {}, request.name ? request.name : "", sink, text};
    for (uint32_t i = 0; i < request.file_count; ++i) {
      programs.names.emplace_back(request.files[i]);
      programs.models.push_back(bmodel::read(std::filesystem::path(request.files[i])));
    }
    return verb.run(programs);
  }
  throw UnsupportedError("target bm1684 has no tool \"" + std::string(request.verb) + "\"");
}

}  // namespace quern::bm1684
