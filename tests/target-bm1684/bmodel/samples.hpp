// The vendor-made sample programs that lie beside the source tree.
#pragma once

#include <filesystem>
#include <vector>

namespace quern::bmodel::test {

// Where they are looked for: bm1684/samples below QUERN_SHARED, or ../shared.
std::filesystem::path sample_folder();

// The folder of every sample: NAME/NAME.bmodel and NAME/manifest.json. Empty where they are absent.
std::vector<std::filesystem::path> samples();

}  // namespace quern::bmodel::test
