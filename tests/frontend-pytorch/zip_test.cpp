// Zip archives: stored entries in place, deflated ones, damage, bombs.
#include "reader/zip.hpp"

#include <zlib.h>

#include "support.hpp"

namespace quern::frontend::pytorch::test {
namespace {

std::string deflated(const std::string& text) {
  std::string packed(text.size() + 100, '\0');
  z_stream stream = {};
  deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = uInt(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = uInt(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

// Makes the only entry of an archive a deflated one that claims to have `size` bytes.
std::string with_deflated_entry(const std::string& packed, uint32_t size) {
  std::string zip = zip_of({{"a", packed}});
  const size_t directory = zip.find("PK\x01\x02");
  zip[8] = 8;
  zip[directory + 10] = 8;
  zip.replace(22, 4, bytes_of(size));
  zip.replace(directory + 24, 4, bytes_of(size));
  return zip;
}

TEST(Zip, StoredEntriesStayInTheFile) {
  const Blob file = blob_of(zip_of({{"a", "first"}, {"b/c", "second"}}));
  const ZipArchive zip(file, "z");
  EXPECT_EQ(zip.read_text("a"), "first");
  EXPECT_EQ(zip.read_text("b/c"), "second");
  const Blob content = zip.read("a");
  EXPECT_GE(content.data(), file.data());
  EXPECT_LT(content.data(), file.data() + file.size());
}

TEST(Zip, DeflatedEntriesAreUnpacked) {
  const std::string text(1000, 'x');
  const ZipArchive zip(blob_of(with_deflated_entry(deflated(text), 1000)), "z");
  EXPECT_EQ(zip.read_text("a"), text);
}

TEST(Zip, SizesThatAreNotTrueAreRefused) {
  const std::string packed = deflated(std::string(1000, 'x'));
  for (const uint32_t size : {0u, 999u, 1001u}) {
    const ZipArchive zip(blob_of(with_deflated_entry(packed, size)), "z");
    EXPECT_THAT(error_of([&] { (void)zip.read("a"); }), HasSubstr("cannot be unpacked")) << size;
  }
}

TEST(Zip, BombsAreRefusedBeforeTheyAreUnpacked) {
  const std::string zip = with_deflated_entry(deflated(std::string(1000, 'x')), 0x7FFFFFFF);
  EXPECT_THAT(error_of([&] { ZipArchive(blob_of(zip), "z"); }), HasSubstr("cannot be true"));
}

TEST(Zip, WrongChecksumsAreSeen) {
  std::string zip = zip_of({{"a", "content"}});
  zip[zip.find("PK\x01\x02") + 16] = 7;
  EXPECT_THAT(error_of([&] { (void)ZipArchive(blob_of(zip), "z").read("a"); }), HasSubstr("checksum"));
}

TEST(Zip, EveryTruncationIsAnError) {
  const std::string zip = zip_of({{"a", "first"}, {"b", "second"}});
  for (size_t size = 0; size < zip.size(); ++size)
    EXPECT_NE(error_of([&] { ZipArchive(blob_of(zip.substr(0, size)), "z"); }), "") << size;
}

TEST(Zip, MissingEntriesAreNamed) {
  const ZipArchive zip(blob_of(zip_of({{"a", ""}})), "z");
  EXPECT_THAT(error_of([&] { (void)zip.read("nothing"); }), HasSubstr("\"nothing\""));
}

}  // namespace
}  // namespace quern::frontend::pytorch::test
