#include "bmodel/combine.hpp"
#include "bmodel/write.hpp"
#include "tools/tools.hpp"

namespace quern::bm1684 {

void extract(const Programs& programs) {
  for (const auto& [name, model] : bmodel::extract(programs.models[0]))
    bmodel::write(model, programs.sink, name);
}

}  // namespace quern::bm1684
