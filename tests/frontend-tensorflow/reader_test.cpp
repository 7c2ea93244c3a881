// Files: the forms in which constants are written, and recognising formats.
#include <filesystem>
#include <fstream>

#include "reader/attributes.hpp"
#include "reader/sniff.hpp"
#include "saved_model_builder.hpp"
#include "support.hpp"

namespace quern::frontend::tensorflow::test {
namespace {

// Decodes a TensorProto that `fill` completes.
template <class Fill>
Tensor decoded(Type type, const Shape& dims, Fill&& fill) {
  const Blob bytes = blob_of_text(message([&](pbf_writer& w) {
    w.add_int32(field::tensor::dtype, int32_t(type));
    w.add_message(field::tensor::shape, shape_bytes(dims));
    fill(w);
  }));
  return decode(read_tensor(view_of(bytes), bytes.owner()));
}

TEST(Constants, ListsPackedAndNot) {
  const std::vector<float> values = {1, 2, 3};
  expect_values(decoded(Type::Float, {3},
                        [&](pbf_writer& w) {
                          w.add_packed_float(field::tensor::float_val, values.begin(), values.end());
                        }),
                values);
  expect_values(decoded(Type::Float, {3},
                        [&](pbf_writer& w) {
                          for (float v : values) w.add_float(field::tensor::float_val, v);
                        }),
                values);
  expect_values(
      decoded(Type::Double, {2}, [](pbf_writer& w) { w.add_double(field::tensor::double_val, 0.5); }),
      {0.5f, 0.5f});
  expect_values(decoded(Type::Int32, {2}, [](pbf_writer& w) { w.add_int32(field::tensor::int_val, -7); }),
                {-7, -7});
  expect_values(decoded(Type::Int64, {1}, [](pbf_writer& w) { w.add_int64(field::tensor::int64_val, -8); }),
                {-8});
  expect_values(decoded(Type::Quint8, {2}, [](pbf_writer& w) { w.add_int32(field::tensor::int_val, 200); }),
                {200, 200});
  expect_values(decoded(Type::Bool, {2}, [](pbf_writer& w) { w.add_bool(field::tensor::bool_val, true); }),
                {1, 1});
}

TEST(Constants, ShortListsRepeatTheirLastElement) {
  expect_values(decoded(Type::Float, {4},
                        [](pbf_writer& w) {
                          w.add_float(field::tensor::float_val, 1);
                          w.add_float(field::tensor::float_val, 2);
                        }),
                {1, 2, 2, 2});
  expect_values(decoded(Type::Float, {2}, [](pbf_writer&) {}), {0, 0});
}

TEST(Constants, NarrowFloatsBecomeFloat32) {
  const Tensor half = decoded(Type::Half, {2}, [](pbf_writer& w) {
    w.add_int32(field::tensor::half_val, 0x3C00);
    w.add_int32(field::tensor::half_val, 0xC000);
  });
  EXPECT_EQ(half.type, DataType::Float);
  expect_values(half, {1, -2});
  expect_values(
      decoded(Type::BFloat16, {2},
              [](pbf_writer& w) { w.add_bytes(field::tensor::content, std::string("\x80\x3f\x00\x40", 4)); }),
      {1, 2});
}

TEST(Constants, ContentThatDoesNotFitIsRefused) {
  EXPECT_THROW(
      decoded(Type::Float, {3}, [](pbf_writer& w) { w.add_bytes(field::tensor::content, "12345678"); }),
      InputError);
  EXPECT_THROW(decoded(Type::Float, {1, -1}, [](pbf_writer&) {}), InputError);
  EXPECT_THROW(decoded(Type::Float, {int64_t(1) << 40, int64_t(1) << 40}, [](pbf_writer&) {}), InputError);
  EXPECT_THROW(decoded(Type::Resource, {}, [](pbf_writer&) {}), UnsupportedError);
}

class Sniff : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        fs::temp_directory_path() /
        ("quern-tf-sniff-" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  [[nodiscard]] fs::path write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return folder_ / name;
  }
  static std::string graph_bytes() {
    GraphBuilder g;
    g.placeholder("x", {2}).add("Relu", "y", {"x"});
    return g.bytes();
  }
  fs::path folder_;
};

TEST_F(Sniff, GraphsAreKnownWhateverTheirName) { EXPECT_EQ(sniff(write("model.bin", graph_bytes())), 100); }

TEST_F(Sniff, OtherFilesAreNot) {
  EXPECT_EQ(sniff(write("a.pb", "hello, this is a text")), 0);
  EXPECT_EQ(sniff(write("b.pb", "")), 0);
  EXPECT_EQ(sniff(write("half.pb", graph_bytes().substr(0, 30))), 0);
  EXPECT_EQ(sniff(folder_ / "missing.pb"), 0);
  EXPECT_EQ(sniff(folder_), 0);
  // ONNX: the first field is a number.
  EXPECT_EQ(sniff(write("c.onnx", std::string("\x08\x08\x3a\x04\x0a\x02\x0a\x00", 8))), 0);
  // Caffe: field 1 is the network's name, not a node.
  EXPECT_EQ(sniff(write("d.caffemodel", message([](pbf_writer& w) {
                          w.add_string(1, "ResNet-50");
                          w.add_message(100, std::string("\x0a\x01x"));
                        }))),
            0);
  // Paddle: field 1 is a block, which begins with numbers.
  EXPECT_EQ(
      sniff(write("e", message([](pbf_writer& w) { w.add_message(1, std::string("\x08\x00\x10\x00", 4)); }))),
      0);
  EXPECT_EQ(sniff(write("f.prototxt", "name: \"net\"\nlayer { }")), 0);
}

TEST_F(Sniff, OtherFilesOfTensorFlowAreKnownInOrderToSayWhatToDo) {
  const auto answer = [&](const std::string& bytes) {
    const fs::path file = write("model", bytes);
    EXPECT_EQ(sniff(file), 20);
    RecordingHost host;
    return error_of([&] { convert_files({file}, {}, host.host()); });
  };
  using ::testing::HasSubstr;
  EXPECT_THAT(answer(std::string("\x1c\0\0\0TFL3\0\0", 10)), HasSubstr("TensorFlow Lite"));
  EXPECT_THAT(answer("\x89HDF\r\n\x1a\n rest"), HasSubstr("HDF5"));
  EXPECT_THAT(answer("PK\x03\x04 config.json model.weights.h5"), HasSubstr("Keras archive"));
  // Behind a file that says nothing as well.
  const fs::path noise = write("noise.txt", "hello"),
                 lite = write("m.tflite", std::string("\x1c\0\0\0TFL3\0\0", 10));
  RecordingHost silent;
  EXPECT_THAT(error_of([&] {
                convert_files({noise, lite}, {}, silent.host());
              }),
              HasSubstr("TensorFlow Lite"));
  EXPECT_THAT(answer("keys \x57\xfb\x80\x8b\x24\x75\x47\xdb"), HasSubstr("checkpoint"));
}

TEST_F(Sniff, GraphsAsTextAreKnownInOrderToSayWhatToDo) {
  const fs::path text = write("graph.pbtxt", "node {\n  name: \"x\"\n  op: \"Placeholder\"\n}\n");
  EXPECT_GT(sniff(text), 0);
  EXPECT_LT(sniff(text), 50);
  RecordingHost host;
  EXPECT_THAT(error_of([&] { convert_files({text}, {}, host.host()); }), ::testing::HasSubstr("as text"));
  // Beside a binary graph it is only its description.
  const fs::path graph = write("graph.pb", graph_bytes());
  for (const auto& files : {std::vector<fs::path>{text, graph}, std::vector<fs::path>{graph, text}})
    EXPECT_EQ(convert_files(files, {}, host.host()).graph.nodes.size(), 1u);
}

}  // namespace
}  // namespace quern::frontend::tensorflow::test
