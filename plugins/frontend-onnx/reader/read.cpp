#include "reader/read.hpp"

#include <quern/onnx/file.hpp>

namespace quern::frontend::onnx {

Model read_file(const std::filesystem::path& file) { return load_model(file); }

void check_versions(const Model& model, bool strict, const Host& host) {
  const auto newer = [&](const std::string& what, int64_t version, int64_t known) {
    const std::string message =
        "the model has " + what + " " + std::to_string(version) + ", newer than " + std::to_string(known);
    const std::string hint = "Export the model with " + what + " " + std::to_string(known) + " or below.";
    if (strict) throw UnsupportedError(message, "", hint);
    host.warn(message, "", hint);
  };
  if (model.ir_version > kNewestIrVersion) newer("IR version", model.ir_version, kNewestIrVersion);
  const auto opset = model.opsets.find("");
  if (opset == model.opsets.end()) return;
  if (opset->second < 1)
    throw InputError("the model claims ONNX opset " + std::to_string(opset->second) +
                     ", which does not exist");
  if (opset->second > kNewestOpset) newer("ONNX opset", opset->second, kNewestOpset);
}

}  // namespace quern::frontend::onnx
