#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstring>
#include <memory>
#include <png.h>
#include <vector>

#include <quern/error.hpp>

#include "data/image_codec.hpp"

namespace quern::data {

namespace {

constexpr uint64_t kDeflateLimit = 1032;  // deflate cannot expand by more than this

// libpng reports errors through a callback that must not return.
struct Decoder {
  std::span<const std::byte> rest;
  std::array<char, 128> message{};
  png_structp png = nullptr;
  png_infop info = nullptr;

  [[noreturn]] static void fail(png_structp png, png_const_charp text) {
    auto& self = *static_cast<Decoder*>(png_get_error_ptr(png));
    std::strncpy(self.message.data(), text, self.message.size() - 1);
    png_longjmp(png, 1);
  }
  static void ignore(png_structp, png_const_charp) {}
  static void read(png_structp png, png_bytep target, size_t size) {
    auto& self = *static_cast<Decoder*>(png_get_io_ptr(png));
    if (size > self.rest.size()) png_error(png, "the file is cut off");
    std::memcpy(target, self.rest.data(), size);
    self.rest = self.rest.subspan(size);
  }

  explicit Decoder(std::span<const std::byte> bytes) : rest(bytes) {
    png = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, fail, ignore);
    if (png) info = png_create_info_struct(png);
    if (!info) {
      png_destroy_read_struct(&png, nullptr, nullptr);
      throw std::bad_alloc();
    }
    png_set_read_fn(png, this, read);
    png_set_user_limits(png, uint32_t(kMaxPixels), uint32_t(kMaxPixels));
  }
  ~Decoder() { png_destroy_read_struct(&png, &info, nullptr); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  // The two steps of decoding. False after an error. No object with a destructor may live here: errors jump
  // out.
  bool read_header() {
    if (setjmp(png_jmpbuf(png))) return false;
    png_read_info(png, info);
    return true;
  }
  // All kinds of samples become 8-bit grey or RGB.
  bool prepare() {
    if (setjmp(png_jmpbuf(png))) return false;
    png_set_expand(png);
    png_set_strip_16(png);
    png_set_strip_alpha(png);
    png_set_interlace_handling(png);
    png_read_update_info(png, info);
    return true;
  }
  bool read_pixels(png_bytepp rows) {
    if (setjmp(png_jmpbuf(png))) return false;
    png_read_image(png, rows);
    png_read_end(png, nullptr);
    return true;
  }
};

}  // namespace

Image decode_png(std::span<const std::byte> bytes, const std::string& where) {
  const auto decoder = std::make_unique<Decoder>(bytes);
  const auto failure = [&] {
    return InputError(std::string("the PNG image is damaged: ") + decoder->message.data(), where,
                      "Replace it, or take it out of the data.");
  };
  if (!decoder->read_header()) throw failure();
  const uint64_t width = png_get_image_width(decoder->png, decoder->info);
  const uint64_t height = png_get_image_height(decoder->png, decoder->info);
  const uint64_t bits = uint64_t(png_get_bit_depth(decoder->png, decoder->info)) *
                        png_get_channels(decoder->png, decoder->info);
  check_dimensions(width, height, bytes.size() * kDeflateLimit * 8 / bits, where);
  if (!decoder->prepare()) throw failure();

  Image image;
  image.width = int(width);
  image.height = int(height);
  image.channels = int(png_get_channels(decoder->png, decoder->info));
  const size_t stride = png_get_rowbytes(decoder->png, decoder->info);
  if ((image.channels != 1 && image.channels != 3) || stride != size_t(image.width) * size_t(image.channels))
    throw UnsupportedError("this kind of PNG image cannot be read", where, "Save it as 8-bit RGB.");
  image.pixels.resize(stride * size_t(height));
  std::vector<png_bytep> rows(height);
  for (size_t y = 0; y < height; ++y) rows[y] = image.pixels.data() + y * stride;
  if (!decoder->read_pixels(rows.data())) throw failure();
  return image;
}

}  // namespace quern::data
