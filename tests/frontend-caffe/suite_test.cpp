// Single layers and small networks with stored inputs and outputs (from OpenCV's test data).
#include <gtest/gtest.h>
#include <map>
#include <set>

#include <quern/ops/interpreter.hpp>

#include "convert.hpp"
#include "data/npy.hpp"
#include "support/golden.hpp"
#include "support/recording_host.hpp"
#include "support/shared.hpp"

namespace quern::frontend::caffe::test {
namespace {

using Files = std::vector<std::pair<std::string, std::string>>;  // name of a tensor, file without .npy

struct Case {
  std::string name;  // of the .prototxt
  Files inputs, outputs;
  bool has_weights = false;
  std::vector<Binding> bindings = {};  // shapes that the network leaves open
};

std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

// One layer, from the common input.
Case on_blob(const std::string& name, bool has_weights = false) {
  return {name, {{"input", "blob"}}, {{"output", name}}, has_weights};
}
// A network with an input of its own.
Case on_own(const std::string& name, bool has_weights = false) {
  return {name, {{"input", name + ".input"}}, {{"output", name}}, has_weights};
}

class CaffeSuite : public testing::TestWithParam<Case> {
 protected:
  [[nodiscard]] static std::filesystem::path folder() {
    return quern::test::shared_models() / "suites" / "caffe";
  }
  [[nodiscard]] static Tensor read(const std::string& file) {
    // Height, width and scale of the image, which the suite's own program has as a constant.
    if (file == "im_info") return Tensor::from<float>({600, 800, 1.6f}, {1, 3});
    return data::read_npy((folder() / (file + ".npy")).string());
  }
};

TEST_P(CaffeSuite, GivesTheStoredOutput) {
  QUERN_NEEDS_SHARED_MODELS();
  const Case& c = GetParam();
  std::vector<std::filesystem::path> files = {folder() / (c.name + ".prototxt")};
  if (c.has_weights) files.push_back(folder() / (c.name + ".caffemodel"));
  quern::test::RecordingHost host;
  ConvertOptions options;
  options.inputs = c.bindings;
  const Model model = convert_files(files, options, host.host());
  std::vector<Tensor> inputs;
  for (const ValueInfo& input : model.graph.inputs)
    for (const auto& [name, file] : c.inputs)
      if (name == input.name) inputs.push_back(read(file));
  ASSERT_EQ(inputs.size(), model.graph.inputs.size());
  const std::vector<Tensor> results = ops::interpret(model.graph, inputs);
  for (const auto& [name, file] : c.outputs) {
    const Tensor want = read(file);
    size_t i = 0;
    while (i < results.size() && model.graph.outputs[i].name != name) ++i;
    ASSERT_LT(i, results.size()) << "no output " << name;
    // The suite stores what an engine without fixed sizes gave: rows that hold nothing are not there.
    ASSERT_GE(results[i].count(), want.count());
    Tensor head = results[i];
    if (head.count() > want.count()) {
      const std::vector<float> all = head.to_float();
      head = Tensor::from(std::vector<float>(all.begin(), all.begin() + want.count()));
    }
    EXPECT_LE(quern::test::relative_l2(want, head), 1e-4) << name;
  }
}

const std::vector<Case>& cases() {
  static const std::vector<Case> list = {
      on_blob("layer_batch_norm", true),
      on_own("layer_batch_norm_local_stats", true),
      on_blob("layer_concat"),
      on_own("layer_concat_optim", true),
      on_own("layer_concat_shared_input", true),
      on_blob("layer_convolution", true),
      on_own("layer_deconvolution", true),
      on_blob("layer_dropout"),
      on_blob("layer_eltwise"),
      on_blob("layer_inner_product", true),
      on_own("layer_interp"),
      on_blob("layer_lrn_channels"),
      on_blob("layer_lrn_spatial"),
      on_blob("layer_mvn"),
      on_blob("layer_pooling_ave"),
      on_blob("layer_pooling_max"),
      on_blob("layer_prelu", true),
      on_own("layer_prelu_fc", true),
      on_blob("layer_relu"),
      on_blob("layer_softmax"),
      Case{"net_roi_pooling",
           {{"input", "net_roi_pooling.input"}, {"rois", "net_roi_pooling.rois"}},
           {{"output", "net_roi_pooling"}}},
      Case{"net_faster_rcnn_proposal",
           {{"rpn_cls_prob_reshape", "net_faster_rcnn_proposal.scores"},
            {"rpn_bbox_pred", "net_faster_rcnn_proposal.deltas"},
            {"im_info", "im_info"}},
           {{"rois", "net_faster_rcnn_proposal.out_rois"}, {"scores", "net_faster_rcnn_proposal.out_scores"}},
           false,
           {{"rpn_cls_prob_reshape", {1, 18, 39, 51}},
            {"rpn_bbox_pred", {1, 36, 39, 51}},
            {"im_info", {1, 3}}}}};
  return list;
}

INSTANTIATE_TEST_SUITE_P(Layers, CaffeSuite, testing::ValuesIn(cases()),
                         [](const testing::TestParamInfo<Case>& info) { return info.param.name; });

// ---- Networks without stored outputs: what they compute is plain ----------------------------------------

std::vector<Tensor> run_network(const std::string& name, bool has_weights,
                                const std::vector<Binding>& bindings, const std::vector<Tensor>& inputs) {
  const std::filesystem::path folder = quern::test::shared_models() / "suites" / "caffe";
  std::vector<std::filesystem::path> files = {folder / (name + ".prototxt")};
  if (has_weights) files.insert(files.begin(), folder / (name + ".caffemodel"));
  quern::test::RecordingHost host;
  ConvertOptions options;
  options.inputs = bindings;
  return ops::interpret(convert_files(files, options, host.host()).graph, inputs);
}

Tensor ramp(const Shape& shape, float factor) {
  Tensor tensor(DataType::Float, shape);
  for (int64_t i = 0; i < tensor.count(); ++i) tensor.mutable_data<float>()[i] = factor * float(i);
  return tensor;
}

TEST(CaffeSuiteNetworks, SlicesJoinedAgainAreTheInput) {
  QUERN_NEEDS_SHARED_MODELS();
  const Tensor x = ramp({2, 3, 4, 5}, 1);
  const auto outputs = run_network("reshape_and_slice_routines", false, {{"input", x.dims}}, {x});
  // The parts that the network leaves over are outputs too; the whole is the last one.
  EXPECT_EQ(outputs.back().dims, (Shape{2, 60}));
  EXPECT_EQ(outputs.back().to_float(), x.to_float());
}

TEST(CaffeSuiteNetworks, InputsOfBothKinds) {
  QUERN_NEEDS_SHARED_MODELS();
  const Tensor pair = ramp({1, 2, 10, 11}, 1), red = ramp({1, 1, 10, 11}, 1000);
  const auto outputs = run_network("net_input", false, {}, {pair, red, red, pair});
  const std::vector<float> sum = outputs.at(0).to_float(), a = pair.to_float(), b = red.to_float();
  ASSERT_EQ(outputs[0].dims, (Shape{1, 3, 10, 11}));
  for (size_t i = 0; i < sum.size(); ++i) EXPECT_EQ(sum[i], 2 * (i < a.size() ? a[i] : b[i - a.size()]));
}

TEST(CaffeSuiteNetworks, LayersOfOneNameShareWeights) {
  QUERN_NEEDS_SHARED_MODELS();
  const Tensor x = ramp({1, 1, 2, 2}, 1), z = ramp({1, 1, 2, 2}, -3);
  const std::vector<float> same = run_network("shared_weights", true, {}, {x, x}).at(0).to_float();
  const std::vector<float> swapped = run_network("shared_weights", true, {}, {z, x}).at(0).to_float();
  ASSERT_EQ(same.size(), 2u);
  EXPECT_EQ(same[0], same[1]);
  EXPECT_EQ(swapped[1], same[1]);
  EXPECT_NE(swapped[0], same[0]);
}

// Nothing of the suite is passed over: a network is a case, or it stands here with the reason why not.
TEST(CaffeSuiteNetworks, AllAreCovered) {
  QUERN_NEEDS_SHARED_MODELS();
  const std::map<std::string, std::string> elsewhere = {
      {"reshape_and_slice_routines", "no stored output; tested above"},
      {"net_input", "no stored output; tested above"},
      {"shared_weights", "no stored output; tested above"},
  };
  std::set<std::string> names;
  for (const Case& c : cases()) names.insert(c.name);
  for (const auto& entry :
       std::filesystem::directory_iterator(quern::test::shared_models() / "suites" / "caffe"))
    if (entry.path().extension() == ".prototxt") {
      const std::string name = entry.path().stem().string();
      EXPECT_TRUE(names.contains(name) || elsewhere.contains(name)) << name;
    }
  // Arrays called lstm, rnn and recurrent belong to no network here, layer_elu to one of TensorFlow.
}

}  // namespace
}  // namespace quern::frontend::caffe::test
