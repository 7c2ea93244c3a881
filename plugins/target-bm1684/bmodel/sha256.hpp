// SHA-256 of binaries, as the 32 bytes that a .bmodel file stores.
#pragma once

#include <array>
#include <cstdint>

#include "bmodel/model.hpp"

namespace quern::bmodel {

using Digest = std::array<uint8_t, 32>;

Digest sha256(const Binary& data);

}  // namespace quern::bmodel
