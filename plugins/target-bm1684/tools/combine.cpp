#include "bmodel/combine.hpp"

#include "bmodel/write.hpp"
#include "tools/tools.hpp"

namespace quern::bm1684 {

void combine(const Programs& programs) {
  if (programs.output.empty())
    throw Error(QUERN_ERROR_ARGUMENT, "\"combine\" needs the name of the file to write");
  bmodel::write(bmodel::combine(programs.models, programs.names), programs.sink, programs.output);
}

}  // namespace quern::bm1684
