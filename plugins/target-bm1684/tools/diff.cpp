#include <quern/artefact.hpp>

#include "bmodel/facts.hpp"
#include "tools/tools.hpp"

namespace quern::bm1684 {

void diff(const Programs& programs) {
  for (const std::string& line : bmodel::differences(programs.models[0], programs.models[1]))
    write_line(programs.text, line);
}

}  // namespace quern::bm1684
