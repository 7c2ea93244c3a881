// Arbitrary bytes as a .bmodel file: they are read, or refused with an Error; what was read can be looked at
// and written again, and is the same then.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "bmodel/combine.hpp"
#include "bmodel/facts.hpp"
#include "bmodel/read.hpp"
#include "bmodel/verify.hpp"
#include "bmodel/write.hpp"
#include "tools/tools.hpp"
#include "tools/verify_commands.hpp"

namespace {

void look_at_commands(const quern::bmodel::Model& model) {
  const quern_text_sink nowhere{sizeof(quern_text_sink), nullptr, [](void*, const char*) {}};
  quern::bm1684::disassemble({nullptr, {"fuzz"}, {model}, "", nullptr, &nowhere});
  for (const quern::bmodel::Net& net : model.nets)
    for (size_t i = 0; i < net.stages.size(); ++i) quern::bm1684::verify_commands(net, i);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace quern;
  Blob bytes = Blob::allocate(size);
  if (size) std::memcpy(const_cast<std::byte*>(bytes.data()), data, size);
  try {
    const bmodel::Model model = bmodel::read(bytes, "fuzz");
    bmodel::verify(model);
    look_at_commands(model);
    std::string file;
    bmodel::write(model, [&](const void* part, size_t n) { file.append(static_cast<const char*>(part), n); });
    Blob copy = Blob::allocate(file.size());
    std::memcpy(const_cast<std::byte*>(copy.data()), file.data(), file.size());
    const std::vector<std::string> lines = bmodel::differences(model, bmodel::read(copy, "again"));
    for (const std::string& line : lines)
      if (line.find("stored SHA-256") == std::string::npos) {  // computed where there was none
        std::fprintf(stderr, "%s\n", line.c_str());
        std::abort();
      }
    bmodel::extract(model);
    bmodel::combine({model, model}, {"fuzz", "fuzz"});
  } catch (const Error&) {
    // Refused, as it should be.
  }
  return 0;
}
