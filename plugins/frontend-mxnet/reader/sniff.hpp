// Recognising MXNet models.
#pragma once

#include <filesystem>
#include <vector>

namespace quern::frontend::mxnet {

// How sure it is, 0 to 100, that the files are an MXNet model: a symbol, its parameters, or both in any
// order. Looks at the content only.
int sniff(const std::vector<std::filesystem::path>& files);

}  // namespace quern::frontend::mxnet
