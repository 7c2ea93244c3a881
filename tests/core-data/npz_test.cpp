#include "data/npz.hpp"

#include <gtest/gtest.h>
#include <zip.h>

#include <quern/error.hpp>
#include <quern/onnx/file.hpp>

#include "data/npy.hpp"
#include "test_images.hpp"

namespace quern::data {
namespace {

NamedTensors decode(const std::string& bytes) { return decode_npz(bytes_of(bytes), "a.npz"); }

NamedTensors make_arrays() {
  NamedTensors arrays;
  arrays["in|x"] = Tensor::from(std::vector<float>{1, 2, 3}, {3, 1});
  arrays["b/c:0"] = Tensor::from(std::vector<int64_t>{-5, 7});
  arrays["zeros"] = Tensor(DataType::Float, {100, 100});
  return arrays;
}

// An archive with one deflated entry.
std::string deflated(const TemporaryFolder& folder, const std::string& name, const std::string& content) {
  const std::string path = folder.path() + "/deflated.npz";
  std::filesystem::remove(path);
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE, nullptr);
  zip_source_t* source = zip_source_buffer(archive, content.data(), content.size(), 0);
  const zip_int64_t index = zip_file_add(archive, name.c_str(), source, 0);
  zip_set_file_compression(archive, zip_uint64_t(index), ZIP_CM_DEFLATE, 9);
  zip_close(archive);
  const Blob file = map_file(path);
  return {reinterpret_cast<const char*>(file.data()), file.size()};
}

TEST(Npz, RoundTripIsExactAndDeterministic) {
  const NamedTensors arrays = make_arrays();
  const std::string bytes = encode_npz(arrays);
  EXPECT_EQ(bytes, encode_npz(make_arrays()));
  const NamedTensors back = decode(bytes);
  ASSERT_EQ(back.size(), 3u);
  EXPECT_EQ(back.at("in|x").dims, (Shape{3, 1}));
  EXPECT_EQ(back.at("b/c:0").to_int64(), (std::vector<int64_t>{-5, 7}));
  EXPECT_EQ(back.at("zeros").name, "zeros");
  EXPECT_TRUE(decode(encode_npz({})).empty());
}

TEST(Npz, BytesDoNotDependOnTheTimeZone) {
  const std::string before = encode_npz(make_arrays());
  ::setenv("TZ", "Asia/Tokyo", 1);
  ::tzset();
  EXPECT_EQ(encode_npz(make_arrays()), before);
  ::unsetenv("TZ");
  ::tzset();
}

TEST(Npz, ReadsDeflatedEntries) {
  const TemporaryFolder folder;
  const Tensor zeros(DataType::Float, {1000});
  EXPECT_EQ(decode(deflated(folder, "z.npy", encode_npy(zeros))).at("z").dims, Shape{1000});
}

TEST(Npz, RefusesForeignEntries) {
  const TemporaryFolder folder;
  EXPECT_THROW(decode(deflated(folder, "readme.txt", "hello")), InputError);
  EXPECT_THROW(decode("no archive"), InputError);
  EXPECT_THROW(decode(""), InputError);
}

TEST(Npz, RefusesAnEntryThatClaimsAnImpossibleSize) {
  const TemporaryFolder folder;
  std::string bytes = deflated(folder, "z.npy", encode_npy(Tensor(DataType::Float, {1000})));
  for (const std::string& signature : {std::string("PK\1\2"), std::string("PK\3\4")}) {
    const size_t header = bytes.find(signature);
    const size_t field = header + (signature[2] == 1 ? 24 : 22);  // size of the unpacked entry
    for (size_t i = 0; i < 3; ++i) bytes[field + i] = char(0xFF);
    bytes[field + 3] = char(0x7F);
  }
  EXPECT_THROW(decode(bytes), InputError);
}

TEST(Npz, EveryTruncationAndMutationIsHandled) {
  NamedTensors small;
  small["a"] = Tensor::from(std::vector<float>{1, 2, 3});
  small["b"] = Tensor::scalar(int32_t(9));
  const std::string good = encode_npz(small);
  for (size_t size = 0; size < good.size(); ++size) EXPECT_THROW(decode(good.substr(0, size)), Error) << size;
  int refused = 0;
  for (size_t i = 0; i < good.size(); ++i)
    for (int flip : {0x01, 0x80, 0xFF, 0x10}) {
      std::string bad = good;
      bad[i] = char(bad[i] ^ flip);
      try {
        static_cast<void>(decode(bad));
      } catch (const Error&) {
        ++refused;
      }
    }
  EXPECT_GT(refused, int(good.size()));
}

}  // namespace
}  // namespace quern::data
