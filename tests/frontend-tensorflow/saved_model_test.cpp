// SavedModels: signatures, functions, variables and how their values are found.
#include "reader/saved_model.hpp"

#include "reader/snappy.hpp"
#include "reader/sniff.hpp"
#include "saved_model_builder.hpp"
#include "support.hpp"

namespace quern::frontend::tensorflow::test {
namespace {

const Tensor kKernel = floats({1, 2, 3, 4, 5, 6}, {3, 2}), kBias = floats({10, 20}, {2});

class SavedModel : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        fs::temp_directory_path() /
        ("quern-saved-model-" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  Model convert_folder(const ConvertOptions& options = {}) const {
    RecordingHost host;
    return convert_files({folder_}, options, host.host());
  }
  [[nodiscard]] Tensor run_folder(const ConvertOptions& options = {}) const {
    return ops::interpret(convert_folder(options).graph, {floats({1, 0, 2}, {1, 3})}).at(0);
  }

  fs::path folder_;
};

Attr called(const std::string& name) { return function("f", name); }

// What tf.saved_model.save writes for a dense layer: a call in a call, variables as resources, and a function
// that restores them.
SavedModelBuilder keras_like(bool with_restore) {
  SavedModelBuilder m;
  Nodes inner;
  inner.add("ReadVariableOp", "dense/MatMul/ReadVariableOp", {"dense_matmul_readvariableop_resource"});
  inner.add("MatMul", "dense/MatMul", {"x", "dense/MatMul/ReadVariableOp:value:0"});
  inner.add("ReadVariableOp", "dense/BiasAdd/ReadVariableOp", {"dense_biasadd_readvariableop_resource"});
  inner.add("BiasAdd", "dense/BiasAdd", {"dense/MatMul:product:0", "dense/BiasAdd/ReadVariableOp:value:0"});
  inner.add("NoOp", "NoOp", {"^dense/MatMul/ReadVariableOp"});
  inner.add("Identity", "Identity", {"dense/BiasAdd:output:0", "^NoOp"});
  Nodes outer;
  outer.add("StatefulPartitionedCall", "StatefulPartitionedCall", {"x", "unknown", "unknown_0"},
            {called("__inference__wrapped_model_3")});
  outer.add("Identity", "Identity", {"StatefulPartitionedCall:output:0"});
  Nodes restore;
  restore.constant("RestoreV2/tensor_names", [] {
    Tensor names(DataType::String, {3});
    names.strings = {"layer/bias/.ATTRIBUTES/VARIABLE_VALUE", "layer/kernel/.ATTRIBUTES/VARIABLE_VALUE",
                     "_OBJECTS"};
    return names;
  }());
  restore.add("RestoreV2", "RestoreV2",
              {"file_prefix", "RestoreV2/tensor_names:output:0", "RestoreV2/tensor_names:output:0"});
  restore.add("Identity", "Identity", {"RestoreV2:tensors:1"});
  restore.add("AssignVariableOp", "AssignVariableOp", {"assignvariableop_kernel", "Identity:output:0"});
  restore.add("Identity", "Identity_1", {"RestoreV2:tensors:0"});
  restore.add("AssignVariableOp", "AssignVariableOp_1", {"assignvariableop_1_bias", "Identity_1:output:0"});

  m.graph.add("VarHandleOp", "dense/kernel", {},
              {type("dtype", Type::Float), shape("shape", {3, 2}), s("shared_name", "dense/kernel")});
  m.graph.add("VarHandleOp", "dense/bias", {},
              {type("dtype", Type::Float), shape("shape", {2}), s("shared_name", "dense/bias")});
  m.graph.placeholder("serving_default_x", {-1, 3});
  m.graph.add("StatefulPartitionedCall", "StatefulPartitionedCall",
              {"serving_default_x", "dense/kernel", "dense/bias"},
              {called("__inference_signature_wrapper_7")});
  m.graph.placeholder("saver_filename", {}, Type::String);
  if (with_restore)
    m.graph.add("StatefulPartitionedCall", "StatefulPartitionedCall_2",
                {"saver_filename", "dense/kernel", "dense/bias"}, {called("__inference__traced_restore_9")});
  m.graph.function("__inference__wrapped_model_3",
                   {"x", "dense_matmul_readvariableop_resource", "dense_biasadd_readvariableop_resource"},
                   {{"identity", "Identity:output:0"}}, inner);
  m.graph.function("__inference_signature_wrapper_7", {"x", "unknown", "unknown_0"},
                   {{"identity", "Identity:output:0"}}, outer);
  m.graph.function("__inference__traced_restore_9",
                   {"file_prefix", "assignvariableop_kernel", "assignvariableop_1_bias"}, {}, restore);
  m.input("x", "serving_default_x:0").output("dense", "StatefulPartitionedCall:0");
  m.variables = {{"layer/kernel/.ATTRIBUTES/VARIABLE_VALUE", kKernel},
                 {"layer/bias/.ATTRIBUTES/VARIABLE_VALUE", kBias}};
  return m;
}

TEST_F(SavedModel, VariablesAreFoundByTheGraphsOwnRestoring) {
  keras_like(true).write(folder_);
  EXPECT_EQ(sniff(folder_), 100);
  EXPECT_EQ(sniff(folder_ / "saved_model.pb"), 100);
  expect_values(run_folder(), {21, 34});
}

TEST_F(SavedModel, VariablesAreFoundByTheObjectGraph) {
  SavedModelBuilder m = keras_like(false);
  EXPECT_NE((m.write(folder_), error_of([&] { convert_folder(); })), "");
  m.full_names = {{"dense/kernel", "layer/kernel/.ATTRIBUTES/VARIABLE_VALUE"},
                  {"dense/bias", "layer/bias/.ATTRIBUTES/VARIABLE_VALUE"}};
  m.write(folder_);
  expect_values(run_folder(), {21, 34});
}

TEST_F(SavedModel, InputsAndOutputsHaveTheNamesOfTheSignature) {
  keras_like(true).write(folder_);
  const Model model = convert_folder();
  EXPECT_EQ(model.graph.inputs.at(0).name, "x");
  EXPECT_EQ(model.graph.inputs.size(), 1u);
  EXPECT_EQ(model.graph.outputs.at(0).name, "dense");
  // Tensors of functions have the names of their bodies.
  EXPECT_EQ(find_node(model, "MatMul").outputs[0], "dense/MatMul");
  // Names of the graph are understood, too.
  ConvertOptions options;
  options.inputs = {{"serving_default_x:0", {4, 3}}};
  options.outputs = {"dense/MatMul"};
  EXPECT_EQ(convert_folder(options).graph.inputs.at(0).shape, (Shape{4, 3}));
}

TEST_F(SavedModel, VariablesOfTensorFlow1AreFoundByTheirNames) {
  SavedModelBuilder m;
  m.graph.placeholder("x", {1, 3})
      .add("VariableV2", "w", {}, {type("dtype", Type::Float), shape("shape", {3, 2})});
  m.graph.add("Identity", "w/read", {"w"}).add("MatMul", "y", {"x", "w/read"});
  m.input("in", "x:0").output("out", "y:0").variables = {{"w", kKernel}};
  m.write(folder_);
  expect_values(run_folder(), {11, 14});
}

TEST_F(SavedModel, OtherSignaturesAreChosenByName) {
  SavedModelBuilder m;
  m.graph.placeholder("x", {1, 3}).add("Neg", "y", {"x"}).add("Abs", "z", {"x"});
  m.input("a", "x:0")
      .output("a", "y:0")
      .input("b", "x:0", "other")
      .output("b", "z:0", "other")
      .write(folder_);
  ConvertOptions options;
  expect_values(run_folder(options), {-1, 0, -2});
  EXPECT_EQ(convert_folder().graph.outputs.at(0).name, "y");  // "a" is taken by the input
  options.signature = "other";
  expect_values(run_folder(options), {1, 0, 2});
  options.signature = "missing";
  EXPECT_THAT(error_of([&] { convert_folder(options); }),
              ::testing::HasSubstr("\"other\", \"serving_default\""));
}

TEST_F(SavedModel, WhatIsMissingIsSaid) {
  keras_like(true).write(folder_);
  fs::remove(folder_ / "variables" / "variables.data-00000-of-00001");
  EXPECT_EQ(status_of([&] { convert_folder(); }), QUERN_ERROR_IO);
  fs::remove(folder_ / "variables" / "variables.index");
  EXPECT_THAT(error_of([&] { convert_folder(); }), ::testing::HasSubstr("VarHandleOp (2)"));
  fs::remove(folder_ / "saved_model.pb");
  EXPECT_THAT(error_of([&] { convert_folder(); }), ::testing::HasSubstr("saved_model.pb"));
}

TEST_F(SavedModel, VariablesOfAnotherModelAreRefused) {
  SavedModelBuilder m = keras_like(true);
  m.variables["layer/bias/.ATTRIBUTES/VARIABLE_VALUE"] = floats({1, 2, 3}, {3});
  m.write(folder_);
  EXPECT_THAT(error_of([&] { convert_folder(); }), ::testing::HasSubstr("different models"));
}

TEST_F(SavedModel, EveryTruncationIsSurvived) {
  const SavedModelBuilder m = keras_like(true);
  m.write(folder_);
  const auto survive = [&](const fs::path& file, const std::string& bytes, size_t step) {
    for (size_t size = 0; size < bytes.size(); size += step) {
      std::ofstream(file, std::ios::binary) << bytes.substr(0, size);
      EXPECT_NE(error_of([&] { convert_folder(); }), "") << file << " of " << size << " bytes";
    }
    std::ofstream(file, std::ios::binary) << bytes;
  };
  const auto [index, data] = m.checkpoint();
  survive(folder_ / "variables" / "variables.index", index, 5);
  survive(folder_ / "variables" / "variables.data-00000-of-00001", data, 3);
  expect_values(run_folder(), {21, 34});
}

TEST_F(SavedModel, MutationsAreSurvived) {
  const SavedModelBuilder m = keras_like(true);
  m.write(folder_);
  const std::string index = m.checkpoint().first, graph = m.saved_model();
  std::mt19937 random(5);
  for (int round = 0; round < 400; ++round) {
    const bool of_graph = round % 3 == 0;
    std::string bytes = of_graph ? graph : index;
    for (unsigned k = random() % 3 + 1; k > 0; --k) bytes[random() % bytes.size()] = char(random() % 256);
    const fs::path file = of_graph ? folder_ / "saved_model.pb" : folder_ / "variables" / "variables.index";
    std::ofstream(file, std::ios::binary) << bytes;
    error_of([&] { convert_folder(); });
    std::ofstream(file, std::ios::binary) << (of_graph ? graph : index);
  }
  expect_values(run_folder(), {21, 34});
}

TEST(Snappy, ExpandsLiteralsAndCopies) {
  // 8 bytes: the literal "abc", then 5 bytes from 3 back.
  EXPECT_EQ(snappy_expand(std::string("\x08\x08"
                                      "abc"
                                      "\x05\x03",
                                      7)),
            "abcabcab");
  // A copy of 1 byte with a 16-bit distance.
  EXPECT_EQ(snappy_expand(std::string("\x03\x04"
                                      "xy"
                                      "\x02\x02\x00",
                                      7)),
            "xyx");
  EXPECT_THROW(snappy_expand(std::string("\x08\x08"
                                         "abc"
                                         "\x05\x04",
                                         7)),
               InputError);
  EXPECT_THROW(snappy_expand("\xff\xff\xff\x7f"), InputError);
  EXPECT_THROW(snappy_expand(std::string("\x08\x08"
                                         "ab",
                                         4)),
               InputError);
}

}  // namespace
}  // namespace quern::frontend::tensorflow::test
