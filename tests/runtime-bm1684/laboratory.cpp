#include "laboratory.hpp"

#include <algorithm>

#include <quern/plugin.h>

#include "bmodel/read.hpp"
#include "isa/disassemble.hpp"
#include "program/device_tensor.hpp"
#include "sample_files.hpp"

namespace quern::bm1684::test {
namespace {

quern_tensor view(const Tensor& t, const std::string& name) {
  return {sizeof(quern_tensor), int32_t(t.type), name.c_str(), t.dims.data(),
          t.dims.size(),        t.blob.data(),   t.byte_size()};
}

Tensor random_input(const bmodel::Tensor& tensor) {
  Tensor values(host_type(tensor.type), tensor.shape());
  std::mt19937 random(5);
  if (values.type == DataType::Float) {
    std::normal_distribution<float> normal;
    for (int64_t i = 0; i < values.count(); ++i) values.mutable_data<float>()[i] = normal(random);
  } else {
    auto* bytes = reinterpret_cast<uint8_t*>(const_cast<std::byte*>(values.blob.data()));
    for (size_t i = 0; i < values.byte_size(); ++i) bytes[i] = uint8_t(random());
  }
  return values;
}

constexpr int64_t kMoves[] = {4, -4, 64, -64, 4096, -4096, 65536, -65536, int64_t(1) << 20};

// The fields of a compute command that hold addresses; those of unused operands are 0.
constexpr BdField kBdAddresses[] = {BdField::res0_addr, BdField::opd0_addr, BdField::opd1_addr,
                                    BdField::opd2_addr};
constexpr GdmaField kGdmaAddresses[] = {GdmaField::src_start_addr_l32, GdmaField::dst_start_addr_l32};

}  // namespace

Laboratory::Laboratory(const std::filesystem::path& program, std::map<std::string, Tensor> inputs)
    : program_(load_program(bmodel::read(program), "")),
      inputs_(std::move(inputs)),
      machine_(kArenaBase, program_.ddr_bytes, 2) {
  for (const bmodel::Tensor& t : stage().inputs)
    if (!inputs_.contains(t.name)) inputs_[t.name] = random_input(t);
  right_ = run(Eager::Copy, 0);
}

void Laboratory::prepare(uint8_t fill) {
  machine_.memory.fill(fill);
  load_coefficients(stage(), machine_.memory);
  if (stage().coefficients)
    machine_.memory.protect(stage().coefficients->address, stage().coefficients->data.size());
  for (const bmodel::Tensor& t : stage().inputs)
    store_input(view(inputs_.at(t.name), t.name), t, machine_.memory);
}

Laboratory::Outputs Laboratory::run(Eager eager, uint8_t fill) {
  prepare(fill);
  run_stage(program_.stages[stage_], machine_, {eager, nullptr, {}});
  Outputs outputs;
  for (const bmodel::Tensor& t : stage().outputs) outputs.push_back(load_tensor(t, machine_.memory, true));
  return outputs;
}

Laboratory::Results Laboratory::results() {
  const auto is_right = [&](Eager eager, uint8_t fill) {
    try {
      const Outputs outputs = run(eager, fill);
      return std::equal(outputs.begin(), outputs.end(), right_.begin(), identical);
    } catch (const Error&) {
      return false;  // it does not run at all
    }
  };
  const bool copy_first = is_right(Eager::Copy, 0x00), compute_first = is_right(Eager::Compute, 0xA5);
  return copy_first == compute_first ? copy_first ? Results::Right : Results::Wrong : Results::ByLuck;
}

bool Laboratory::is_found() {
  try {
    Checker checker(kArenaBase, program_.ddr_bytes);
    if (stage().coefficients)
      checker.mark_written(stage().coefficients->address, stage().coefficients->data.size());
    for (const bmodel::Tensor& t : stage().inputs) checker.mark_written(t.address, device_bytes(t));
    prepare(0);
    run_stage(program_.stages[stage_], machine_, {Eager::Copy, &checker, {}});
    for (const bmodel::Tensor& t : stage().outputs) checker.expect_written(t, t.name);
    checker.report_unused(stage());
    const FindingList& list = checker.findings();
    return list.count(Finding::Kind::Race) + list.count(Finding::Kind::Unwritten) +
               list.count(Finding::Kind::Unused) >
           0;
  } catch (const Error&) {
    return true;
  }
}

Group& Laboratory::random_group() {
  std::vector<Group*> groups;
  for (Part& part : program_.stages[stage_].parts)
    for (Group& group : part.groups)
      if (!group.bd.empty() && !group.gdma.empty()) groups.push_back(&group);
  return *groups.at(random_() % groups.size());
}

std::optional<Change> Laboratory::weaken_wait() {
  Group& group = random_group();
  const bool bd = random_() % 2 == 0;
  const size_t i = random_() % (bd ? group.bd.size() : group.gdma.size());
  const uint16_t before = bd ? group.bd[i].sync.wait : group.gdma[i].sync.wait;
  if (before == 0) return std::nullopt;
  std::vector<uint16_t*> waits;
  const auto collect = [&](auto& steps) {
    for (auto& step : steps)
      if (step.sync.wait == before) waits.push_back(&step.sync.wait);
  };
  bd ? collect(group.bd) : collect(group.gdma);
  for (uint16_t* wait : waits) *wait = uint16_t(before - 1);
  return Change{(bd ? "bd " : "gdma ") + std::to_string(i + 1) + " waits for " + std::to_string(before - 1) +
                    " instead of " + std::to_string(before),
                [waits, before] {
                  for (uint16_t* wait : waits) *wait = before;
                }};
}

std::optional<Change> Laboratory::move_address(bool& refused) {
  Group& group = random_group();
  const int64_t distance = kMoves[random_() % std::size(kMoves)];
  const auto move = [&](auto& step, auto fields, const char* engine) -> std::optional<Change> {
    auto command = encode(step.instruction, step.sync);
    const auto field = fields[random_() % fields.size()];
    const uint64_t before = command.get(field);
    if (before == 0) return std::nullopt;
    command.set(field, uint32_t(int64_t(before) + distance));
    const auto old = step;
    try {
      step = decode(command);
    } catch (const Error&) {
      refused = true;
      step = old;
      return std::nullopt;
    }
    if (step == old) return std::nullopt;  // a field that this command does not use
    return Change{std::string(engine) + " " + std::to_string(step.sync.id) + " (" +
                      mnemonic(old.instruction) + "), address field " + std::to_string(int(field)) +
                      " moved by " + std::to_string(distance),
                  [&step, old] { step = old; }};
  };
  if (random_() % 2 == 0) return move(group.bd[random_() % group.bd.size()], std::span(kBdAddresses), "bd");
  return move(group.gdma[random_() % group.gdma.size()], std::span(kGdmaAddresses), "gdma");
}

}  // namespace quern::bm1684::test
