// The protobuf text format.
#include <quern/frontend/text_format.hpp>

#include "support.hpp"

namespace quern::frontend::test {
namespace {

using quern::test::error_of;
using testing::ElementsAre;
using testing::HasSubstr;

FieldTree parse(const std::string& text) { return parse_text_format(text, "f.prototxt"); }

TEST(TextFormat, ScalarsOfAllKinds) {
  const FieldTree t = parse(R"(a: 1 b: -2 c: 0x1F d: 017 e: 1.5 f: -2e-3 g: 3f h: .25 i: "text" j: MAX k: true
      l: -inf m: nan n: 'it''s' o: 1. p: 2E+1)");
  EXPECT_EQ(t.get_int("a", 0), 1);
  EXPECT_EQ(t.get_int("b", 0), -2);
  EXPECT_EQ(t.get_int("c", 0), 31);
  EXPECT_EQ(t.get_int("d", 0), 15);
  EXPECT_EQ(t.get_real("e", 0), 1.5);
  EXPECT_EQ(t.get_real("f", 0), -2e-3);
  EXPECT_EQ(t.get_real("g", 0), 3);
  EXPECT_EQ(t.get_real("h", 0), 0.25);
  EXPECT_EQ(t.get_real("a", 0), 1);
  EXPECT_EQ(t.get_text("i"), "text");
  EXPECT_EQ(t.get_enum("j", {{"AVE", 1}, {"MAX", 7}}, 0), 7);
  EXPECT_TRUE(t.get_bool("k", false));
  EXPECT_EQ(t.get_real("l", 0), -std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(t.get_real("m", 0)));
  EXPECT_EQ(t.get_text("n"), "its");
  EXPECT_EQ(t.get_real("o", 0), 1);
  EXPECT_EQ(t.get_real("p", 0), 20);
}

TEST(TextFormat, MessagesInBracesAndAngleBrackets) {
  const FieldTree t = parse("a { b { c: 1 } } d: { e: 2 } f < g: 3 > h {}");
  EXPECT_EQ(t.message("a").message("b").get_int("c", 0), 1);
  EXPECT_EQ(t.message("d").get_int("e", 0), 2);
  EXPECT_EQ(t.message("f").get_int("g", 0), 3);
  EXPECT_TRUE(t.has("h"));
  EXPECT_TRUE(t.message("nothing").fields().empty());
}

TEST(TextFormat, ListsAndRepeatedFieldsAreTheSame) {
  const FieldTree t = parse("a: [1, 2] a: 3 b: [] m: [{x: 1}, {x: 2}] m { x: 3 } s: ['p', \"q\" \"r\"]");
  EXPECT_THAT(t.get_ints("a"), ElementsAre(1, 2, 3));
  EXPECT_EQ(t.get_int("a", 0), 3);
  EXPECT_THAT(t.get_ints("b"), ElementsAre());
  ASSERT_EQ(t.messages("m").size(), 3u);
  EXPECT_EQ(t.messages("m")[1]->get_int("x", 0), 2);
  EXPECT_THAT(t.get_texts("s"), ElementsAre("p", "qr"));
}

TEST(TextFormat, SeparatorsCommentsAndLineEnds) {
  const FieldTree t =
      parse("\xEF\xBB\xBF# first\r\na: 1, b: 2; c { d: 3; }\re: 4 # last, without end of line");
  EXPECT_EQ(t.get_int("b", 0), 2);
  EXPECT_EQ(t.message("c").get_int("d", 0), 3);
  EXPECT_EQ(t.get_int("e", 0), 4);
  EXPECT_EQ(t.find("e")->line, 3u);
}

TEST(TextFormat, Escapes) {
  EXPECT_EQ(parse(R"(s: "\a\b\f\n\r\t\v\\\'\"\?")").get_text("s"), "\a\b\f\n\r\t\v\\'\"?");
  EXPECT_EQ(parse(R"(s: "\101\x42\x4a\0")").get_text("s"), std::string("ABJ\0", 4));
  EXPECT_EQ(parse(R"(s: "\u00e9\U0001F600")").get_text("s"), "\xC3\xA9\xF0\x9F\x98\x80");
}

TEST(TextFormat, ExtensionsAndLargeNumbers) {
  const FieldTree t = parse("[pkg.field] { a: 1 } big: 18446744073709551615");
  EXPECT_EQ(t.message("pkg.field").get_int("a", 0), 1);
  EXPECT_EQ(t.get_real("big", 0), 18446744073709551615.0);
}

struct Mistake {
  const char* text;
  const char* place;
  const char* message;
};
class TextFormatMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(TextFormatMistakes, AreShownAtTheirPlace) {
  const std::string error = error_of([] { parse(GetParam().text); });
  EXPECT_THAT(error, HasSubstr(std::string("f.prototxt:") + GetParam().place));
  EXPECT_THAT(error, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Mistakes, TextFormatMistakes,
    testing::Values(Mistake{"a 1", "1:3", "\":\" or \"{\" is expected"},
                    Mistake{"a: 1\nb: }", "2:4", "a value for"},
                    Mistake{"a {\n b: 1", "2:6", "begins in line 1"}, Mistake{"a: \"x\n\"", "1:4", "no end"},
                    Mistake{"a: 12x", "1:4", "not a number"}, Mistake{"a: 09", "1:4", "not a number"},
                    Mistake{"1: 2", "1:1", "name of a field"}, Mistake{"a: [1 2]", "1:7", "in the list"},
                    Mistake{"a: \"\\q\"", "1:4", "does not exist"}, Mistake{"a: $", "1:4", "no meaning"},
                    Mistake{"a: \x01", "1:4", "does not belong"}, Mistake{"}", "1:1", "name of a field"},
                    Mistake{"a: -\"x\"", "1:5", "a value for"}, Mistake{"a: [1,", "1:7", "a value for"}));

TEST(TextFormat, DepthIsBounded) {
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "a {";
  EXPECT_THAT(error_of([&] { parse(deep + "a {"); }), HasSubstr("inside of each other"));
  for (int i = 0; i < 100; ++i) deep += "}";
  EXPECT_EQ(error_of([&] { parse(deep); }), "");
}

TEST(TextFormat, WrongTypesNameFieldAndLine) {
  const FieldTree t = parse("\na: \"x\"");
  EXPECT_THAT(error_of([&] { return t.get_int("a", 0); }), HasSubstr("\"a\" is not an integer (line 2)"));
  EXPECT_THAT(error_of([&] { return t.message("a").fields().size(); }), HasSubstr("not a message"));
  EXPECT_THAT(error_of([&] {
                return t.get_enum("a", {{"MAX", 0}, {"AVE", 1}}, 0);
              }),
              HasSubstr("one of MAX, AVE"));
}

}  // namespace
}  // namespace quern::frontend::test
