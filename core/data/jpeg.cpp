#include <array>
#include <csetjmp>
#include <cstdio>
#include <jpeglib.h>
#include <memory>

#include <quern/error.hpp>
// Message numbers, to tell damage from harmless oddities.
#include <jerror.h>

#include "data/image_codec.hpp"

namespace quern::data {

namespace {

constexpr int kMaxScans = 500;            // of progressive files; real ones have about 10
constexpr uint64_t kPixelsPerByte = 512;  // Huffman coding needs a bit per block of 64 pixels

// libjpeg reports through callbacks and expects them not to return after an error.
struct Decoder {
  jpeg_error_mgr errors{};
  jpeg_progress_mgr progress{};
  jpeg_decompress_struct jpeg{};
  std::jmp_buf escape{};
  std::array<char, JMSG_LENGTH_MAX> message{};
  bool too_many_scans = false;

  static Decoder& of(j_common_ptr jpeg) { return *static_cast<Decoder*>(jpeg->client_data); }

  [[noreturn]] static void fail(j_common_ptr jpeg) {
    Decoder& self = of(jpeg);
    self.errors.format_message(jpeg, self.message.data());
    std::longjmp(self.escape, 1);
  }
  // Warnings below 0. Those that mean lost pixels are errors here: half an image is not a sample.
  static void on_message(j_common_ptr jpeg, int level) {
    if (level >= 0) return;
    switch (jpeg->err->msg_code) {
      case JWRN_JPEG_EOF:
      case JWRN_HIT_MARKER:
      case JWRN_HUFF_BAD_CODE:
      case JWRN_MUST_RESYNC:
      case JWRN_ARITH_BAD_CODE:
        fail(jpeg);
      default:
        break;
    }
  }
  static void on_progress(j_common_ptr jpeg) {
    Decoder& self = of(jpeg);
    if (self.jpeg.input_scan_number <= kMaxScans) return;
    self.too_many_scans = true;
    std::longjmp(self.escape, 1);
  }

  Decoder() {
    jpeg.err = jpeg_std_error(&errors);
    jpeg.client_data = this;
    errors.error_exit = fail;
    errors.emit_message = on_message;
    progress.progress_monitor = on_progress;
  }
  ~Decoder() { jpeg_destroy_decompress(&jpeg); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  // The two steps of decoding. False after an error. No object with a destructor may live here: errors jump
  // out.
  bool read_header(std::span<const std::byte> bytes) {
    if (setjmp(escape)) return false;
    jpeg_create_decompress(&jpeg);
    jpeg.progress = &progress;
    jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    jpeg_read_header(&jpeg, TRUE);
    switch (jpeg.num_components) {
      case 1:
        jpeg.out_color_space = JCS_GRAYSCALE;
        break;
      case 4:
        jpeg.out_color_space = JCS_CMYK;
        break;
      default:
        jpeg.out_color_space = JCS_RGB;
        break;
    }
    return true;
  }
  bool read_pixels(uint8_t* pixels, size_t stride) {
    if (setjmp(escape)) return false;
    jpeg_start_decompress(&jpeg);
    while (jpeg.output_scanline < jpeg.output_height) {
      JSAMPROW row = pixels + size_t(jpeg.output_scanline) * stride;
      jpeg_read_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_decompress(&jpeg);
    return true;
  }
};

// In place: inverted CMYK, in which 255 is no ink, to RGB.
void cmyk_to_rgb(Image& image) {
  const size_t count = size_t(image.width) * size_t(image.height);
  uint8_t* p = image.pixels.data();
  for (size_t i = 0; i < count; ++i) {
    const unsigned black = p[4 * i + 3];
    for (size_t c = 0; c < 3; ++c) p[3 * i + c] = uint8_t((p[4 * i + c] * black + 127) / 255);
  }
  image.channels = 3;
  image.pixels.resize(count * 3);
}

}  // namespace

Image decode_jpeg(std::span<const std::byte> bytes, const std::string& where) {
  const auto decoder = std::make_unique<Decoder>();
  const auto failure = [&] {
    const std::string reason = decoder->too_many_scans ? "too many scans" : decoder->message.data();
    return InputError("the JPEG image is damaged: " + reason, where,
                      "Replace it, or take it out of the data.");
  };
  if (!decoder->read_header(bytes)) throw failure();
  const jpeg_decompress_struct& jpeg = decoder->jpeg;
  const uint64_t max_pixels = jpeg.arith_code ? uint64_t(kMaxPixels) : bytes.size() * kPixelsPerByte;
  check_dimensions(jpeg.image_width, jpeg.image_height, max_pixels, where);

  Image image;
  image.width = int(jpeg.image_width);
  image.height = int(jpeg.image_height);
  image.channels = jpeg.num_components == 1 ? 1 : jpeg.num_components == 4 ? 4 : 3;
  const size_t stride = size_t(image.width) * size_t(image.channels);
  image.pixels.resize(stride * size_t(image.height));
  if (!decoder->read_pixels(image.pixels.data(), stride)) throw failure();
  if (image.channels == 4) cmyk_to_rgb(image);
  return image;
}

}  // namespace quern::data
