// verify() finds what a runtime would stumble over.
#include "bmodel/verify.hpp"

#include <functional>
#include <gmock/gmock.h>

#include "model_maker.hpp"

namespace quern::bmodel::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> problems(const Model& model) {
  std::vector<std::string> lines;
  for (const Problem& problem : verify(model)) lines.push_back(problem.place + ": " + problem.message);
  return lines;
}

// What verify() finds after a change to a file that was in order.
std::vector<std::string> after(const std::function<void(Model&, Stage&)>& change) {
  Model model = read_text(file_of(two_nets()));
  change(model, model.nets[0].stages[0]);
  return problems(model);
}

TEST(Verify, FindsNothingInWhatTheWriterMakes) {
  EXPECT_THAT(problems(read_text(file_of(two_nets()))), IsEmpty());
  EXPECT_THAT(problems(read_text(file_of(classifier(3)))), IsEmpty());
}

TEST(Verify, Coefficients) {
  std::string file = file_of(classifier(1));
  file[file.size() - 3 * 128 - 500] ^= 1;  // in the middle of the coefficients, which come first
  EXPECT_THAT(
      problems(read_text(file)),
      testing::ElementsAre("net \"classify\", stage 0, coefficients: the SHA-256 is not that of the data: "
                           "the file was damaged"));
  EXPECT_THAT(after([](Model&, Stage& s) { s.coefficients->sha256.clear(); }),
              Contains(HasSubstr("the SHA-256 is missing")));
  EXPECT_THAT(after([](Model&, Stage& s) { s.coefficients->ranges[1].size = 401; }),
              Contains(HasSubstr("\"fc\" ends behind their end")));
  EXPECT_THAT(after([](Model&, Stage& s) { s.coefficients->address += 4000; }),
              Contains(HasSubstr("do not lie between 0x105100000 and the context at 0x105101000")));
  EXPECT_THAT(after([](Model&, Stage& s) { s.coefficients->address = 0x100000000; }),
              Contains(HasSubstr("do not lie between")));
}

TEST(Verify, Memory) {
  EXPECT_THAT(after([](Model&, Stage& s) { s.context_address = 0x100000000; }),
              Contains(HasSubstr("below 0x105100000")));
  EXPECT_THAT(
      after([](Model&, Stage& s) { s.outputs[0].address += 4 * 4096; }),
      Contains(HasSubstr("tensor \"scores\": 40 bytes at 0x105106000 lie outside of the 16384 bytes")));
  EXPECT_THAT(after([](Model&, Stage& s) { s.inputs[0].address -= 1; }), Contains(HasSubstr("lie outside")));
  EXPECT_THAT(after([](Model&, Stage& s) { s.inputs[0].size -= 1; }),
              Contains(HasSubstr("tensor \"data\": it has 191 bytes, its shape 1x3x4x4 needs 192")));
  EXPECT_THAT(after([](Model& m, Stage&) { m.nets[0].address_mode = 1; }),
              Contains(HasSubstr("lie outside of the 0")));
}

TEST(Verify, Names) {
  EXPECT_THAT(after([](Model& m, Stage&) { m.nets[1].name = "classify"; }),
              Contains(HasSubstr("another net has the same name")));
  EXPECT_THAT(after([](Model&, Stage& s) { s.inputs.push_back(s.inputs[0]); }),
              Contains(HasSubstr("tensor \"data\": another one has the same name")));
}

TEST(Verify, Stages) {
  EXPECT_THAT(after([](Model& m, Stage& s) { m.nets[0].stages[1] = s; }),
              Contains(HasSubstr("stage 1: another stage has the same input shapes")));
  EXPECT_THAT(after([](Model&, Stage& s) { s.outputs[0].name = "other"; }),
              Contains(HasSubstr("stage 1: its inputs and outputs are not those of stage 0")));
  EXPECT_THAT(after([](Model&, Stage& s) { s.outputs.clear(); }),
              Contains(HasSubstr("outputs: there are none")));
}

TEST(Verify, Subnets) {
  EXPECT_THAT(after([](Model&, Stage& s) { s.subnets.clear(); }),
              Contains(HasSubstr("runtimes look at the first")));
  EXPECT_THAT(after([](Model&, Stage& s) { s.subnets[0].next = {5}; }), Contains(HasSubstr("no subnet 5")));
  EXPECT_THAT(after([](Model&, Stage& s) { s.subnets.push_back(s.subnets[0]); }),
              Contains(HasSubstr("another subnet has the same number")));
  EXPECT_THAT(after([](Model&, Stage& s) { s.subnets[0].groups[0].gdma = noise(256, 99); }),
              Contains(HasSubstr("their commands are not those of the stage")));
  EXPECT_THAT(after([](Model& m, Stage&) { m.nets[1].stages[0].subnets[2].operations.clear(); }),
              Contains(HasSubstr("subnet 2: it runs on the CPU, but has no operation")));
  EXPECT_THAT(after([](Model& m, Stage&) { m.nets[1].stages[0].subnets[3].ir_size = 13; }),
              Contains(HasSubstr("subnet 3: its dynamic code ends behind")));
}

TEST(Verify, CommandIdsHave16Bits) {
  EXPECT_THAT(after([](Model&, Stage& s) {
                s.groups[0].bdc_count = 65536;
                s.groups[0].bdc = noise(65536 * kCommandBytes, 5);
                s.subnets[0].groups = s.groups;
              }),
              testing::ElementsAre(HasSubstr("more than 65535 commands")));
}

}  // namespace
}  // namespace quern::bmodel::test
