#include "profile.hpp"

#include <algorithm>
#include <cstdio>
#include <map>

#include "isa/disassemble.hpp"

namespace quern::bm1684 {
namespace {

std::string text_of(const bmodel::Binary& binary) {
  return {reinterpret_cast<const char*>(binary.data()), binary.size()};
}

// Names of tensors and coefficients by address.
AddressNames names_of(const bmodel::Stage& stage) {
  std::map<uint64_t, std::pair<uint64_t, std::string>> ranges;  // start -> end, name
  if (stage.coefficients)
    for (const bmodel::CoefficientRange& range : stage.coefficients->ranges)
      ranges[stage.coefficients->address + range.offset] = {
          stage.coefficients->address + range.offset + range.size, range.name};
  for (const auto* list : {&stage.inputs, &stage.outputs})
    for (const bmodel::Tensor& t : *list) ranges[t.address] = {t.address + t.size, t.name};
  return [ranges = std::move(ranges)](uint64_t address) -> std::string {
    auto it = ranges.upper_bound(address);
    if (it == ranges.begin()) return {};
    --it;
    if (address >= it->second.first) return {};
    return address == it->first ? it->second.second : it->second.second + "+" + hex(address - it->first);
  };
}

class Builder {
 public:
  explicit Builder(const bmodel::Stage& stage)
      : names_(names_of(stage)), table_(read_layer_table(text_of(stage.statistics))) {}

  void add(const Group& group, size_t number) {
    const Timeline timeline = schedule(group.bd, group.gdma, profile_.total.nanoseconds);
    for (size_t i = 0; i < group.bd.size(); ++i)
      add(true, number, i, timeline.bd[i], group.bd[i], layer_of_bd(table_, uint32_t(number), uint32_t(i)));
    for (size_t i = 0; i < group.gdma.size(); ++i)
      add(false, number, i, timeline.gdma[i], group.gdma[i],
          layer_of_gdma(table_, uint32_t(number), uint32_t(i)));
    profile_.total.nanoseconds = timeline.end;
  }

  Profile take() {
    for (LayerCost& layer : profile_.layers)
      layer.cost.nanoseconds = spans_[layer.name].end - spans_[layer.name].begin;
    return std::move(profile_);
  }

 private:
  template <class Step>
  void add(bool is_bd, size_t group, size_t index, const Interval& time, const Step& step,
           const std::string& layer) {
    profile_.commands.push_back({is_bd, group, index, time, describe(step.instruction, names_), layer});
    profile_.total.add(step.instruction);
    const auto [it, is_new] = positions_.emplace(layer, profile_.layers.size());
    if (is_new) profile_.layers.push_back({layer, {}});
    profile_.layers[it->second].cost.add(step.instruction);
    Interval& span = spans_.emplace(layer, time).first->second;
    span = {std::min(span.begin, time.begin), std::max(span.end, time.end)};
  }

  AddressNames names_;
  std::vector<LayerCommands> table_;
  Profile profile_;
  std::map<std::string, size_t> positions_;
  std::map<std::string, Interval> spans_;
};

}  // namespace

Profile profile_of(const StageProgram& program) {
  Builder builder(*program.stage);
  size_t number = 0;
  for (const Part& part : program.parts)
    for (const Group& group : part.groups) builder.add(group, number++);
  return builder.take();
}

std::string summary(const Cost& cost) {
  char line[256];
  std::snprintf(line, sizeof line,
                "%.3f ms, %lld cycles, MAC utilisation %.1f %%, DDR %.2f MB read and %.2f MB written (%.1f "
                "%% of bandwidth), "
                "compute engine busy %.1f %%, copy engine %.1f %%",
                cost.nanoseconds * 1e-6, static_cast<long long>(cost.cycles()), 100 * cost.mac_utilisation(),
                double(cost.ddr.read) * 1e-6, double(cost.ddr.written) * 1e-6, 100 * cost.ddr_utilisation(),
                100 * cost.bd_nanoseconds / std::max(1.0, cost.nanoseconds),
                100 * cost.gdma_nanoseconds / std::max(1.0, cost.nanoseconds));
  return line;
}

std::vector<std::string> layer_lines(const Profile& profile) {
  std::vector<std::string> lines;
  for (const LayerCost& layer : profile.layers)
    if (!layer.name.empty()) lines.push_back(layer.name + ": " + summary(layer.cost));
  return lines;
}

}  // namespace quern::bm1684
