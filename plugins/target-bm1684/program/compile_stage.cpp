#include "program/compile_stage.hpp"

#include <iterator>

#include "allocation/device_memory.hpp"
#include "allocation/local_memory.hpp"
#include "emission/instructions.hpp"
#include "emission/stage_parts.hpp"
#include "tiling/partition.hpp"
#include "translate/leading_axis.hpp"

namespace quern::bm1684 {
namespace {

// A run of layers with its schedule, one copy, or one part of the host.
struct Unit {
  int part = 0;  // the first
  std::vector<PlannedGroup> groups;
  TileSchedule timeline;
};

class StageCompiler {
 public:
  StageCompiler(const Graph& graph, int optimisation)
      : limits_(limits_of(optimisation)), translator_(graph, network_) {
    network_.name = graph.name;
  }

  CompiledStage run() {
    translator_.run();
    const CostModel costs(network_);
    for (int part = 0; part < int(network_.parts.size());) {
      int end = part;
      while (end < int(network_.parts.size()) &&
             std::holds_alternative<LayerPtr>(network_.parts[size_t(end)]))
        ++end;
      Unit unit;
      unit.part = part;
      if (end > part) schedule(unit, costs, part, end);
      units_.push_back(std::move(unit));
      part = std::max(end, part + 1);
    }
    const DeviceMemory memory = place_storages(network_, lifetimes());
    return emit(memory);
  }

 private:
  // Groups that local memory cannot hold as planned are cut more finely, or made shorter, until it can.
  void schedule(Unit& unit, const CostModel& costs, int first, int last) {
    unit.groups = partition(network_, costs, first, last, limits_);
    for (;;) {
      unit.timeline = make_schedule(network_, costs, unit.groups);
      const std::optional<size_t> failed = place_buffers(unit.timeline);
      if (!failed) return;
      const auto place = unit.groups.begin() + std::ptrdiff_t(*failed);
      std::vector<PlannedGroup> others = replanned(network_, costs, *place);
      const auto rest = unit.groups.erase(place);
      unit.groups.insert(rest, std::make_move_iterator(others.begin()),
                         std::make_move_iterator(others.end()));
    }
  }

  [[nodiscard]] std::vector<Lifetime> lifetimes() const {
    std::vector<Lifetime> list(network_.storages.size());
    int now = 0;
    const auto touch = [&](int tensor) { list[size_t(network_.tensors[size_t(tensor)].storage)].touch(now); };
    for (const LookupTable& table : network_.tables) list[size_t(table.storage)].touch(0);
    for (const Unit& unit : units_) {
      ++now;
      const NetworkPart& part = network_.parts[size_t(unit.part)];
      if (const SystemCopy* copy = std::get_if<SystemCopy>(&part)) {
        if (copy->source >= 0) list[size_t(copy->source)].touch(now);
        list[size_t(copy->target)].touch(now);
      } else if (const HostPart* host = std::get_if<HostPart>(&part)) {
        for (const int tensor : host->inputs) touch(tensor);
        for (const int tensor : host->outputs) touch(tensor);
      }
      // Loads and stores in the order of the groups: a group's memory is free once the last load was made.
      for (size_t g = 0; g < unit.groups.size(); ++g) {
        ++now;
        const LayerGroup& group = unit.groups[g].group;
        for (size_t i = 0; i < group.size(); ++i) {
          for (size_t input = 0; input < group.layer(i).inputs.size(); ++input)
            if (group.maker(i, input) < 0) touch(group.layer(i).inputs[input].tensor);
          for (const Coefficient& k : group.layer(i).coefficients) list[size_t(k.storage)].touch(now);
          if (group.is_stored(i)) touch(group.layer(i).output.tensor);
        }
      }
    }
    return list;
  }

  CompiledStage emit(const DeviceMemory& memory) {
    CompiledStage result;
    StageParts parts(network_, memory, result.stage);
    Recorder recorder;
    record_tables(recorder, network_);
    for (const Unit& unit : units_) {
      const NetworkPart& part = network_.parts[size_t(unit.part)];
      if (const HostPart* host = std::get_if<HostPart>(&part)) {
        parts.add_chip(recorder.list());
        parts.add_host(*host);
        recorder = Recorder();
      } else if (const SystemCopy* copy = std::get_if<SystemCopy>(&part)) {
        recorder.begin_layer(unit.part);
        record(recorder, network_, *copy);
      } else {
        record(recorder, network_, unit.timeline);
        result.groups += unit.groups.size();
      }
    }
    parts.add_chip(recorder.list());
    parts.finish();
    result.host_nodes = translator_.host_nodes();
    for (const NetworkPart& part : network_.parts)
      if (const LayerPtr* layer = std::get_if<LayerPtr>(&part)) result.macs += (*layer)->macs();
    return result;
  }

  SearchLimits limits_;
  Network network_;
  Translator translator_;
  std::vector<Unit> units_;
};

}  // namespace

CompiledStage compile_stage(const Graph& source, int optimisation) {
  const Graph graph = with_leading_axes(source);
  return StageCompiler(graph, optimisation).run();
}

}  // namespace quern::bm1684
