// Single layers and small networks with stored inputs and outputs (from OpenCV's test data).
#include <gtest/gtest.h>

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

INSTANTIATE_TEST_SUITE_P(
    Layers, CaffeSuite,
    testing::Values(on_blob("layer_batch_norm", true), on_own("layer_batch_norm_local_stats", true),
                    on_blob("layer_concat"), on_own("layer_concat_optim", true),
                    on_own("layer_concat_shared_input", true), on_blob("layer_convolution", true),
                    on_own("layer_deconvolution", true), on_blob("layer_dropout"), on_blob("layer_eltwise"),
                    on_blob("layer_inner_product", true), on_own("layer_interp"),
                    on_blob("layer_lrn_channels"), on_blob("layer_lrn_spatial"), on_blob("layer_mvn"),
                    on_blob("layer_pooling_ave"), on_blob("layer_pooling_max"), on_blob("layer_prelu", true),
                    on_own("layer_prelu_fc", true), on_blob("layer_relu"), on_blob("layer_softmax"),
                    Case{"net_roi_pooling",
                         {{"input", "net_roi_pooling.input"}, {"rois", "net_roi_pooling.rois"}},
                         {{"output", "net_roi_pooling"}}},
                    Case{"net_faster_rcnn_proposal",
                         {{"rpn_cls_prob_reshape", "net_faster_rcnn_proposal.scores"},
                          {"rpn_bbox_pred", "net_faster_rcnn_proposal.deltas"},
                          {"im_info", "im_info"}},
                         {{"rois", "net_faster_rcnn_proposal.out_rois"},
                          {"scores", "net_faster_rcnn_proposal.out_scores"}},
                         false,
                         {{"rpn_cls_prob_reshape", {1, 18, 39, 51}},
                          {"rpn_bbox_pred", {1, 36, 39, 51}},
                          {"im_info", {1, 3}}}}),
    [](const testing::TestParamInfo<Case>& info) { return info.param.name; });

}  // namespace
}  // namespace quern::frontend::caffe::test
