// Typed instructions against real commands: the golden vectors and the vendor-made programs.
#include <gtest/gtest.h>
#include <set>

#include "bmodel/read.hpp"
#include "chip_vectors.hpp"
#include "isa/disassemble.hpp"
#include "shared_files.hpp"

namespace quern::bm1684::test {
namespace {

// Two spellings of one thing: the sizes of a target that are those of the source may be named or not, and the
// format of an 8-bit copy's target is ignored. decode() sees through both.
const std::set<std::string> kGdmaSpelling = {"chw_copy",  "dst_nsize", "dst_csize",
                                             "dst_hsize", "dst_wsize", "dst_data_format"};
// (The matrix vectors carry the address of a bias that the command does not count among its operands.)
// What the vendor's compiler leaves in fields that a command does not use: strides of aligned operands and of
// copies' sources in fills, left-overs of its memory, and local addresses without their base.
const std::set<std::string> kVendorBdRest = {
    "res0_n_str", "res0_c_str",     "res0_h_str",    "res0_w_str", "opd0_n_str",    "opd0_c_str",
    "opd0_h_str", "opd0_w_str",     "opd1_n_str",    "opd1_c_str", "opd1_h_str",    "opd1_w_str",
    "opd2_n_str", "opd2_c_str",     "opd2_addr",     "opd3_addr",  "opt_opd2_prec", "res0_addr",
    "res1_addr",  "short_opd1_str", "short_opd2_str"};

std::set<std::string> with(std::set<std::string> names, const std::set<std::string>& more) {
  names.insert(more.begin(), more.end());
  return names;
}

// Decodes, encodes and decodes again: the instruction must be the same, and so must every field but those in
// `unused`, which no instruction of this kind reads.
template <class Command, size_t N>
void expect_round_trip(const Command& command, const std::array<FieldInfo, N>& table,
                       const std::set<std::string>& unused, const std::string& where) {
  const auto step = decode(command);
  const Command again = encode(step.instruction, step.sync);
  EXPECT_EQ(decode(again), step) << where << ": " << disassemble(command);
  for (size_t i = 0; i < N; ++i) {
    using Field = std::conditional_t<std::is_same_v<Command, BdCommand>, BdField, GdmaField>;
    if (unused.contains(table[i].name)) continue;
    EXPECT_EQ(again.get(Field(i)), command.get(Field(i))) << where << ": field " << table[i].name;
  }
}

TEST(Encoding, VectorsComeBack) {
  QUERN_NEEDS_CHIP_FILES();
  int cases = 0;
  for (const std::string& kind : vector_kinds())
    for_each_case(kind, [&](const VectorCase& c) {
      ++cases;
      if (c.is_bd) {
        expect_round_trip(c.bd(), kBdFields, {"opd2_addr"}, c.name);
      } else {
        expect_round_trip(c.gdma(), kGdmaFields, kGdmaSpelling, c.name);
      }
    });
  EXPECT_EQ(cases, 1202);
}

TEST(Encoding, CommandsOfTheSamplesComeBack) {
  QUERN_NEEDS_CHIP_FILES();
  int bd = 0, gdma = 0;
  for (const auto& path : sample_programs()) {
    const bmodel::Model model = bmodel::read(path);
    for (const bmodel::CommandGroup& group : model.nets.at(0).stages.at(0).groups) {
      const auto at = [](const bmodel::Binary& binary, uint32_t i) {
        return std::span<const uint8_t, kCommandBytes>(
            reinterpret_cast<const uint8_t*>(binary.data()) + i * kCommandBytes, kCommandBytes);
      };
      for (uint32_t i = 0; i < group.bdc_count; ++i, ++bd)
        expect_round_trip(BdCommand(at(group.bdc, i)), kBdFields, kVendorBdRest,
                          path.filename().string() + " bd " + std::to_string(i));
      for (uint32_t i = 0; i < group.gdma_count; ++i, ++gdma)
        expect_round_trip(GdmaCommand(at(group.gdma, i)), kGdmaFields,
                          with(kGdmaSpelling, {"src_wstride", "constant_value"}),
                          path.filename().string() + " gdma " + std::to_string(i));
    }
  }
  EXPECT_EQ(bd, 455 + 393 + 3122);
  EXPECT_EQ(gdma, 339 + 261 + 803);
}

}  // namespace
}  // namespace quern::bm1684::test
