// What lies where in the memory of a stage.
#pragma once

#include "bmodel/model.hpp"
#include "isa/text.hpp"

namespace quern::bm1684 {

// Names device addresses: "data+0x80" within a tensor, "weights of conv1+0x40" within a range of the
// coefficients, "coefficients+0x…" and "context+0x…" elsewhere, "" outside of the stage's memory. Keeps no
// reference to `stage`.
AddressNames address_names(const bmodel::Stage& stage);

}  // namespace quern::bm1684
