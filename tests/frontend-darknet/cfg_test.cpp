// The text of .cfg files.
#include "reader/cfg.hpp"

#include "support.hpp"

namespace quern::frontend::darknet::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<Section> read(const std::string& text) {
  const RecordingHost host;
  return read_cfg(text, "net.cfg", host.host());
}

void expect_usual(const std::string& text) {
  const std::vector<Section> sections = read(text);
  ASSERT_EQ(sections.size(), 2u);
  EXPECT_EQ(sections[0].type(), "net");
  EXPECT_EQ(sections[0].integer("width", 0, 0, 999), 416);
  EXPECT_EQ(sections[1].type(), "convolutional");
  EXPECT_EQ(sections[1].where(), "net.cfg:4");
  EXPECT_EQ(sections[1].where("filters"), "net.cfg:5");
  EXPECT_EQ(sections[1].text("filters", ""), "32");
}

TEST(Cfg, LinesMayEndInAnyWay) {
  expect_usual("[net]\nwidth=416\n\n[convolutional]\nfilters=32\n");
  expect_usual("[net]\r\nwidth=416\r\n\r\n[convolutional]\r\nfilters=32\r\n");
  expect_usual("[net]\rwidth=416\r\r[convolutional]\rfilters=32\r");
  expect_usual("[net]\nwidth=416\n\n[convolutional]\nfilters=32");
}

TEST(Cfg, BlanksCommentsAndTheByteOrderMarkMeanNothing) {
  expect_usual(
      "\xEF\xBB\xBF[net]\n\twidth = 416 \n# comment\n [ Convolutional ]\t\n  filters\t=\t32  # many\n");
  expect_usual("[net] # a\nwidth=416;b\n;comment\n[convolutional]\n filters = 3 2");
}

TEST(Cfg, FirstOfTwoOptionsCountsAndIsReported) {
  RecordingHost host;
  const auto sections = read_cfg("[net]\nwidth=1\nwidth=2\nwidth=1\n", "net.cfg", host.host());
  EXPECT_EQ(sections[0].integer("width", 0, 0, 9), 1);
  ASSERT_EQ(host.diagnostics.size(), 1u);
  EXPECT_EQ(host.diagnostics[0].where, "net.cfg:3");
}

TEST(Cfg, LinesWithoutAValueAreReported) {
  RecordingHost host;
  read_cfg("[net]\nwidth\n=3\nheight=\n", "net.cfg", host.host());
  ASSERT_EQ(host.diagnostics.size(), 3u);
  EXPECT_EQ(host.diagnostics[2].where, "net.cfg:4");
  EXPECT_EQ(host.diagnostics[2].severity, QUERN_SEVERITY_WARNING);
}

TEST(Cfg, WhatIsNoCfgIsRefusedWithTheLine) {
  EXPECT_THAT(error_of([] { read(""); }), HasSubstr("no sections"));
  EXPECT_THAT(error_of([] { read("\nwidth=3\n[net]\n"); }),
              HasSubstr("before the first section | net.cfg:2"));
  EXPECT_THAT(error_of([] { read("[convolutional]\n"); }), HasSubstr("[convolutional], not [net]"));
  EXPECT_THAT(error_of([] { read("[net]\n[conv\n"); }), HasSubstr("names no section | net.cfg:2"));
  EXPECT_THAT(error_of([] { read("[net]\n[]\n"); }), HasSubstr("names no section"));
}

TEST(Section, NumbersAreChecked) {
  const Section s = read("[net]\na=2.0\nb=2.5\nc=x\nd=-3\ne=+.5\nf=1e99999\ng=3x3\n")[0];
  EXPECT_EQ(s.integer("a", 0, 0, 9), 2);
  EXPECT_THAT(error_of([&] { (void)s.integer("b", 0, 0, 9); }), HasSubstr("net.cfg:3"));
  EXPECT_DOUBLE_EQ(s.number("b", 0), 2.5);
  EXPECT_THAT(error_of([&] { (void)s.number("c", 0); }), HasSubstr("\"x\", which is no number | net.cfg:4"));
  EXPECT_THAT(error_of([&] { (void)s.integer("d", 0, 0, 9); }), HasSubstr("from 0 to 9"));
  EXPECT_DOUBLE_EQ(s.number("e", 0), 0.5);
  EXPECT_NE(error_of([&] { (void)s.number("f", 0); }), "");
  EXPECT_NE(error_of([&] { (void)s.number("g", 0); }), "");
  EXPECT_EQ(s.integer("missing", 7, 0, 9), 7);
}

TEST(Section, ListsAreChecked) {
  const Section s = read("[net]\na = -1, 61\nb=1.5, 2,\nc=1,,2\nd=1,2.5\n")[0];
  EXPECT_THAT(s.integers("a"), ElementsAre(-1, 61));
  EXPECT_THAT(s.numbers("b"), ElementsAre(1.5f, 2.0f));
  EXPECT_NE(error_of([&] { (void)s.integers("c"); }), "");
  EXPECT_THAT(error_of([&] { (void)s.integers("d"); }), HasSubstr("\"2.5\" in \"d\" is no integer"));
  EXPECT_TRUE(s.numbers("missing").empty());
}

TEST(Cfg, IsRecognisedByItsFirstSection) {
  EXPECT_TRUE(looks_like_cfg("# yolo\r\n\r\n[net]\r\n"));
  EXPECT_TRUE(looks_like_cfg("\xEF\xBB\xBF [network]"));
  EXPECT_FALSE(looks_like_cfg("[section]\n[net]\n"));
  EXPECT_FALSE(looks_like_cfg("name: \"net\"\n[net]"));
  EXPECT_FALSE(looks_like_cfg(""));
}

}  // namespace
}  // namespace quern::frontend::darknet::test
