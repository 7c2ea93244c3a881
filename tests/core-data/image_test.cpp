#include "data/image.hpp"

#include <cstdlib>
#include <gtest/gtest.h>

#include <quern/error.hpp>

#include "test_images.hpp"

namespace quern::data {
namespace {

Image decode(const std::string& bytes) { return decode_image(bytes_of(bytes), "a.jpg"); }

int largest_difference(const Image& a, const Image& b) {
  if (a.width != b.width || a.height != b.height || a.channels != b.channels) return 256;
  int largest = 0;
  for (size_t i = 0; i < a.pixels.size(); ++i)
    largest = std::max(largest, std::abs(a.pixels[i] - b.pixels[i]));
  return largest;
}

TEST(Jpeg, DecodesEveryKind) {
  const Image colour = make_gradient(45, 30, 3);
  const Image gray = make_gradient(45, 30, 1);
  EXPECT_LE(largest_difference(decode(make_jpeg(colour, {.quality = 100})), colour), 12);
  EXPECT_LE(largest_difference(decode(make_jpeg(colour, {.progressive = true, .quality = 100})), colour), 12);
  EXPECT_LE(largest_difference(decode(make_jpeg(gray, {.quality = 100})), gray), 3);
  EXPECT_LE(largest_difference(decode(make_jpeg(colour, {.cmyk = true, .quality = 100})), colour), 6);
}

TEST(Jpeg, ProgressiveAndBaselineGiveTheSamePixels) {
  const Image colour = make_gradient(64, 48, 3);
  EXPECT_EQ(decode(make_jpeg(colour)).pixels, decode(make_jpeg(colour, {.progressive = true})).pixels);
}

TEST(Png, DecodesEveryKind) {
  const Image rgb = make_gradient(5, 4, 3);
  const std::string rows(rgb.pixels.begin(), rgb.pixels.end());
  EXPECT_EQ(decode(make_png(5, 4, 2, 8, rows)).pixels, rgb.pixels);

  std::string rgba, deep;
  for (size_t i = 0; i < rows.size(); i += 3) rgba += rows.substr(i, 3) + "\x20";
  for (const char c : rows) deep += std::string(1, c) + "\xAB";
  EXPECT_EQ(decode(make_png(5, 4, 6, 8, rgba)).pixels, rgb.pixels) << "alpha is dropped";
  EXPECT_EQ(decode(make_png(5, 4, 2, 16, deep)).pixels, rgb.pixels) << "the low byte is dropped";

  const Image palette = decode(make_png(2, 1, 3, 8, std::string("\1\0", 2), "abcdef"));
  EXPECT_EQ(std::string(palette.pixels.begin(), palette.pixels.end()), "defabc");

  const Image bits = decode(make_png(8, 1, 0, 1, "\xA5"));
  EXPECT_EQ(bits.channels, 1);
  EXPECT_EQ(bits.pixels, (std::vector<uint8_t>{255, 0, 255, 0, 0, 255, 0, 255}));
}

TEST(Image, NamesTheFileAndSaysWhatIsWrong) {
  try {
    decode_image(bytes_of("GIF89a and more"), "cat.gif");
    FAIL();
  } catch (const InputError& e) {
    EXPECT_EQ(e.where(), "cat.gif");
    EXPECT_NE(std::string(e.what()).find("neither a JPEG nor a PNG"), std::string::npos);
  }
  EXPECT_THROW(decode(""), InputError);
}

TEST(Image, RefusesAbsurdDimensionsBeforeAllocating) {
  std::string jpeg = make_jpeg(make_gradient(16, 16, 3));
  const size_t frame = jpeg.find("\xFF\xC0");
  for (size_t i = 5; i < 9; ++i) jpeg[frame + i] = char(0xFF);
  EXPECT_THROW(decode(jpeg), InputError);
  for (size_t i = 5; i < 9; i += 2) jpeg[frame + i] = 0x20;  // 8447 x 8447: allowed, but not in so few bytes
  EXPECT_THROW(decode(jpeg), InputError);
}

TEST(Image, EveryTruncationIsAnError) {
  const Image image = make_gradient(40, 24, 3);
  const std::string rows(image.pixels.begin(), image.pixels.end());
  for (const std::string& good :
       {make_jpeg(image), make_jpeg(image, {.progressive = true}), make_png(40, 24, 2, 8, rows)})
    for (size_t size = 0; size + 2 < good.size(); ++size)
      EXPECT_THROW(decode(good.substr(0, size)), Error) << size;
}

TEST(Image, MutationsNeverCrash) {
  const Image image = make_gradient(24, 24, 3);
  const std::string rows(image.pixels.begin(), image.pixels.end());
  uint32_t state = 1;
  const auto random = [&] { return state = state * 1664525u + 1013904223u, state >> 8; };
  int refused = 0;
  for (const std::string& good : {make_jpeg(image), make_jpeg(image, {.progressive = true}),
                                  make_jpeg(image, {.cmyk = true}), make_png(24, 24, 2, 8, rows)})
    for (int round = 0; round < 1500; ++round) {
      std::string bad = good;
      for (uint32_t n = random() % 4 + 1; n > 0; --n) bad[random() % bad.size()] = char(random());
      try {
        const Image result = decode(bad);
        EXPECT_EQ(result.pixels.size(),
                  size_t(result.width) * size_t(result.height) * size_t(result.channels));
      } catch (const Error&) {
        ++refused;
      }
    }
  EXPECT_GT(refused, 1000);
}

}  // namespace
}  // namespace quern::data
