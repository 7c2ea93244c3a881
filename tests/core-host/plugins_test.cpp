// Finding and refusing plugins.
#include <cstring>
#include <elf.h>
#include <gmock/gmock.h>

#include <quern/error.hpp>

#include "house.hpp"
#include "plugins/discovery.hpp"
#include "plugins/kind.hpp"
#include "plugins/library.hpp"
#include "plugins/registry.hpp"

namespace {

using namespace quern;
using namespace quern::plugins;
using test::Folder;
using testing::HasSubstr;

std::filesystem::path bad(const std::string& name) { return test::house() / "bad" / (name + ".so"); }
std::filesystem::path good(const std::string& name) {
  return test::house() / "lib" / "quern" / ("fake-" + name + ".so");
}

std::string objection_to(const std::filesystem::path& file) {
  try {
    read_manifest(file);
    return "";
  } catch (const Error& e) {
    return e.what();
  }
}

std::string refusal_of(const std::filesystem::path& file) {
  try {
    load_library(file);
    return "";
  } catch (const Error& e) {
    EXPECT_EQ(e.status(), QUERN_ERROR_UNSUPPORTED);
    EXPECT_EQ(e.where(), file.string());
    return e.what();
  }
}

TEST(Manifest, IsReadWithoutLoading) {
  const Manifest manifest = read_manifest(good("frontend"));
  EXPECT_EQ(manifest.abi_major, 1);
  EXPECT_EQ(manifest.abi_minor, 0);
  EXPECT_EQ(manifest.kind, QUERN_KIND_FRONTEND);
  EXPECT_EQ(manifest.name, "fake");
  EXPECT_EQ(manifest.version, "1.2.3");
  EXPECT_EQ(manifest.summary, "Reads fake models");
}

TEST(Manifest, FilesThatAreNoPluginsAreExplained) {
  const Folder folder;
  EXPECT_THAT(objection_to(folder.write("text.so", "hello")), HasSubstr("not a shared library"));
  EXPECT_THAT(objection_to(folder.write("empty.so", "")), HasSubstr("not a shared library"));
  EXPECT_THAT(objection_to(bad("no_manifest")), HasSubstr("not a Quern plugin"));
  EXPECT_THAT(objection_to(folder / "absent.so"), HasSubstr("cannot be opened"));
  std::filesystem::create_directory(folder / "folder.so");
  EXPECT_THAT(objection_to(folder / "folder.so"), HasSubstr("not a regular file"));
}

TEST(Manifest, EveryTruncationIsRefused) {
  const std::string whole = test::read_all(good("quant"));
  const Folder folder;
  for (size_t size = 1; size < whole.size(); size += 1 + whole.size() / 200)
    EXPECT_NE(objection_to(folder.write("cut.so", whole.substr(0, size))), "") << size << " bytes";
}

TEST(Manifest, DamagedHeadersAreRefusedOrHarmless) {
  const std::string whole = test::read_all(good("quant"));
  const Folder folder;
  Elf64_Ehdr header;
  std::memcpy(&header, whole.data(), sizeof header);
  std::vector<size_t> places;
  for (size_t i = 0; i < sizeof header; ++i) places.push_back(i);
  for (size_t i = header.e_shoff; i < whole.size(); ++i) places.push_back(i);
  for (const size_t place : places) {
    std::string damaged = whole;
    damaged[place] = char(0xFF);
    objection_to(folder.write("damaged.so", damaged));  // must return, whatever it says
  }
  std::string other = whole;
  other[EI_CLASS] = ELFCLASS32;
  EXPECT_THAT(objection_to(folder.write("damaged.so", other)), HasSubstr("another processor"));
}

TEST(Manifest, TextMustBeComplete) {
  const std::string text = "abi=1.0\nkind=quant\nname=n\nversion=1\nsummary=s\n";
  EXPECT_EQ(parse_manifest(text).name, "n");
  const auto complaint = [](const std::string& manifest) -> std::string {
    try {
      parse_manifest(manifest);
      return "";
    } catch (const Error& e) {
      return e.what();
    }
  };
  EXPECT_THAT(complaint("kind=quant\n"), HasSubstr("no \"abi\""));
  EXPECT_THAT(complaint("abi=1\nkind=quant\nname=n\nversion=1\nsummary=s\n"), HasSubstr("not major.minor"));
  EXPECT_THAT(complaint("abi=1.0\nkind=magic\nname=n\nversion=1\nsummary=s\n"),
              HasSubstr("unknown plugin kind"));
  EXPECT_THAT(complaint("abi=1.0\nkind=quant\nname=\nversion=1\nsummary=s\n"), HasSubstr("empty name"));
}

TEST(Library, GoodPluginsLoad) {
  const Library library = load_library(good("frontend"));
  EXPECT_EQ(library.label(), "frontend fake");
  EXPECT_EQ(names_of(library.options), (std::vector<std::string>{"half", "bits", "mode"}));
}

TEST(Library, RefusesWithASentenceThatSaysWhatToDo) {
  EXPECT_THAT(refusal_of(bad("wrong_magic")), HasSubstr("magic number"));
  EXPECT_THAT(refusal_of(bad("wrong_major")),
              HasSubstr("it was built for plugin ABI 2.0, and this quern has 1.0: install a newer quern"));
  EXPECT_THAT(refusal_of(bad("small_descriptor")), HasSubstr("its descriptor has 16 bytes"));
  EXPECT_THAT(refusal_of(bad("small_table")), HasSubstr("its function table has 4 bytes"));
  EXPECT_THAT(refusal_of(bad("missing_function")), HasSubstr("a function is missing"));
  EXPECT_THAT(refusal_of(bad("no_entry")), HasSubstr("quern_plugin_entry"));
  EXPECT_THAT(refusal_of(bad("missing_symbol")), HasSubstr("nobody_defines_this"));
}

TEST(Abi, ForeignMajorVersionsSayWhoIsOlder) {
  EXPECT_EQ(abi_objection(1, 0), "");
  EXPECT_EQ(abi_objection(1, 99), "");
  EXPECT_THAT(
      abi_objection(0, 3),
      HasSubstr("built for plugin ABI 0.3, and this quern has 1.0: install a newer release of the plugin"));
}

TEST(Discovery, FirstFolderWinsAndDuplicatesAreReported) {
  const Folder first, second;
  std::filesystem::copy(good("quant"), first / "b.so");
  std::filesystem::copy(good("quant"), second / "a.so");
  const auto found = discover({{first.path(), "--plugin-dir"}, {second.path(), "installed"}});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].file, first / "b.so");
  EXPECT_EQ(found[0].objection, "");
  EXPECT_THAT(found[1].objection, HasSubstr("duplicate: " + (first / "b.so").string()));
}

TEST(Discovery, AFolderCountsOnceAndMissingOnesHoldNothing) {
  const auto folder = test::house() / "lib" / "quern";
  const auto found = discover({{folder, "a"}, {"/nowhere/at/all", "b"}, {folder / ".." / "quern", "c"}});
  EXPECT_EQ(found.size(), 4u);
}

TEST(Discovery, OrderOfFolders) {
  ::setenv("QUERN_PLUGIN_PATH", "/one::/two", 1);
  std::vector<std::string> origins;
  std::vector<std::filesystem::path> paths;
  for (const SearchFolder& folder : search_folders({"/command"}, {"/yaml"})) {
    origins.push_back(folder.origin);
    paths.push_back(folder.path);
  }
  ::unsetenv("QUERN_PLUGIN_PATH");
  EXPECT_EQ(origins, (std::vector<std::string>{"--plugin-dir", "plugin_dirs", "QUERN_PLUGIN_PATH",
                                               "QUERN_PLUGIN_PATH", "installed"}));
  EXPECT_THAT(paths, testing::Each(testing::Truly([](const auto& path) { return path.is_absolute(); })));
}

TEST(Registry, SuggestsNamesAndSaysWhyPluginsAreRefused) {
  Registry registry({{test::house() / "lib" / "quern", "test"}, {test::house() / "bad", "test"}});
  const auto complaint = [&](int32_t kind, const std::string& name) -> std::string {
    try {
      registry.load(kind, name);
      return "";
    } catch (const Error& e) {
      return e.what();
    }
  };
  EXPECT_EQ(complaint(QUERN_KIND_QUANT, "fake"), "");
  EXPECT_THAT(complaint(QUERN_KIND_QUANT, "fakr"),
              HasSubstr("no quant plugin \"fakr\"; did you mean \"fake\"?"));
  EXPECT_THAT(complaint(QUERN_KIND_QUANT, "wrong_manifest_abi"), HasSubstr("built for plugin ABI 2.0"));
  EXPECT_EQ(registry.load_or_only(QUERN_KIND_TARGET, "", "compile.target").name(), "fake");
  try {
    registry.load_or_only(QUERN_KIND_QUANT, "", "calibrate.quant");
    ADD_FAILURE() << "several quant plugins are installed";
  } catch (const Error& e) {
    EXPECT_THAT(e.what(), HasSubstr("several quant plugins are installed: fake"));
    EXPECT_THAT(e.hint(), HasSubstr("calibrate.quant"));
  }
}

}  // namespace
