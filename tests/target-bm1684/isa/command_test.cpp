// Getting and setting fields of raw commands.
#include "isa/command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quern::bm1684 {
namespace {

TEST(Command, EveryFieldHoldsItsLargestValueAndDisturbsNoOther) {
  for (size_t i = 0; i < kBdFields.size(); ++i) {
    BdCommand command;
    command.set(BdField(i), max_value(kBdFields[i]));
    for (size_t j = 0; j < kBdFields.size(); ++j)
      EXPECT_EQ(command.get(BdField(j)), i == j ? max_value(kBdFields[j]) : 0) << kBdFields[i].name;
    command.set(BdField(i), 0);
    EXPECT_EQ(command, BdCommand()) << kBdFields[i].name;
  }
}

TEST(Command, FieldsThatCrossBytesAreLittleEndian) {
  BdCommand command;
  command.set(BdField::cmd_id_tpu, 0x1234);  // bits 3..18
  EXPECT_EQ(command.bytes()[0], 0xA0);
  EXPECT_EQ(command.bytes()[1], 0x91);
  EXPECT_EQ(command.bytes()[2], 0x00);
}

TEST(Command, RefusesAValueThatDoesNotFitAndNamesTheField) {
  BdCommand command;
  try {
    command.set(BdField::opd0_up_pad, 16);
    FAIL() << "16 does not fit into 4 bits";
  } catch (const Error& e) {
    EXPECT_THAT(e.what(), testing::AllOf(testing::HasSubstr("opd0_up_pad"), testing::HasSubstr("16")));
    EXPECT_FALSE(e.hint().empty());
  }
  EXPECT_THROW(command.set(BdField::res0_n, uint64_t(-1)), Error);
  EXPECT_EQ(command, BdCommand());
}

}  // namespace
}  // namespace quern::bm1684
