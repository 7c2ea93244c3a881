#include "program.hpp"

#include <algorithm>
#include <set>

#include <quern/error.hpp>

#include "isa/text.hpp"

namespace quern::bm1684 {
namespace {

constexpr uint64_t kMostDdr = uint64_t(12) << 30;  // of the largest module

template <class Command, class Step>
std::vector<Step> decode_queue(const bmodel::Binary& commands, uint32_t count, const std::string& where) {
  if (commands.size() < uint64_t(count) * kCommandBytes)
    throw InputError("the group has " + std::to_string(count) + " commands, but bytes for " +
                         std::to_string(commands.size() / kCommandBytes),
                     where);
  std::vector<Step> steps;
  steps.reserve(count);
  const auto* bytes = reinterpret_cast<const uint8_t*>(commands.data());
  for (uint32_t i = 0; i < count; ++i) {
    const std::string place = where + " " + std::to_string(i);
    try {
      steps.push_back(
          decode(Command(std::span<const uint8_t, kCommandBytes>(bytes + i * kCommandBytes, kCommandBytes))));
    } catch (const Error& e) {
      throw Error(e.status(), e.what(), place, e.hint());
    }
    if (i > 0 && steps[i].sync.id <= steps[i - 1].sync.id)
      throw InputError("the ids of a queue must grow; " + std::to_string(steps[i].sync.id) + " follows " +
                           std::to_string(steps[i - 1].sync.id),
                       place);
  }
  return steps;
}

std::vector<Group> decode_groups(const std::vector<bmodel::CommandGroup>& groups, const std::string& where) {
  std::vector<Group> decoded;
  for (size_t i = 0; i < groups.size(); ++i)
    decoded.push_back(decode_group(groups[i], where + ", group " + std::to_string(i)));
  return decoded;
}

// Subnets follow each other by id; programs without branches name one successor each.
std::vector<const bmodel::Subnet*> execution_order(const bmodel::Stage& stage, const std::string& where) {
  std::vector<const bmodel::Subnet*> order;
  if (stage.subnets.empty()) return order;
  std::set<int32_t> seen;
  const bmodel::Subnet* subnet = &stage.subnets.front();
  for (;;) {
    if (subnet->mode == bmodel::SubnetMode::Merge || subnet->mode == bmodel::SubnetMode::Switch)
      throw UnsupportedError("programs with branches are not executed", where);
    order.push_back(subnet);
    if (!seen.insert(subnet->id).second) throw InputError("the subnets form a loop", where);
    if (subnet->next.empty() || subnet->next.front() < 0) return order;
    if (subnet->next.size() > 1) throw UnsupportedError("programs with branches are not executed", where);
    const int32_t next = subnet->next.front();
    const auto it =
        std::find_if(stage.subnets.begin(), stage.subnets.end(), [&](const auto& s) { return s.id == next; });
    if (it == stage.subnets.end())
      throw InputError("subnet " + std::to_string(next) + " does not exist", where);
    subnet = &*it;
  }
}

StageProgram load_stage(const bmodel::Stage& stage, const std::string& where) {
  if (stage.is_dynamic)
    throw UnsupportedError("dynamic programs are not executed: their code is the firmware's", where);
  StageProgram program{&stage, {}};
  for (const bmodel::Subnet* subnet : execution_order(stage, where)) {
    if (subnet->is_dynamic)
      throw UnsupportedError("dynamic subnets are not executed: their code is the firmware's", where);
    program.parts.push_back({subnet, decode_groups(subnet->groups, where)});
  }
  if (program.parts.empty()) program.parts.push_back({nullptr, decode_groups(stage.groups, where)});
  return program;
}

// Bytes from kArenaBase to the end of what a stage uses.
uint64_t ddr_needed(const bmodel::Stage& stage, const std::string& where) {
  uint64_t end = kArenaBase;
  const auto include = [&](uint64_t address, uint64_t bytes, const std::string& what) {
    if (bytes == 0) return;
    if (address < kArenaBase || address - kArenaBase > kMostDdr || bytes > kMostDdr - (address - kArenaBase))
      throw InputError(what + " of " + std::to_string(bytes) + " bytes at " + hex(address) +
                           " lies outside of the memory for models",
                       where);
    end = std::max(end, address + bytes);
  };
  if (stage.coefficients)
    include(stage.coefficients->address, stage.coefficients->data.size(), "the coefficients");
  include(stage.context_address, bmodel::context_bytes(stage), "the context");
  include(stage.io_address, stage.io_size, "inputs and outputs");
  for (const auto* list : {&stage.inputs, &stage.outputs})
    for (const bmodel::Tensor& tensor : *list)
      include(tensor.address, tensor.size, "tensor \"" + tensor.name + "\"");
  return end - kArenaBase;
}

const bmodel::Net& choose_net(const bmodel::Model& model, const std::string& name) {
  if (model.nets.empty()) throw InputError("the program has no net");
  if (name.empty() && model.nets.size() == 1) return model.nets.front();
  std::string names;
  for (const bmodel::Net& net : model.nets) {
    if (net.name == name) return net;
    names += (names.empty() ? "\"" : ", \"") + net.name + "\"";
  }
  throw Error(QUERN_ERROR_ARGUMENT,
              name.empty() ? "the program holds several nets" : "the program holds no net \"" + name + "\"",
              {}, "Name one with the option net: " + names + ".");
}

}  // namespace

Group decode_group(const bmodel::CommandGroup& group, const std::string& where) {
  return {decode_queue<BdCommand, BdStep>(group.bdc, group.bdc_count, where + " bd"),
          decode_queue<GdmaCommand, GdmaStep>(group.gdma, group.gdma_count, where + " gdma")};
}

Program load_program(bmodel::Model model, const std::string& net) {
  Program program;
  program.model = std::move(model);
  program.net = &choose_net(program.model, net);
  if (program.net->stages.empty()) throw InputError("net \"" + program.net->name + "\" has no stage");
  for (size_t i = 0; i < program.net->stages.size(); ++i) {
    const std::string where = "net \"" + program.net->name + "\", stage " + std::to_string(i);
    program.stages.push_back(load_stage(program.net->stages[i], where));
    program.ddr_bytes = std::max(program.ddr_bytes, ddr_needed(program.net->stages[i], where));
  }
  return program;
}

}  // namespace quern::bm1684
