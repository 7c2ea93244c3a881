// Work on finished programs: `quern model`, `quern disasm` and `quern info`, one file per verb.
#pragma once

#include <string>
#include <vector>

#include <quern/plugin.h>

#include "bmodel/model.hpp"

namespace quern::bm1684 {

// How sure the target is, 0 to 100, that the file is one of its programs. Does not throw.
int32_t sniff(const std::string& file);

// Does what the request's verb says. Throws Error.
void run_tool(const quern_host* host, const quern_tool_request& request, const quern_sink* sink,
              const quern_text_sink* text);

// A verb's files, read, and where its results go.
struct Programs {
  const quern_host* host;
  std::vector<std::string> names;  // of the files
  std::vector<bmodel::Model> models;
  std::string output;  // name of the file to write
  const quern_sink* sink;
  const quern_text_sink* text;
};

void info(const Programs& programs);
void verify(const Programs& programs);
void diff(const Programs& programs);
void extract(const Programs& programs);
void combine(const Programs& programs);
void disassemble(const Programs& programs);

}  // namespace quern::bm1684
