#include <cmath>
#include <gtest/gtest.h>

#include <quern/error.hpp>

#include "data/preprocess_image.hpp"
#include "data/resize.hpp"
#include "test_images.hpp"

namespace quern::data {
namespace {

Port port(Shape shape) { return {"data", DataType::Float, std::move(shape)}; }

std::string png_of(const Image& image) {
  const std::string rows(image.pixels.begin(), image.pixels.end());
  return make_png(image.width, image.height, image.channels == 1 ? 0 : 2, 8, rows);
}

Tensor run(const Image& image, const Preprocess& p, const Port& input) {
  return preprocess_image(bytes_of(png_of(image)), p, input, "a.png");
}

// The same definition in double precision.
double bilinear(const Image& image, int width, int height, int x, int y, int c) {
  const double sx = std::clamp((x + 0.5) * image.width / width - 0.5, 0.0, image.width - 1.0);
  const double sy = std::clamp((y + 0.5) * image.height / height - 0.5, 0.0, image.height - 1.0);
  const int x0 = int(sx), y0 = int(sy);
  const int x1 = std::min(x0 + 1, image.width - 1), y1 = std::min(y0 + 1, image.height - 1);
  const auto at = [&](int xx, int yy) { return double(image.row(yy)[xx * image.channels + c]); };
  const double fx = sx - x0, fy = sy - y0;
  return (at(x0, y0) * (1 - fx) + at(x1, y0) * fx) * (1 - fy) +
         (at(x0, y1) * (1 - fx) + at(x1, y1) * fx) * fy;
}

TEST(Resize, IsBilinearWithHalfPixelCentres) {
  const Image image = make_gradient(37, 23, 3);
  for (const auto& [width, height] : {std::pair{74, 46}, {11, 9}, {1, 1}, {37, 60}, {227, 5}}) {
    const Image small = resize(image, width, height);
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x)
        for (int c = 0; c < 3; ++c)
          ASSERT_NEAR(small.row(y)[x * 3 + c], bilinear(image, width, height, x, y, c), 0.75);
  }
}

TEST(Resize, KeepsConstantImagesAndSameSizes) {
  const Image white{9, 7, 1, std::vector<uint8_t>(63, 255)};
  EXPECT_EQ(resize(white, 100, 3).pixels, std::vector<uint8_t>(300, 255));
  const Image image = make_gradient(9, 7, 3);
  EXPECT_EQ(resize(image, 9, 7).pixels, image.pixels);
}

TEST(Preprocess, ChannelOrderMeanScaleAndLayout) {
  const Image image{2, 1, 3, {10, 20, 30, 40, 50, 60}};
  Preprocess p;
  p.channels = Preprocess::Channels::Bgr;
  p.mean = {1, 2, 3};
  p.scale = {2, 1, 0.5f};
  EXPECT_EQ(run(image, p, port({1, 3, 1, 2})).to_float(), (std::vector<float>{58, 118, 18, 48, 3.5f, 18.5f}));
  p.layout = Preprocess::Layout::Nhwc;
  EXPECT_EQ(run(image, p, port({1, 1, 2, 3})).to_float(), (std::vector<float>{58, 18, 3.5f, 118, 48, 18.5f}));
}

TEST(Preprocess, GrayFromColourAndColourFromGray) {
  Preprocess p;
  p.channels = Preprocess::Channels::Gray;
  const Image colour{1, 1, 3, {100, 200, 50}};
  EXPECT_EQ(run(colour, p, port({1, 1, 1, 1})).to_float(),
            std::vector<float>{153});  // 0.299 R + 0.587 G + 0.114 B
  p.channels = Preprocess::Channels::Rgb;
  const Image gray{1, 1, 1, {77}};
  EXPECT_EQ(run(gray, p, port({1, 3, 1, 1})).to_float(), (std::vector<float>{77, 77, 77}));
}

TEST(Preprocess, LetterboxCentresAndFills) {
  Preprocess p;
  p.resize = Preprocess::Resize::Letterbox;
  p.channels = Preprocess::Channels::Gray;
  p.fill = 7;
  const Image image{4, 2, 1, std::vector<uint8_t>(8, 100)};
  EXPECT_EQ(run(image, p, port({1, 1, 4, 4})).to_float(),
            (std::vector<float>{7, 7, 7, 7, 100, 100, 100, 100, 100, 100, 100, 100, 7, 7, 7, 7}));
  EXPECT_EQ(run(image, p, port({1, 1, 1, 6})).to_float(), (std::vector<float>{7, 7, 100, 100, 7, 7}));
}

TEST(Preprocess, CropCutsTheCentre) {
  Preprocess p;
  p.resize = Preprocess::Resize::Crop;
  p.channels = Preprocess::Channels::Gray;
  const Image image{6, 2, 1, {0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15}};
  EXPECT_EQ(run(image, p, port({1, 1, 2, 2})).to_float(), (std::vector<float>{2, 3, 12, 13}));
  p.shortest_side = 1;
  EXPECT_THROW(run(image, p, port({1, 1, 2, 2})), InputError);
}

TEST(Preprocess, NoneWantsTheExactSize) {
  Preprocess p;
  p.resize = Preprocess::Resize::None;
  EXPECT_NO_THROW(run(make_gradient(4, 3, 3), p, port({1, 3, 3, 4})));
  EXPECT_THROW(run(make_gradient(4, 3, 3), p, port({1, 3, 4, 3})), InputError);
}

TEST(Preprocess, CheckExplainsMismatches) {
  Preprocess p;
  EXPECT_EQ(check_preprocess(p, port({1, 3, 227, 227})), "");
  EXPECT_NE(check_preprocess(p, port({1, 1, 28, 28})).find("Set channels: gray"), std::string::npos);
  EXPECT_NE(check_preprocess(p, port({1, 224, 224, 3})).find("Set layout: nhwc"), std::string::npos);
  EXPECT_NE(check_preprocess(p, port({1, 3, -1, -1})).find("1x3x?x?"), std::string::npos);
  EXPECT_NE(check_preprocess(p, port({1, 40})).find("4 dimensions"), std::string::npos);
  EXPECT_NE(check_preprocess(p, {"ids", DataType::Int64, {1, 3, 8, 8}}).find("int64"), std::string::npos);
  p.mean = {1, 2};
  EXPECT_NE(check_preprocess(p, port({1, 3, 8, 8})).find("mean: has 2 values; give 1 or 3."),
            std::string::npos);
}

}  // namespace
}  // namespace quern::data
