#include "checker.hpp"

#include <algorithm>
#include <cstring>

#include "../execute/execute.hpp"
#include "../program/device_tensor.hpp"
#include "isa/disassemble.hpp"
#include "isa/timeline.hpp"

namespace quern::bm1684 {
namespace {

std::string place_text(uint64_t address, uint64_t bytes) {
  const std::string place = is_local(address) ? to_text(LocalAddress::from(address)) : hex(address);
  return std::to_string(bytes) + " bytes from " + place;
}

// Whether a command treats 32-bit words as bits. Where they hold four batches of bytes, and there are fewer
// batches, such commands carry the idle bytes along.
bool moves_words(const BdInstruction& instruction) {
  if (std::holds_alternative<TableLookup>(instruction)) return true;
  const auto* op = std::get_if<Arithmetic>(&instruction);
  return op && (op->kind == Arithmetic::Kind::Copy || op->a.precision == Precision::I32);
}
bool moves_words(const GdmaInstruction&) { return true; }

// The first byte that nothing has written, or null.
const uint8_t* unwritten_byte(const uint8_t* flags, uint64_t bytes) {
  return static_cast<const uint8_t*>(std::memchr(flags, 0, bytes));
}
// The first word of which nothing has written any byte, or null.
const uint8_t* unwritten_word(const uint8_t* flags, uint64_t bytes) {
  for (uint64_t i = 0; i + 4 <= bytes; i += 4)
    if ((flags[i] | flags[i + 1] | flags[i + 2] | flags[i + 3]) == 0) return flags + i;
  return nullptr;
}

}  // namespace

Checker::Checker(uint64_t ddr_base, uint64_t ddr_bytes)
    : ownership_(ddr_base, ddr_bytes), uses_(ddr_base, ddr_bytes), written_(ddr_base, ddr_bytes, 1) {
  mark_written(kL2Base + kL2TableOffset, kL2Bytes - kL2TableOffset);
}

void Checker::mark_written(uint64_t address, uint64_t bytes) {
  if (bytes > 0) std::memset(written_.memory.at(address, bytes), 0xFF, bytes);
}

void Checker::expect_written(const bmodel::Tensor& tensor, const std::string& what) {
  const uint64_t bytes = device_bytes(tensor);
  const uint8_t* flags = written_.memory.at(tensor.address, bytes);
  // The last words of tensors that keep several batches in a word may be partly filled.
  const uint64_t batches = tensor.shape().empty() ? 1 : uint64_t(tensor.shape()[0]);
  const uint64_t together = bmodel::batches_per_word(tensor.store_mode),
                 element = bmodel::bits_of(tensor.type) / 8;
  const uint64_t planes = (batches + together - 1) / together;
  uses_.read(tensor.address, bytes);
  uint64_t missing = 0;
  for (uint64_t i = 0; i < bytes; ++i) {
    const uint64_t batch = i / (bytes / planes) * together + i % (together * element) / element;
    missing += batch < batches && flags[i] == 0;
  }
  if (missing > 0)
    findings_.add(
        {Finding::Kind::Unwritten, what,
         std::to_string(missing) + " of its " + std::to_string(bytes) + " bytes are never written"});
}

void Checker::report_unused(const bmodel::Stage& stage) {
  for (const Uses::Command& command : uses_.commands())
    if (command.writes && !command.is_used)
      findings_.add({Finding::Kind::Unused, command.where, "nothing uses what " + command.text + " writes"});
  if (!stage.coefficients) return;
  const uint64_t begin = stage.coefficients->address, size = stage.coefficients->data.size() / 4 * 4;
  const std::byte* data = stage.coefficients->data.data();
  uint64_t words = 0, first = 0;
  for (uint64_t at = begin; at < begin + size; at += 4) {
    at = uses_.first_untouched(at, begin + size - at);
    uint32_t word = 0;
    if (at < begin + size) std::memcpy(&word, data + (at - begin), 4);
    if (word != 0 && ++words == 1) first = at;
  }
  if (words > 0)
    findings_.add({Finding::Kind::Unused, "coefficients",
                   "nothing reads " + std::to_string(words) + " words of them, the first at " + hex(first)});
}

void Checker::begin_group(const Group& group, size_t part, size_t number) {
  group_ = &group;
  where_ = "part " + std::to_string(part) + ", group " + std::to_string(number);
  bd_waits_ = commands_waited_for<BdStep, GdmaStep>(group.bd, group.gdma);
  gdma_waits_ = commands_waited_for<GdmaStep, BdStep>(group.gdma, group.bd);
  ownership_.reset();
}

void Checker::before_host_part(const bmodel::Subnet& subnet) {
  const std::string part = "host part " + std::to_string(subnet.id);
  for (const bmodel::Tensor& t : subnet.inputs) expect_written(t, part + ", tensor \"" + t.name + "\"");
  uses_.begin_command(part, part);
  for (const bmodel::Tensor& t : subnet.outputs) {
    mark_written(t.address, device_bytes(t));
    uses_.write(t.address, device_bytes(t));
  }
}

std::string Checker::command_text(Engine engine, size_t index) const {
  if (engine == Engine::Bd)
    return "bd " + std::to_string(group_->bd[index].sync.id) + " (" +
           mnemonic(group_->bd[index].instruction) + ")";
  return "gdma " + std::to_string(group_->gdma[index].sync.id) + " (" +
         mnemonic(group_->gdma[index].instruction) + ")";
}

template <class Step>
void Checker::record(Engine engine, const Step& step, size_t index, size_t ordered) {
  const Accesses list = accesses(step.instruction);
  written_.memory.require(list);  // the watched machine reports the same; here it must not be overrun
  const bool words = engine == Engine::Bd && moves_words(step.instruction);
  uses_.begin_command(where_, command_text(engine, index));
  bool raced = false, unwritten = false;
  for (const Access& access : list)
    access.for_each_run([&](uint64_t address, uint64_t bytes) {
      Ownership::Conflict c;
      if (ownership_.access(engine, index, access.write, address, bytes, ordered, c) && !raced) {
        raced = true;  // one report per command
        findings_.add({Finding::Kind::Race, where_,
                       command_text(engine, index) + (access.write ? " writes " : " reads ") +
                           place_text(c.address, c.bytes) + ", which " +
                           command_text(other(engine), c.command) + (c.other_writes ? " writes" : " reads") +
                           ", and no id orders the two"});
      }
      access.write ? uses_.write(address, bytes) : uses_.read(address, bytes);
      if (engine == Engine::Gdma) return;
      uint8_t* flags = written_.memory.at(address, bytes);
      if (access.write) {
        std::memset(flags, 0xFF, bytes);
      } else if (const uint8_t* hole = words ? unwritten_word(flags, bytes) : unwritten_byte(flags, bytes);
                 hole && !unwritten) {
        unwritten = true;
        findings_.add({Finding::Kind::Unwritten, where_,
                       command_text(engine, index) + " reads " +
                           place_text(address + uint64_t(hole - flags), 1) + ", which nothing has written"});
      }
    });
}

void Checker::before(const BdStep& step, size_t index) { record(Engine::Bd, step, index, bd_waits_[index]); }

void Checker::before(const GdmaStep& step, size_t index) {
  record(Engine::Gdma, step, index, gdma_waits_[index]);
  // A copy moves what is unwritten along with the rest: the same copy moves the flags. Only use is an error.
  GdmaInstruction flags = step.instruction;
  if (auto* fill = std::get_if<GdmaFill>(&flags)) fill->value = 0xFFFFFFFF;
  execute(flags, written_);
}

}  // namespace quern::bm1684
