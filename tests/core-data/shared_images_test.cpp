// Real photographs, where they are at hand.
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

#include <quern/error.hpp>

#include "data/source.hpp"

namespace quern::data {
namespace {

std::filesystem::path images() {
  const char* shared = std::getenv("QUERN_SHARED");
  const char* source = std::getenv("QUERN_TEST_SOURCE");
  const std::filesystem::path root =
      shared ? std::filesystem::path(shared) : std::filesystem::path(source ? source : ".") / ".." / "shared";
  return root / "models" / "images";
}

class SharedImages : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(images()))
      GTEST_SKIP() << "no images at " << images() << "; set QUERN_SHARED";
  }
};

TEST_F(SharedImages, ImageNetLabelsComeFromTheSynsetList) {
  DataDescription description;
  description.images = (images() / "imagenet_eval").string();
  description.labels = "filename";
  description.classes = (images() / "synset_words.txt").string();
  const auto by_name = open_source(description, {}, {{"data", DataType::Float, {1, 3, 227, 227}}});
  description.labels = (images() / "imagenet_labels.csv").string();
  const auto by_list = open_source(description, {}, {{"data", DataType::Float, {1, 3, 227, 227}}});
  ASSERT_EQ(by_name->sample_count(), 300u);
  EXPECT_EQ(by_name->name(0), "n01440764.jpg");
  for (size_t i = 0; i < 300; ++i) EXPECT_EQ(by_name->label(i), by_list->label(i)) << by_name->name(i);
}

TEST_F(SharedImages, EveryPhotographDecodes) {
  for (const char* folder : {"imagenet_calib", "cifar10_eval", "coco128_part", "wider", "ocr_raw"}) {
    DataDescription description;
    description.images = (images() / folder).string();
    const auto source = open_source(description, {}, {{"data", DataType::Float, {1, 3, 64, 64}}});
    for (size_t i = 0; i < source->batch_count(); ++i)
      EXPECT_EQ(source->load(i).inputs.at("data").count(), 3 * 64 * 64) << source->name(i);
  }
}

TEST_F(SharedImages, CifarLabelsAreNumbers) {
  DataDescription description;
  description.images = (images() / "cifar10_eval").string();
  description.labels = "filename";
  const auto source = open_source(description, {}, {{"data", DataType::Float, {1, 3, 32, 32}}});
  EXPECT_EQ(source->sample_count(), 500u);
  EXPECT_EQ(source->label(0), 0);
  EXPECT_EQ(source->label(499), 9);
}

}  // namespace
}  // namespace quern::data
