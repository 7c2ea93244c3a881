#include <algorithm>
#include <set>

#include "bmodel/verify_stage.hpp"

namespace quern::bmodel {
namespace {

constexpr uint32_t kLastCommandId = 65535;  // ids have 16 bits and begin at 1

std::string name_of(const Subnet& subnet) { return "subnet " + std::to_string(subnet.id); }

void verify_subnet(const Stage& stage, const Subnet& subnet, const std::set<int32_t>& ids,
                   const Report& report) {
  for (const int32_t next : subnet.next)
    if (next != -1 && !ids.contains(next))
      report(name_of(subnet), "there is no subnet " + std::to_string(next) + " to follow it");
  if (subnet.mode == SubnetMode::Cpu && subnet.operations.empty())
    report(name_of(subnet), "it runs on the CPU, but has no operation");
  if (subnet.is_dynamic && uint64_t(subnet.ir_offset) + subnet.ir_size > stage.dynamic_code.size())
    report(name_of(subnet), "its dynamic code ends behind that of the stage");
}

}  // namespace

void verify_subnets(const Stage& stage, const Report& report) {
  for (const CommandGroup& group : stage.groups)
    if (group.bdc_count > kLastCommandId || group.gdma_count > kLastCommandId)
      report("group " + std::to_string(&group - stage.groups.data()),
             "it has more than 65535 commands of one engine, which its ids cannot count");
  if (stage.subnets.empty()) {
    report("subnets", "there are none, and runtimes look at the first");
    return;
  }
  std::set<int32_t> ids;
  std::vector<CommandGroup> groups;
  for (const Subnet& subnet : stage.subnets) {
    if (!ids.insert(subnet.id).second) report(name_of(subnet), "another subnet has the same number");
    if (!subnet.is_dynamic) groups.insert(groups.end(), subnet.groups.begin(), subnet.groups.end());
  }
  for (const Subnet& subnet : stage.subnets) verify_subnet(stage, subnet, ids, report);
  const auto equal = [](const CommandGroup& a, const CommandGroup& b) {
    return same_bytes(a.bdc, b.bdc) && same_bytes(a.gdma, b.gdma);
  };
  if (!std::equal(groups.begin(), groups.end(), stage.groups.begin(), stage.groups.end(), equal))
    report("subnets", "their commands are not those of the stage");
}

}  // namespace quern::bmodel
