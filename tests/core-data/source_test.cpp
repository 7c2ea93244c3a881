#include "data/source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <quern/error.hpp>

#include "data/npz.hpp"
#include "test_images.hpp"

namespace quern::data {
namespace {

using testing::HasSubstr;

const std::vector<Port> kImageInput = {{"data", DataType::Float, {1, 3, 4, 4}}};

std::string picture(uint8_t value) {
  return make_jpeg({4, 4, 3, std::vector<uint8_t>(48, value)}, {.quality = 100});
}

std::unique_ptr<Source> open_folder(const TemporaryFolder& folder, const std::string& labels = "",
                                    const std::string& classes = "",
                                    const std::vector<Port>& inputs = kImageInput) {
  DataDescription description;
  description.images = folder.path();
  description.labels = labels;
  description.classes = classes;
  return open_source(description, {}, inputs);
}

template <class F>
std::string message_of(F&& f) {
  try {
    f();
  } catch (const Error& e) {
    return std::string(e.what()) + " @" + e.where() + " !" + e.hint();
  }
  return "no error";
}

TEST(ImageSource, NamesAreInByteOrderAndFoldersAreSearched) {
  const TemporaryFolder folder;
  for (const char* name : {"b.jpg", "B.JPG", "a/z.jpeg", "a10.png", "a2.png"}) folder.write(name, picture(9));
  folder.write("notes.txt", "not an image");
  const auto source = open_folder(folder);
  std::vector<std::string> names;
  for (size_t i = 0; i < source->sample_count(); ++i) names.push_back(source->name(i));
  EXPECT_EQ(names, (std::vector<std::string>{"B.JPG", "a/z.jpeg", "a10.png", "a2.png", "b.jpg"}));
}

TEST(ImageSource, FillsTheLastBatchWithItsLastSample) {
  const TemporaryFolder folder;
  for (int i = 0; i < 3; ++i) folder.write(std::to_string(i) + ".jpg", picture(uint8_t(10 * i)));
  const auto source = open_folder(folder, "", "", {{"data", DataType::Float, {2, 3, 4, 4}}});
  EXPECT_EQ(source->batch_count(), 2u);
  const Batch last = source->load(1);
  EXPECT_EQ(last.first, 2u);
  EXPECT_EQ(last.count, 1u);
  const Tensor& data = last.inputs.at("data");
  EXPECT_EQ(data.dims, (Shape{2, 3, 4, 4}));
  EXPECT_EQ(data.to_float(), std::vector<float>(96, 20));
}

TEST(ImageSource, ReadsLists) {
  const TemporaryFolder folder;
  folder.write("x/1.jpg", picture(1));
  folder.write("x/2.jpg", picture(2));
  DataDescription description;
  description.images = folder.write("list.txt", "# two\nx/2.jpg\r\n\nx/1.jpg\n");
  EXPECT_EQ(open_source(description, {}, kImageInput)->sample_count(), 2u);
  description.limit = 1;
  const auto source = open_source(description, {}, kImageInput);
  ASSERT_EQ(source->sample_count(), 1u);
  EXPECT_EQ(source->name(0), "x/1.jpg");
}

TEST(ImageSource, Labels) {
  const TemporaryFolder folder, other;
  folder.write("n01/3_cat.jpg", picture(1));
  folder.write("n02/0_dog.jpg", picture(1));
  const std::string classes = other.write("classes.txt", "n02 tench, fish\nn01 goldfish\n");
  const auto by_folder = open_folder(folder, "folder", classes);
  EXPECT_EQ(by_folder->label(0), 1);
  EXPECT_EQ(by_folder->label(1), 0);
  EXPECT_EQ(open_folder(folder, "filename")->label(0), 3);
  const std::string list =
      other.write("labels.csv", "file,label,extra\nn01/3_cat.jpg,n02,9\n0_dog.jpg,1,9\n");
  const auto by_file = open_folder(folder, list, classes);
  EXPECT_EQ(by_file->label(0), 0);
  EXPECT_EQ(by_file->label(1), 1);
  EXPECT_FALSE(open_folder(folder)->has_labels());
}

TEST(ImageSource, ExplainsLabelProblems) {
  const TemporaryFolder folder, other;
  folder.write("n01.jpg", picture(1));
  EXPECT_THAT(message_of([&] { open_folder(folder, "filename"); }), HasSubstr("\"n01\" is not a number"));
  const std::string classes = other.write("classes.txt", "n02\n");
  EXPECT_THAT(message_of([&] { open_folder(folder, "filename", classes); }), HasSubstr("\"n01\" is not in"));
  const std::string list = other.write("labels.csv", "other.jpg,1\n");
  EXPECT_THAT(message_of([&] { open_folder(folder, list); }), HasSubstr("\"n01.jpg\" has no label"));
  const std::string twice = other.write("twice.csv", "n01.jpg,1\nn01.jpg,2\n");
  EXPECT_THAT(message_of([&] { open_folder(folder, twice); }), HasSubstr("twice.csv:2"));
}

TEST(ImageSource, ProblemsAreFoundBeforeWork) {
  const TemporaryFolder folder;
  EXPECT_THAT(message_of([&] { open_folder(folder); }), HasSubstr("no images"));
  folder.write("a.jpg", picture(1));
  folder.write("b.jpg", "this is text");
  EXPECT_THAT(message_of([&] { open_folder(folder); }), HasSubstr("b.jpg"));
  folder.write("b.jpg", picture(1));
  EXPECT_THAT(message_of([&] {
                open_folder(folder, "", "", {{"ids", DataType::Int64, {1, 8}}});
              }),
              HasSubstr("int64"));
  EXPECT_THAT(message_of([&] {
                open_folder(folder, "", "", {kImageInput[0], kImageInput[0]});
              }),
              HasSubstr("arrays:"));
  DataDescription description;
  description.images = folder.path() + "/nowhere";
  EXPECT_THAT(message_of([&] { open_source(description, {}, kImageInput); }), HasSubstr("do not exist"));
}

TEST(ImageSource, DamageInTheMiddleNamesTheFile) {
  const TemporaryFolder folder;
  folder.write("a.jpg", picture(1));
  folder.write("b.jpg", picture(1).substr(0, 200));
  const auto source = open_folder(folder);
  EXPECT_THAT(message_of([&] { static_cast<void>(source->load(1)); }), HasSubstr("b.jpg"));
}

TEST(ArraySource, OneFileWithManySamples) {
  const TemporaryFolder folder;
  NamedTensors arrays;
  arrays["x"] = Tensor::from(std::vector<double>{1, 2, 3, 4, 5, 6}, {3, 2});
  arrays["ids"] = Tensor::from(std::vector<int32_t>{7, 8, 9}, {3, 1});
  DataDescription description;
  description.arrays = folder.write("data.npz", encode_npz(arrays));
  const std::vector<Port> inputs = {{"x", DataType::Float, {2, 2}}, {"ids", DataType::Int64, {2, 1}}};
  const auto source = open_source(description, {}, inputs);
  EXPECT_EQ(source->sample_count(), 3u);
  EXPECT_EQ(source->batch_count(), 2u);
  const Batch batch = source->load(1);
  EXPECT_EQ(batch.inputs.at("x").to_float(), (std::vector<float>{5, 6, 5, 6}));
  EXPECT_EQ(batch.inputs.at("ids").to_int64(), (std::vector<int64_t>{9, 9}));
}

TEST(ArraySource, AFolderWithOneFilePerSample) {
  const TemporaryFolder folder;
  for (int i = 0; i < 2; ++i) {
    NamedTensors arrays;
    arrays["x"] = Tensor::from(std::vector<float>{float(i), 5}, {1, 2});
    arrays["size"] = Tensor::from(std::vector<float>{3});
    folder.write(std::to_string(i) + ".npz", encode_npz(arrays));
  }
  DataDescription description;
  description.arrays = folder.path();
  const std::vector<Port> inputs = {{"x", DataType::Float, {1, 2}}, {"size", DataType::Float, {1}}};
  const auto source = open_source(description, {}, inputs);
  EXPECT_EQ(source->name(1), "1.npz");
  EXPECT_EQ(source->load(1).inputs.at("x").to_float(), (std::vector<float>{1, 5}));
}

TEST(ArraySource, ExplainsMismatches) {
  const TemporaryFolder folder;
  NamedTensors arrays;
  arrays["x"] = Tensor::from(std::vector<float>{1, 2, 3, 4}, {2, 2});
  DataDescription description;
  description.arrays = folder.write("data.npz", encode_npz(arrays));
  const auto problem = [&](const std::vector<Port>& inputs) {
    return message_of([&] { open_source(description, {}, inputs); });
  };
  EXPECT_THAT(problem({{"y", DataType::Float, {1, 2}}}), HasSubstr("no input \"x\""));
  EXPECT_THAT(problem({{"x", DataType::Float, {1, 3}}}),
              HasSubstr("the array is 2x2; the input \"x\" wants Nx3"));
  EXPECT_THAT(problem({{"x", DataType::Int64, {1, 2}}}), HasSubstr("wants int64"));
  EXPECT_THAT(problem({{"x", DataType::Float, {1, 2}}, {"z", DataType::Float, {1}}}),
              HasSubstr("\"z\" is missing"));
}

}  // namespace
}  // namespace quern::data
