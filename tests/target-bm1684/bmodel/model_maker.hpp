// Models made here, for tests: small, and with something in every field of the format.
#pragma once

#include <string>

#include "bmodel/model.hpp"

namespace quern::bmodel::test {

Binary bytes(const std::string& text);
// `size` bytes that depend on `seed`.
Binary noise(size_t size, uint32_t seed);

// One net "classify" with one valid stage for `batch` images: int8 input, float output, one group of
// commands. `weights` seeds the coefficients.
Model classifier(int64_t batch, uint32_t weights = 1);

// Two nets: "classify" with stages for 1 and 4 images that share their coefficients, and "detect", whose
// stage ends on the CPU and fills every optional field.
Model two_nets();

// The file that the writer makes.
std::string file_of(const Model& model);
Model read_text(const std::string& file);

}  // namespace quern::bmodel::test
