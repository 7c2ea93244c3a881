// What check() refuses, and that it accepts what the chip was seen to execute.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "chip_vectors.hpp"
#include "isa/disassemble.hpp"
#include "shared_files.hpp"

namespace quern::bm1684::test {
namespace {

std::string joined(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& s : sentences) text += s + "; ";
  return text;
}

TEST(Check, AcceptsEveryVector) {
  QUERN_NEEDS_CHIP_FILES();
  for (const std::string& kind : vector_kinds())
    for_each_case(kind, [&](const VectorCase& c) {
      const auto findings = c.is_bd ? check(decode(c.bd()).instruction) : check(decode(c.gdma()).instruction);
      EXPECT_EQ(joined(findings), "")
          << c.name << ": " << (c.is_bd ? disassemble(c.bd()) : disassemble(c.gdma()));
    });
}

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

Arithmetic arithmetic(Arithmetic::Kind kind, Precision precision) {
  Arithmetic op;
  op.kind = kind;
  op.dims = {4, 3, 5, 7};
  op.a = in_local({0, 0}, precision);
  op.b = in_local({0, 0x1000}, precision);
  op.y = in_local({0, 0x2000}, precision);
  return op;
}

Conv conv(Precision precision) {
  Conv op;
  op.input = {4, 16, 10, 10};
  op.result = {4, 32, 8, 8};
  op.window.kernel_h = op.window.kernel_w = 3;
  op.x = in_local({0, 0}, precision);
  op.weights = in_local({0, 0x4000}, weight_strides(16, 3, 3, precision), precision);
  op.y = in_local({0, 0x8000}, precision);
  return op;
}

TEST(Check, AcceptsPlainInstructions) {
  EXPECT_THAT(check(conv(Precision::I8)), IsEmpty());
  EXPECT_THAT(check(conv(Precision::F32)), IsEmpty());
  EXPECT_THAT(check(arithmetic(Arithmetic::Kind::Add, Precision::I8)), IsEmpty());
}

TEST(Check, RefusesAResultAddOfAnIntegerConvolution) {
  Conv op = conv(Precision::I8);
  op.add_to_result = true;
  EXPECT_THAT(check(op), Contains(HasSubstr("cannot add to its result")));
}

TEST(Check, RefusesAWindowBeyondTheInput) {
  Conv op = conv(Precision::I8);
  op.result.h = 9;
  EXPECT_THAT(check(op), Contains(HasSubstr("beyond the padded input")));
  op = conv(Precision::F32);
  op.window.pad_up = 16;
  EXPECT_THAT(check(op), Contains(HasSubstr("pad is 16")));
}

TEST(Check, RefusesOperandsThatLeaveTheirLaneOrAreMisplaced) {
  Conv op = conv(Precision::I8);
  op.y.address.offset = kLaneBytes - 128;
  EXPECT_THAT(check(op), Contains(HasSubstr("of its lane")));
  op = conv(Precision::I8);
  op.x.address.offset = 64;
  EXPECT_THAT(check(op), Contains(HasSubstr("no multiple of 128")));
  op = conv(Precision::I8);
  op.y.address.lane = 1;
  EXPECT_THAT(check(op), Contains(HasSubstr("same lane")));
}

TEST(Check, RefusesArithmeticThatTheChipDoesOtherwise) {
  using Kind = Arithmetic::Kind;
  Arithmetic mixed = arithmetic(Kind::Max, Precision::I8);
  mixed.b.is_signed = false;
  EXPECT_THAT(check(mixed), Contains(HasSubstr("one sign")));
  EXPECT_THAT(check(arithmetic(Kind::Mul, Precision::I16)), Contains(HasSubstr("16-bit values")));
  EXPECT_THAT(check(arithmetic(Kind::Add, Precision::I32)), Contains(HasSubstr("treats the words as f32")));
  EXPECT_THAT(check(arithmetic(Kind::Shift, Precision::I8)), Contains(HasSubstr("16 and 32 bits")));
  EXPECT_THAT(check(arithmetic(Kind::Mac, Precision::I8)), Contains(HasSubstr("16-bit result")));
  EXPECT_THAT(check(arithmetic(Kind::SelectGreater, Precision::I16)),
              Contains(HasSubstr("earlier commands")));
}

TEST(Check, RefusesUnverifiedPoolingAndProducts) {
  AvgPool average;
  average.input = {4, 8, 16, 16};
  average.result = {4, 8, 1, 1};
  average.window.kernel_h = average.window.kernel_w = 16;
  average.x = in_local({0, 0}, Precision::I8);
  average.y = in_local({0, 0x4000}, Precision::I8);
  average.weight_is_signed = false;
  EXPECT_THAT(check(average), Contains(HasSubstr("15x15")));
  MatMul product;
  product.left = product.right = product.y = in_local({0, 0}, Precision::I8);
  product.add_to_result = true;
  EXPECT_THAT(check(product), Contains(HasSubstr("8-bit result")));
  TableLookup lookup;
  lookup.x = lookup.y = in_local({0, 0});
  lookup.table = uint32_t(kL2Base) + 0x1000;
  EXPECT_THAT(check(lookup), Contains(HasSubstr("offset within L2")));
}

TEST(Check, RefusesWrongCopies) {
  GdmaFill fill;
  fill.direction = Direction::L2S;
  fill.target = {kArenaBase, {1, 1, 4, 4}, {16, 16, 4, 1}};
  EXPECT_THAT(check(fill), Contains(HasSubstr("L2S")));
  GdmaCopy copy;
  copy.source = {kArenaBase, {1, 3, 4, 4}, {48, 16, 4, 1}};
  copy.target = Endpoint::local({0, 0}, {1, 3, 4, 5}, {60, 20, 5, 1});
  EXPECT_THAT(check(copy), Contains(HasSubstr("numbers of elements")));
  copy.direction = Direction::S2S;
  copy.target = {kL2Base + kL2TableOffset, {1, 3, 4, 4}, {48, 16, 4, 1}};
  EXPECT_THAT(check(copy), Contains(HasSubstr("firmware's tables")));
}

}  // namespace
}  // namespace quern::bm1684::test
