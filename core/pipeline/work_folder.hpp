// The folder of a pipeline's artefacts, and what they are called.
#pragma once

#include <filesystem>
#include <string>

namespace quern::pipeline {

inline constexpr const char* kFloatModel = "fp32.onnx";
inline constexpr const char* kStatistics = "statistics.bin";
inline constexpr const char* kCalibration = "calibration.yaml";
inline constexpr const char* kIntegerModel = "int8.onnx";
inline constexpr const char* kCompileReport = "compile.json";
inline constexpr const char* kEvaluation = "evaluation.json";
inline constexpr const char* kReport = "report.json";

inline std::string manifest_name(const std::string& stage) { return stage + ".manifest.json"; }

}  // namespace quern::pipeline
