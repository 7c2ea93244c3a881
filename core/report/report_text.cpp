#include <algorithm>
#include <cstdio>

#include "report/report.hpp"

namespace quern::report {
namespace {

template <class... Values>
std::string format(const char* pattern, Values... values) {
  char text[256];
  std::snprintf(text, sizeof text, pattern, values...);
  return text;
}

double rate(const evaluation::Accuracy& accuracy, int k) {
  return 100 * (k == 1 ? accuracy.top1_rate() : accuracy.top5_rate());
}

std::string accuracy_table(const std::map<std::string, evaluation::Accuracy>& accuracy,
                           const std::vector<int>& top) {
  const auto fp32 = accuracy.find("fp32"), int8 = accuracy.find("int8");
  if (fp32 == accuracy.end()) return {};
  const std::string title =
      format("accuracy (%llu samples)", static_cast<unsigned long long>(fp32->second.samples));
  std::string text = format("\n%-26s%10s", title.c_str(), "fp32");
  if (int8 != accuracy.end()) text += format("%10s%10s", "int8", "change");
  for (const int k : top) {
    text += format("\n  top-%-20d%8.2f %%", k, rate(fp32->second, k));
    if (int8 != accuracy.end())
      text += format("%8.2f %%%+8.2f", rate(int8->second, k), rate(int8->second, k) - rate(fp32->second, k));
  }
  return text + "\n";
}

std::string comparison_table(const evaluation::Comparison& comparison) {
  std::string text =
      format("\nint8 against fp32 (%llu samples)\n", static_cast<unsigned long long>(comparison.samples));
  if (comparison.has_top1) text += format("  same best class: %.2f %%\n", 100 * comparison.top1_rate());
  text += "      cosine  relative L2  SQNR (dB)  output\n";
  for (const auto& [name, metrics] : comparison.outputs)
    text += format("  %10.6f %12.6f %10.2f", metrics.cosine, metrics.relative_l2, metrics.sqnr_db) + "  " +
            name + "\n";
  return text;
}

std::string count_text(int64_t value) {
  if (value >= 1'000'000'000) return format("%.2f G", double(value) * 1e-9);
  if (value >= 1'000'000) return format("%.2f M", double(value) * 1e-6);
  return std::to_string(value) + " ";
}

std::string compilation_table(const CompileReport& compilation) {
  constexpr size_t kNodesShown = 4;
  std::string text = "\n" + format("INT8: %.2f %%", 100 * compilation.integer_mac_share) + " of " +
                     count_text(compilation.macs()) + "MACs; " + std::to_string(compilation.float_layers()) +
                     " of " + std::to_string(compilation.layers.size()) + " layers stay in float\n";
  for (const FloatGroup& group : group_float_layers(compilation)) {
    text += "  " + std::to_string(group.nodes.size()) + " × " + group.op_type + ": " + group.reason + " (";
    for (size_t i = 0; i < std::min(kNodesShown, group.nodes.size()); ++i)
      text += (i ? ", " : "") + group.nodes[i];
    text += std::string(group.nodes.size() > kNodesShown ? ", …" : "") + ")\n";
  }
  return text;
}

}  // namespace

std::string format_report(const Report& report) {
  std::string text;
  if (report.evaluation) {
    text += accuracy_table(report.evaluation->accuracy, report.top);
    if (report.evaluation->comparison) text += comparison_table(*report.evaluation->comparison);
  }
  if (report.compilation) text += compilation_table(*report.compilation);
  text += "\nartefacts in " + report.work.string() + ":\n ";
  for (const std::string& name : report.artefacts) text += " " + name;
  return text + "\n";
}

}  // namespace quern::report
