#include "tools/verify_commands.hpp"

#include <algorithm>

#include "isa/instruction.hpp"
#include "isa/machine.hpp"
#include "isa/text.hpp"
#include "tools/command_order.hpp"

namespace quern::bm1684 {
namespace {

constexpr size_t kMostPerGroup = 20;  // a program for nothing we know would fill the screen

// First byte and the byte behind the last of a set of elements in the system's memories.
struct Extent {
  uint64_t begin, end;
};

Extent extent_of(const Access& access) {
  const std::array<int, 4> sizes{access.dims.n, access.dims.c, access.dims.h, access.dims.w};
  int64_t first = 0, last = 0;
  for (size_t i = 0; i < sizes.size(); ++i) {
    const int64_t reach = (std::max(sizes[i], 1) - 1) * access.byte_strides[i];
    (reach < 0 ? first : last) += reach;
  }
  return {access.address + uint64_t(first), access.address + uint64_t(last) + uint64_t(access.element)};
}

bool within(const Extent& extent, uint64_t begin, uint64_t size) {
  return extent.begin <= extent.end && extent.begin >= begin && extent.end - begin <= size;
}

class CommandVerifier {
 public:
  CommandVerifier(const bmodel::Stage& stage, std::string place) : stage_(stage), place_(std::move(place)) {}

  std::vector<bmodel::Problem> run(const bmodel::CommandGroup& group) {
    const CommandOrder order = compute_eager(group);
    if (order.executable < order.commands.size())
      add(order.commands[order.executable], "both engines wait for ever before it");
    for (const CommandSlot& slot : order.commands) {
      if (problems_.size() >= kMostPerGroup) break;
      try {
        if (slot.engine == QueueSide::Bd)
          look_at(slot, decode(bd_command(group, slot.index)));
        else
          look_at(slot, decode(gdma_command(group, slot.index)));
      } catch (const Error& e) {
        add(slot, e.what());
      }
    }
    return std::move(problems_);
  }

 private:
  void add(const CommandSlot& slot, const std::string& message) {
    const std::string command = slot.engine == QueueSide::Bd ? "BD command " : "GDMA command ";
    problems_.push_back({place_ + ", " + command + std::to_string(slot.index + 1), message});
  }

  template <class Step>
  void look_at(const CommandSlot& slot, const Step& step) {
    if (uint64_t(step.sync.id) != slot.index + 1) add(slot, "its id is " + std::to_string(step.sync.id));
    for (const Access& access : accesses(step.instruction))
      if (!access.local && !allowed(access)) {
        const Extent extent = extent_of(access);
        add(slot, std::string(access.write ? "it writes" : "it reads") + " from " + hex(extent.begin) +
                      " to " + hex(extent.end) + ", which is not memory of this stage");
      }
  }

  [[nodiscard]] bool allowed(const Access& access) const {
    const Extent extent = extent_of(access);
    if (within(extent, stage_.context_address, context_bytes(stage_))) return true;
    if (within(extent, stage_.io_address, stage_.io_size)) return true;
    // The firmware's tables at the end of L2 and the coefficients are only read.
    if (within(extent, kL2Base, access.write ? kL2TableOffset : kL2Bytes)) return true;
    return !access.write && stage_.coefficients &&
           within(extent, stage_.coefficients->address, stage_.coefficients->data.size());
  }

  const bmodel::Stage& stage_;
  std::string place_;
  std::vector<bmodel::Problem> problems_;
};

}  // namespace

std::vector<bmodel::Problem> verify_commands(const bmodel::Net& net, size_t stage) {
  std::vector<bmodel::Problem> problems;
  const bmodel::Stage& s = net.stages[stage];
  for (size_t g = 0; g < s.groups.size(); ++g) {
    CommandVerifier verifier(s, bmodel::place_of(net, stage) + ", group " + std::to_string(g));
    for (bmodel::Problem& problem : verifier.run(s.groups[g])) problems.push_back(std::move(problem));
  }
  return problems;
}

}  // namespace quern::bm1684
