#include <gtest/gtest.h>

#include <quern/frontend/byte_reader.hpp>

namespace quern::frontend {
namespace {

Blob bytes(const std::vector<uint8_t>& values) {
  Blob blob = Blob::allocate(values.size());
  std::memcpy(const_cast<std::byte*>(blob.data()), values.data(), values.size());
  return blob;
}

TEST(ByteReader, ReadsNumbersTextAndTensors) {
  ByteReader reader(bytes({1, 2, 0, 'a', 'b', 0, 0, 0x80, 0x3F, 9}), "file");
  EXPECT_EQ(reader.read<uint8_t>("a byte"), 1);
  EXPECT_EQ(reader.read<uint16_t>("a number"), 2);
  EXPECT_EQ(reader.text(2, "a name"), "ab");
  const Tensor one = reader.tensor(DataType::Float, {1, 1}, "weights");  // at an odd address: copied
  EXPECT_EQ(one.values<float>()[0], 1.0f);
  EXPECT_EQ(reader.remaining(), 1u);
  reader.skip(1, "the rest");
  EXPECT_TRUE(reader.at_end());
}

TEST(ByteReader, LeavesAlignedTensorsWhereTheyAre) {
  const Blob file = bytes(std::vector<uint8_t>(64));
  ByteReader reader(file, "file");
  EXPECT_EQ(reader.tensor(DataType::Float, {4}, "weights").blob.data(), file.data());
}

TEST(ByteReader, SaysWhereTheFileEnds) {
  ByteReader reader(bytes({1, 2, 3}), "net.weights");
  try {
    reader.read<uint32_t>("the header");
    FAIL();
  } catch (const InputError& e) {
    EXPECT_NE(std::string(e.what()).find("inside of the header: 4 bytes are needed at byte 0, 3 are there"),
              std::string::npos)
        << e.what();
    EXPECT_EQ(e.where(), "net.weights");
  }
  // Nothing of this size is allocated.
  EXPECT_THROW(reader.tensor(DataType::Float, {int64_t(1) << 40}, "weights"), InputError);
  EXPECT_THROW(reader.text(~uint64_t(0), "a name"), InputError);
}

}  // namespace
}  // namespace quern::frontend
