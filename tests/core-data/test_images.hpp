// Image files made in the test, and a folder to put them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

#include <quern/graph/tensor.hpp>

#include "data/image.hpp"

namespace quern::data {

// Smooth colours that differ between pixels and channels.
Image make_gradient(int width, int height, int channels);

struct JpegKind {
  bool progressive = false;
  bool cmyk = false;  // the image's 3 channels as inverted CMYK without black
  int quality = 95;
};
std::string make_jpeg(const Image& image, const JpegKind& kind = {});

// colour_type and bit_depth as libpng has them; `rows` are packed as PNG wants them. A palette is needed for
// type 3.
std::string make_png(int width, int height, int colour_type, int bit_depth, const std::string& rows,
                     const std::string& palette = {});

inline std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

// A new folder that goes away with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  // Writes a file, making the folders it needs, and returns its path.
  std::string write(const std::string& name, const std::string& content) const;
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace quern::data
