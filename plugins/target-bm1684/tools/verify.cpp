#include "bmodel/verify.hpp"

#include <quern/artefact.hpp>
#include <quern/host.hpp>

#include "tools/tools.hpp"
#include "tools/verify_commands.hpp"

namespace quern::bm1684 {

void verify(const Programs& programs) {
  std::vector<bmodel::Problem> problems = bmodel::verify(programs.models[0]);
  for (const bmodel::Net& net : programs.models[0].nets)
    for (size_t i = 0; i < net.stages.size(); ++i)
      for (bmodel::Problem& problem : verify_commands(net, i)) problems.push_back(std::move(problem));
  if (problems.empty()) {
    write_line(programs.text, programs.names[0] + ": nothing wrong");
    return;
  }
  // All but the last are reported here; the last ends the call.
  for (size_t i = 0; i + 1 < problems.size(); ++i)
    Host(programs.host).report({QUERN_SEVERITY_ERROR, problems[i].message, problems[i].place, {}, {}, {}});
  throw InputError(problems.back().message, problems.back().place);
}

}  // namespace quern::bm1684
