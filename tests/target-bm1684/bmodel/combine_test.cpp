// Combining and extracting programs.
#include "bmodel/combine.hpp"

#include <gmock/gmock.h>

#include "bmodel/facts.hpp"
#include "bmodel/verify.hpp"
#include "model_maker.hpp"

namespace quern::bmodel::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::string refusal(const std::vector<Model>& models) {
  try {
    combine(models, std::vector<std::string>(models.size(), "file"));
    return "";
  } catch (const Error& e) {
    return e.what();
  }
}

TEST(Combine, OneNameBecomesStagesWithTheirOwnAddresses) {
  Model four = classifier(4);
  four.nets[0].stages[0].context_address += 8192;
  const Model both = read_text(file_of(combine({classifier(1), four}, {"1", "4"})));
  ASSERT_EQ(both.nets.size(), 1u);
  ASSERT_EQ(both.nets[0].stages.size(), 2u);
  EXPECT_EQ(both.nets[0].stages[1].context_address, four.nets[0].stages[0].context_address);
  EXPECT_EQ(both.nets[0].stages[0].coefficients->data.data(),
            both.nets[0].stages[1].coefficients->data.data());
}

TEST(Combine, OtherNamesBecomeNets) {
  Model other = classifier(1, 2);
  other.nets[0].name = "other";
  const Model both = read_text(file_of(combine({classifier(1), other}, {"a", "b"})));
  ASSERT_EQ(both.nets.size(), 2u);
  EXPECT_EQ(both.nets[1].name, "other");
  EXPECT_THAT(verify(both), IsEmpty());
}

TEST(Combine, RefusesWhatIsNotOneNetwork) {
  EXPECT_THAT(refusal({classifier(1), classifier(1)}), HasSubstr("same input shapes"));
  Model renamed = classifier(4), dynamic = classifier(4), module = classifier(4),
        other_module = classifier(1);
  renamed.nets[0].stages[0].outputs[0].name = "other";
  EXPECT_THAT(refusal({classifier(1), renamed}), HasSubstr("other inputs or outputs"));
  dynamic.nets[0].stages[0].is_dynamic = 1;
  EXPECT_THAT(refusal({classifier(1), dynamic}), HasSubstr("static in one file and dynamic in another"));
  module.kernel_module = Module{"a", bytes("a")};
  other_module.kernel_module = Module{"a", bytes("b")};
  EXPECT_EQ(refusal({classifier(1), module}), "");
  EXPECT_THAT(refusal({other_module, module}), HasSubstr("another module"));
}

TEST(Combine, ExtractUndoesIt) {
  const Model both = combine({classifier(1), classifier(4)}, {"1", "4"});
  const auto parts = extract(both);
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].first, "classify_0.bmodel");
  EXPECT_EQ(parts[1].first, "classify_1.bmodel");
  EXPECT_EQ(file_of(parts[0].second), file_of(classifier(1)));
  EXPECT_EQ(file_of(parts[1].second), file_of(classifier(4)));
}

TEST(Combine, ExtractedFilesStayInTheirFolder) {
  Model model = classifier(1);
  model.nets[0].name = "../../etc/net name";
  EXPECT_EQ(extract(model)[0].first, "_._.._etc_net_name_0.bmodel");
  Model clash = two_nets();
  clash.nets[0].name = "a b";
  clash.nets[1].name = "a/b";
  EXPECT_THROW(extract(clash), UnsupportedError);
}

TEST(Differences, AreNamedByTheirPlace) {
  Model other = classifier(1, 2);
  other.nets[0].stages[0].inputs[0].scale = 2;
  other.nets[0].stages[0].coefficients->ranges.pop_back();
  other.time = "another";
  EXPECT_THAT(differences(classifier(1), classifier(1)), IsEmpty());
  EXPECT_THAT(differences(classifier(1), other),
              testing::ElementsAre(
                  "net \"classify\", stage 0, input \"data\", scale: 127.986702 | 2",
                  HasSubstr("net \"classify\", stage 0, coefficients, data: 1000 bytes, SHA-256 "),
                  HasSubstr("net \"classify\", stage 0, coefficients, \"fc\": only in the first: 600 400")));
}

}  // namespace
}  // namespace quern::bmodel::test
