// Files of all formats to one network.
#include "support.hpp"
#include "wire.hpp"

namespace quern::frontend::caffe::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A convolution of one output channel by 3, plus 1, in the spelling of each year.
constexpr const char* kHead = "name: 'n' input: 'x' input_dim: 1 input_dim: 1 input_dim: 1 input_dim: 2 ";
constexpr const char* kCurrent = R"(layer { name: "c" type: "Convolution" bottom: "x" top: "y"
    convolution_param { num_output: 1 kernel_size: 1 } })";
constexpr const char* kV1 = R"(layers { name: "c" type: CONVOLUTION bottom: "x" top: "y" blobs_lr: 1
    convolution_param { num_output: 1 kernel_size: 1 } })";
constexpr const char* kV0 =
    R"(layers { layer { name: "c" type: "conv" num_output: 1 kernelsize: 1 biasterm: true }
    bottom: "x" top: "y" })";

void expect_works(const Net& net) {
  RecordingHost host;
  const Model model = convert_net(net, {}, host.host(), "test");
  const Tensor x = Tensor::from<float>({1, 2}, {1, 1, 1, 2});
  expect_near(ops::interpret(model.graph, {x}).at(0), {1, 1, 1, 2}, {4, 7});
}

class Formats : public testing::TestWithParam<const char*> {};

TEST_P(Formats, TextWithBinaryWeights) {
  Net net = parse(std::string(kHead) + GetParam());
  const std::string file = wire::net(
      {wire::layer("c", "Convolution", {}, {}, {wire::floats({1, 1, 1, 1}, {3}), wire::floats({1}, {1})})});
  UnknownFields unknown;
  take_weights(net, read_binary_net(wire::as_blob(file), "w", true, unknown));
  expect_works(net);
}
INSTANTIATE_TEST_SUITE_P(Years, Formats, testing::Values(kCurrent, kV1, kV0));

TEST(Reader, WeightsInTheText) {
  for (const char* text : {kCurrent, kV1}) {
    std::string net = std::string(kHead) + text;
    net.insert(net.rfind('}'),
               " blobs { num: 1 channels: 1 height: 1 width: 1 data: 3 } blobs { double_data: 1 }");
    expect_works(parse(net));
  }
  std::string oldest = std::string(kHead) + kV0;
  oldest.insert(oldest.find("num_output"), "blobs { data: 3 } blobs { data: 1 } ");
  expect_works(parse(oldest));
}

// ---- Binary networks ------------------------------------------------------------------------------------

TEST(Reader, BinaryNetworkOfTodayAlone) {
  const std::string parameters = wire::number(1, 1) + wire::number(4, 1);  // num_output, kernel_size
  const std::string file = wire::input("x", {1, 1, 1, 2}) +
                           wire::net({wire::layer("c", "Convolution", {"x"}, {"y"},
                                                  {wire::floats({1, 1, 1, 1}, {3}), wire::floats({1}, {1})},
                                                  wire::bytes(106, parameters))});
  UnknownFields unknown;
  expect_works(read_binary_net(wire::as_blob(file), "b", false, unknown));
}

TEST(Reader, BinaryNetworkOf2014) {
  const std::string layer = wire::bytes(2, "x") + wire::bytes(3, "y") + wire::bytes(4, "c") +
                            wire::number(5, 4) + wire::bytes(6, wire::floats({1, 1, 1, 1}, {3})) +
                            wire::bytes(6, wire::floats({1}, {1})) +
                            wire::bytes(10, wire::number(1, 1) + wire::number(4, 1));
  UnknownFields unknown;
  expect_works(read_binary_net(wire::as_blob(wire::input("x", {1, 1, 1, 2}) + wire::bytes(2, layer)), "b",
                               false, unknown));
}

TEST(Reader, BinaryNetworkOf2013) {
  const std::string inner = wire::bytes(1, "c") + wire::bytes(2, "conv") + wire::number(3, 1) +
                            wire::number(8, 1) + wire::bytes(50, wire::floats({1, 1, 1, 1}, {3})) +
                            wire::bytes(50, wire::floats({1}, {1}));
  const std::string layer = wire::bytes(1, inner) + wire::bytes(2, "x") + wire::bytes(3, "y");
  UnknownFields unknown;
  expect_works(read_binary_net(wire::as_blob(wire::input("x", {1, 1, 1, 2}) + wire::bytes(2, layer)), "b",
                               false, unknown));
}

TEST(Reader, UnknownFieldsAndOtherMeaningsAreNotedOnce) {
  // Number 143 is input_param; a fork has numbers in it. 9999 is nobody's.
  const std::string layer = wire::bytes(1, "c") + wire::bytes(2, "ReLU") + wire::bytes(3, "x") +
                            wire::bytes(4, "y") + wire::bytes(143, wire::number(1, 5)) +
                            wire::number(9999, 1) + wire::number(9999, 2);
  UnknownFields unknown;
  const Net net =
      read_binary_net(wire::as_blob(wire::input("x", {1}) + wire::bytes(100, layer)), "b", false, unknown);
  RecordingHost host;
  unknown.report(host.host());
  ASSERT_EQ(host.diagnostics.size(), 2u);
  EXPECT_THAT(host.diagnostics[0].message, HasSubstr("number 1 of input_param"));
  EXPECT_THAT(host.diagnostics[1].message,
              HasSubstr("number 9999 of layer is not known and is ignored (2 times)"));
  EXPECT_EQ(host.diagnostics[1].severity, QUERN_SEVERITY_WARNING);
}

TEST(Reader, UnknownFieldsInTextAreNotedWithTheirLine) {
  UnknownFields unknown;
  read_text_net(
      "input: 'x'\nlayer { name: 'a' type: 'ReLU'\n lucky: 7 relu_param { slope: 1 } our_param { x: 1 } }",
      "t.prototxt", unknown);
  RecordingHost host;
  unknown.report(host.host());
  ASSERT_EQ(host.diagnostics.size(), 3u);
  EXPECT_EQ(host.diagnostics[0].where, "t.prototxt:3");
  EXPECT_THAT(host.diagnostics[0].message, HasSubstr("\"lucky\" of layer"));
  EXPECT_THAT(host.diagnostics[2].message, HasSubstr("\"slope\" of relu_param"));
}

TEST(Reader, TrainingFieldsAreKnown) {
  UnknownFields unknown;
  read_text_net(
      R"(force_backward: true layer { name: 'a' type: 'Convolution' loss_weight: 1 propagate_down: false
      param { lr_mult: 1 decay_mult: 0 } loss_param { ignore_label: 255 any: 1 }
      convolution_param { engine: CUDNN weight_filler { type: 'msra' variance_norm: AVERAGE } } })",
      "t", unknown);
  RecordingHost host;
  unknown.report(host.host());
  EXPECT_THAT(host.diagnostics, IsEmpty());
}

// ---- Weights --------------------------------------------------------------------------------------------

Tensor only_blob(const std::string& bytes) {
  UnknownFields unknown;
  const std::string file = wire::net({wire::layer("l", "Scale", {}, {}, {bytes})});
  return read_binary_net(wire::as_blob(file), "w", true, unknown).layers.at(0).blobs.at(0);
}

TEST(Weights, InAllSpellings) {
  const std::string shape = wire::shape({3});
  const float f[] = {1.5f, -2, 4};
  const double d[] = {1.5, -2, 4};
  const uint16_t h[] = {Half::encode(1.5f), Half::encode(-2), Half::encode(4)};
  const auto raw = [](const auto& values) {
    return std::string(reinterpret_cast<const char*>(values), sizeof(values));
  };
  std::string single_floats, single_doubles;
  for (const float value : f) single_floats += wire::fixed32(5, value);
  for (const double value : d) single_doubles += wire::fixed64(8, value);
  for (const std::string& data :
       {wire::bytes(5, raw(f)), single_floats,
        wire::bytes(5, raw(f).substr(0, 4)) + wire::bytes(5, raw(f).substr(4)), wire::bytes(8, raw(d)),
        single_doubles, wire::number(10, 2) + wire::bytes(12, raw(h)),
        wire::number(10, 1) + wire::bytes(12, raw(f)), wire::number(10, 0) + wire::bytes(12, raw(d))})
    expect_near(only_blob(shape + data), {3}, {1.5f, -2, 4}, 0);
}

TEST(Weights, OldSizesAndMissingData) {
  const float f[] = {1, 2};
  const std::string data = wire::bytes(5, std::string(reinterpret_cast<const char*>(f), sizeof(f)));
  EXPECT_EQ(
      only_blob(wire::number(1, 1) + wire::number(2, 2) + wire::number(3, 1) + wire::number(4, 1) + data)
          .dims,
      (Shape{1, 2, 1, 1}));
  EXPECT_EQ(only_blob(data).dims, (Shape{2}));
  EXPECT_FALSE(only_blob(wire::shape({2})).is_defined());
  EXPECT_THAT(error_of([&] { only_blob(wire::shape({3}) + data); }), HasSubstr("2 values, its shape is 3"));
  EXPECT_THAT(error_of([&] { only_blob(wire::bytes(5, "abc")); }), HasSubstr("inside of a number"));
}

TEST(Weights, StayInTheFileWhereTheyAreAligned) {
  const std::string file =
      wire::net({wire::layer("l", "Scale", {}, {}, {wire::floats({64}, std::vector<float>(64, 1))})});
  for (size_t shift = 0; shift < 4; ++shift) {
    Blob bytes = Blob::allocate(file.size() + shift);
    std::memcpy(const_cast<std::byte*>(bytes.data()) + shift, file.data(), file.size());
    const Blob view(bytes.owner(), bytes.data() + shift, file.size());
    UnknownFields unknown;
    const Tensor tensor = read_binary_net(view, "w", true, unknown).layers.at(0).blobs.at(0);
    const bool inside = tensor.blob.data() >= view.data() && tensor.blob.data() < view.data() + view.size();
    const size_t place =
        size_t(reinterpret_cast<uintptr_t>(view.data()) + file.find(std::string("\x00\x00\x80\x3f", 4)));
    EXPECT_EQ(inside, place % 4 == 0) << shift;
    EXPECT_EQ(tensor.data<float>()[63], 1);
  }
}

TEST(Weights, AreFoundByNameOfLayer) {
  Net net;
  for (const char* name : {"a", "b", "a", "a", "c"}) {
    net.layers.emplace_back();
    net.layers.back().name = name;
  }
  Net trained = net;
  trained.layers.resize(3);
  for (size_t i = 0; i < 3; ++i) trained.layers[i].blobs = {Tensor::scalar(float(i))};
  take_weights(net, trained);
  const auto value = [&](size_t i) { return net.layers[i].blobs.at(0).data<float>()[0]; };
  EXPECT_EQ(value(0), 0);
  EXPECT_EQ(value(1), 1);
  EXPECT_EQ(value(2), 2);
  EXPECT_EQ(value(3), 2);  // the last one serves the rest
  EXPECT_TRUE(net.layers[4].blobs.empty());
}

TEST(Reader, SolversAreNotNetworks) {
  EXPECT_THAT(error_of([] { parse("net: \"train.prototxt\"\nbase_lr: 0.01"); }),
              HasSubstr("describes how to train"));
}

}  // namespace
}  // namespace quern::frontend::caffe::test
