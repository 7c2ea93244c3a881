// From files to a model.
#pragma once

#include <filesystem>

#include <quern/graph/graph.hpp>
#include <quern/host.hpp>

namespace quern::frontend::onnx {

inline constexpr int64_t kNewestOpset = 21;
inline constexpr int64_t kNewestIrVersion = 10;

// Reads a model with its external data. Throws Error where the file is missing or damaged.
Model read_file(const std::filesystem::path& file);

// Checks IR version and opset imports. What is newer than this frontend knows is refused where `strict`,
// else reported as a warning: most operators do not change from one opset to the next.
void check_versions(const Model& model, bool strict, const Host& host);

}  // namespace quern::frontend::onnx
