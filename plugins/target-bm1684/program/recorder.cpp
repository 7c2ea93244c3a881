#include "program/recorder.hpp"

#include <quern/error.hpp>

#include "isa/disassemble.hpp"

namespace quern::bm1684 {
namespace {

template <class Instruction>
void require_valid(const Instruction& instruction) {
  const std::vector<std::string> findings = check(instruction);
  if (findings.empty()) return;
  throw Error(QUERN_ERROR_INTERNAL, "the compiler made an instruction that the chip does not take: " +
                                        findings.front() + " (" + describe(instruction) + ")");
}

}  // namespace

void Recorder::add(const BdInstruction& instruction) {
  if (!is_estimate_) require_valid(instruction);
  list_.push_back({instruction, layer_});
}

void Recorder::add(const GdmaInstruction& instruction) {
  if (!is_estimate_) require_valid(instruction);
  list_.push_back({instruction, layer_});
}

}  // namespace quern::bm1684
