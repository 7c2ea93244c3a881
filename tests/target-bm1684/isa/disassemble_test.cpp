#include "isa/disassemble.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quern::bm1684 {
namespace {

using testing::HasSubstr;

TEST(Disassemble, NamesOperandsShapesAndOptions) {
  Conv op;
  op.input = {4, 16, 10, 10};
  op.result = {4, 32, 8, 8};
  op.window.kernel_h = op.window.kernel_w = 3;
  op.window.stride_x = 2;
  op.x = in_local({3, 0x80}, Precision::I8, false);
  op.weights = in_local({0, 0x4000}, {1, 36, 12, 4}, Precision::I8);
  op.y = in_local({0, 0x8000}, Precision::I8);
  op.right_shift = 7;
  EXPECT_EQ(disassemble(encode(op, {17, 5})),
            "bd 17 wait 5: conv.i8 y=lane0+0x8000[4,32,8,8]:i8 x=lane3+0x80[4,16,10,10]:u8 "
            "w=lane0+0x4000<1,36,12,4>:i8 k=3x3 stride=1x2 rshift=7");
}

TEST(Disassemble, AsksForNamesOfAddresses) {
  GdmaCopy copy;
  copy.source = {kArenaBase + 64, {1, 3, 4, 4}, {48, 16, 4, 1}};
  copy.target = Endpoint::local({0, 0}, {1, 3, 4, 4}, {32, 32, 4, 1});
  const GdmaCommand command = encode(copy, {2, 9});
  EXPECT_EQ(disassemble(command),
            "gdma 2 wait 9: copy.s2l.32 dst=lane0+0x0[1,3,4,4]<32,32,4,1> "
            "src=ddr:0x105100040[1,3,4,4]<48,16,4,1>");
  EXPECT_THAT(disassemble(command, [](uint64_t a) { return a == kArenaBase + 64 ? "conv1" : ""; }),
              HasSubstr("src=conv1["));
}

TEST(Disassemble, SaysWhyACommandIsUnknown) {
  BdCommand command;
  command.set(BdField::tsk_lane_num, ~uint64_t(0));
  command.set(BdField::tsk_typ, 7);
  EXPECT_THAT(disassemble(command), testing::AllOf(HasSubstr("unknown"), HasSubstr("tsk_typ 7")));
}

}  // namespace
}  // namespace quern::bm1684
