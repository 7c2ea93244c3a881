#include "data/npy.hpp"

#include <gtest/gtest.h>

#include <quern/error.hpp>

#include "test_images.hpp"

namespace quern::data {
namespace {

Tensor decode(const std::string& bytes) { return decode_npy(bytes_of(bytes), "a.npy"); }

// A version 1.0 file with this header and payload.
std::string npy(const std::string& dict, const std::string& payload) {
  std::string bytes("\x93NUMPY\x01\x00", 8);
  bytes += char(dict.size() + 1);
  bytes += char(0);
  return bytes + dict + "\n" + payload;
}

TEST(Npy, RoundTripsEveryElementType) {
  const Tensor floats = Tensor::from(std::vector<float>{-1.5f, 0, 3, 1e30f, 5, 6}, {2, 3});
  EXPECT_EQ(decode(encode_npy(floats)).to_float(), floats.to_float());
  for (const DataType type : {DataType::Bool, DataType::Int8, DataType::Uint8, DataType::Int16,
                              DataType::Uint16, DataType::Int32, DataType::Uint32, DataType::Int64,
                              DataType::Uint64, DataType::Float16, DataType::Float, DataType::Double}) {
    Tensor tensor(type, {3, 1, 2});
    auto* bytes = const_cast<std::byte*>(tensor.blob.data());
    for (size_t i = 0; i < tensor.byte_size(); ++i)
      bytes[i] = std::byte(type == DataType::Bool ? i % 2 : i * 7);
    const Tensor back = decode(encode_npy(tensor));
    EXPECT_EQ(back.type, type);
    EXPECT_EQ(back.dims, tensor.dims);
    EXPECT_EQ(std::memcmp(back.blob.data(), tensor.blob.data(), tensor.byte_size()), 0) << name_of(type);
  }
}

TEST(Npy, HeaderIsAlignedAndLooksAsNumPyWritesIt) {
  const std::string bytes = encode_npy(Tensor(DataType::Float, {2, 3}));
  EXPECT_EQ(bytes.substr(10, 61), "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }  ");
  EXPECT_EQ((bytes.size() - 24) % 64, 0u);
  EXPECT_NE(encode_npy(Tensor(DataType::Float, {7})).find("(7,)"), std::string::npos);
  EXPECT_EQ(decode(encode_npy(Tensor::scalar(4.0f))).dims, Shape{});
}

TEST(Npy, ReadsFortranOrder) {
  const std::string bytes = npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", "\1\4\2\5\3\6");
  EXPECT_EQ(decode(bytes).to_int64(), (std::vector<int64_t>{1, 2, 3, 4, 5, 6}));
}

TEST(Npy, EmptyArrays) { EXPECT_EQ(decode(encode_npy(Tensor(DataType::Int64, {0, 4}))).dims, (Shape{0, 4})); }

TEST(Npy, RefusesWhatItCannotTrust) {
  const std::string good = "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }";
  EXPECT_NO_THROW(decode(npy(good, "ab")));
  EXPECT_THROW(decode(npy(good, "a")), InputError);
  EXPECT_THROW(decode(npy(good, "abc")), InputError);
  EXPECT_THROW(decode(npy("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", "abcd")),
               UnsupportedError);
  EXPECT_THROW(decode(npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "abcd")),
               UnsupportedError);
  EXPECT_THROW(decode(npy("{'descr': '|u1', 'fortran_order': False, }", "ab")), InputError);
  EXPECT_THROW(decode(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (-2,), }", "ab")), InputError);
  EXPECT_THROW(
      decode(npy("{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904, 4), }", "ab")),
      InputError);
  EXPECT_THROW(decode("not an array at all"), InputError);
}

TEST(Npy, EveryTruncationAndMutationIsHandled) {
  const std::string good = encode_npy(Tensor::from(std::vector<float>{1, 2, 3, 4}, {2, 2}));
  for (size_t size = 0; size < good.size(); ++size) EXPECT_THROW(decode(good.substr(0, size)), Error) << size;
  int refused = 0;
  for (size_t i = 0; i < 90; ++i)
    for (int value = 0; value < 256; value += 5) {
      std::string bad = good;
      bad[i] = char(value);
      try {
        EXPECT_LE(decode(bad).byte_size(), good.size());
      } catch (const Error&) {
        ++refused;
      }
    }
  EXPECT_GT(refused, 1000);
}

}  // namespace
}  // namespace quern::data
