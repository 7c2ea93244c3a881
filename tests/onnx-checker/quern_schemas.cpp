#include "quern_schemas.hpp"

#include <onnx/defs/schema.h>
#include <string>
#include <vector>

namespace quern::schemas {
namespace {

using onnx::AttributeProto;
using onnx::OpSchema;

constexpr const char* kDomain = "quern";
const std::vector<std::string> kBytes = {"tensor(int8)", "tensor(uint8)"};
const std::vector<std::string> kFloat = {"tensor(float)"};
const std::vector<std::string> kInt8 = {"tensor(int8)"};
const std::vector<std::string> kInt16 = {"tensor(int16)"};

OpSchema schema(const char* name) {
  OpSchema s;
  s.SetName(name).SetDomain(kDomain).SinceVersion(1);
  return s;
}

// One activation in, one out, each of any 8-bit type.
OpSchema activation(const char* name) {
  OpSchema s = schema(name);
  s.Input(0, "X", "", "T").TypeConstraint("T", kBytes, "");
  s.Output(0, "Y", "", "TY").TypeConstraint("TY", kBytes, "");
  return s;
}

OpSchema& ints(OpSchema& s, std::initializer_list<const char*> names) {
  for (const char* name : names) s.Attr(name, "", AttributeProto::INTS);
  return s;
}

OpSchema& integers(OpSchema& s, std::initializer_list<const char*> names) {
  for (const char* name : names) s.Attr(name, "", AttributeProto::INT);
  return s;
}

OpSchema weighted(const char* name) {
  OpSchema s = activation(name);
  s.Input(1, "W", "", "TW").TypeConstraint("TW", kInt8, "");
  s.Input(2, "B", "", "TB", OpSchema::Optional).TypeConstraint("TB", kInt16, "");
  return integers(s, {"rshift", "relu"});
}

OpSchema convolution(const char* name) {
  OpSchema s = weighted(name);
  return integers(ints(s, {"kernel_shape", "strides", "pads", "dilations"}), {"group"});
}

OpSchema float_function(const char* name) {
  OpSchema s = schema(name);
  s.Input(0, "X", "", "T").Output(0, "Y", "", "T").TypeConstraint("T", kFloat, "");
  return s;
}

void add(OpSchema s) { onnx::OpSchemaRegistry::OpSchemaRegisterOnce once(s); }

void add_float_operators() {
  add(float_function("Silu"));
  add(float_function("Mish"));
  OpSchema gelu = float_function("Gelu");
  add(gelu.Attr("approximate", "", AttributeProto::STRING, std::string("none")));
}

OpSchema float_operator(const char* name, std::initializer_list<const char*> inputs) {
  OpSchema s = schema(name);
  int number = 0;
  for (const char* input : inputs) s.Input(number++, input, "", "T");
  s.Output(0, "Y", "", "T").TypeConstraint("T", kFloat, "");
  return s;
}

OpSchema& reals(OpSchema& s, std::initializer_list<const char*> names) {
  for (const char* name : names) s.Attr(name, "", AttributeProto::FLOAT, false);
  return s;
}

OpSchema& optional_integers(OpSchema& s, std::initializer_list<const char*> names) {
  for (const char* name : names) s.Attr(name, "", AttributeProto::INT, false);
  return s;
}

void add_detection_operators() {
  OpSchema output = float_operator("DetectionOutput", {"locations", "confidences", "priors"});
  integers(output, {"num_classes"}).Attr("code_type", "", AttributeProto::STRING, std::string("corner"));
  optional_integers(
      output, {"background_label", "share_location", "variance_encoded", "clip", "nms_top_k", "keep_top_k"});
  add(reals(output, {"nms_threshold", "nms_eta", "confidence_threshold"}));

  OpSchema pool = float_operator("PsRoiPool", {"X", "regions"});
  add(reals(integers(pool, {"output_dim", "group_size"}), {"spatial_scale"}));

  OpSchema proposal = float_operator("Proposal", {"scores", "deltas", "image"});
  proposal.Output(1, "values", "", "T", OpSchema::Optional).Attr("anchors", "", AttributeProto::FLOATS);
  add(optional_integers(reals(proposal, {"feat_stride", "min_size", "nms_threshold"}),
                        {"pre_nms_top_n", "post_nms_top_n"}));
}

void add_casts() {
  OpSchema quantize = schema("Quantize");
  quantize.Input(0, "X", "", "T")
      .TypeConstraint("T", kFloat, "")
      .Output(0, "Y", "", "TY")
      .TypeConstraint("TY", kBytes, "");
  add(integers(quantize, {"signed"}).Attr("inverse_scale", "", AttributeProto::FLOAT));
  OpSchema dequantize = schema("Dequantize");
  dequantize.Input(0, "X", "", "T")
      .TypeConstraint("T", kBytes, "")
      .Output(0, "Y", "", "TY")
      .TypeConstraint("TY", kFloat, "");
  add(dequantize.Attr("scale", "", AttributeProto::FLOAT));
}

void add_integer_operators() {
  add(convolution("QConv"));
  OpSchema transposed = convolution("QConvTranspose");
  add(transposed.Attr("output_padding", "", AttributeProto::INTS, std::vector<int64_t>{0, 0}));
  add(weighted("QGemm"));

  OpSchema sum = schema("QAdd");
  sum.Input(0, "X", "", "T", OpSchema::Variadic, false).TypeConstraint("T", kBytes, "");
  sum.Output(0, "Y", "", "TY").TypeConstraint("TY", kBytes, "");
  add(integers(ints(sum, {"multipliers", "rshifts"}), {"relu"}));

  OpSchema product = activation("QMul");
  product.Input(1, "B", "", "TB").TypeConstraint("TB", kBytes, "");
  add(integers(product, {"multiplier", "rshift", "relu"}));

  OpSchema rescale = activation("QRescale");
  add(integers(rescale, {"multiplier", "rshift", "relu"}));

  OpSchema scale = activation("QScale");
  scale.Input(1, "S", "", "TS")
      .TypeConstraint("TS", kInt8, "")
      .Input(2, "B", "", "TB")
      .TypeConstraint("TB", kInt16, "");
  add(integers(ints(scale, {"rshifts"}), {"relu"}));

  OpSchema pool = activation("QAveragePool");
  add(integers(ints(pool, {"kernel_shape", "strides", "pads"}), {"multiplier", "rshift"}));

  OpSchema table = activation("QLut");
  add(table.Input(1, "T", "", "TT").TypeConstraint("TT", kBytes, ""));

  OpSchema leaky = activation("QLeakyRelu");
  add(integers(leaky, {"multiplier", "rshift"}));
  OpSchema prelu = activation("QPRelu");
  prelu.Input(1, "S", "", "TS").TypeConstraint("TS", kInt8, "");
  add(integers(prelu, {"rshift"}));
}

// Deformable convolutions and the ends of Paddle's detectors.
void add_paddle_operators() {
  const std::vector<std::string> counts = {"tensor(int32)"};
  const auto attributes = [](OpSchema& s, std::initializer_list<const char*> integers,
                             std::initializer_list<const char*> reals) {
    for (const char* name : integers) s.Attr(name, "", AttributeProto::INT, false);
    for (const char* name : reals) s.Attr(name, "", AttributeProto::FLOAT, false);
  };
  OpSchema head = schema("YoloBox");
  head.Input(0, "X", "", "T")
      .Input(1, "sizes", "", "TI")
      .Output(0, "boxes", "", "T")
      .Output(1, "scores", "", "T");
  head.TypeConstraint("T", kFloat, "")
      .TypeConstraint("TI", counts, "")
      .Attr("anchors", "", AttributeProto::INTS);
  attributes(head, {"class_num", "downsample_ratio", "clip_bbox", "iou_aware"},
             {"conf_thresh", "scale_x_y", "iou_aware_factor"});
  add(head);
  OpSchema sample = schema("DeformableSample");
  sample.Input(0, "X", "", "T").Input(1, "offsets", "", "T").Input(2, "mask", "", "T", OpSchema::Optional);
  sample.Output(0, "Y", "", "T").TypeConstraint("T", kFloat, "");
  attributes(sample, {"deformable_groups"}, {});
  add(ints(sample, {"kernel_shape", "strides", "pads", "dilations"}));
  for (const char* name : {"MulticlassNms", "MatrixNms"}) {
    OpSchema s = schema(name);
    s.Input(0, "boxes", "", "T").Input(1, "scores", "", "T").Output(0, "detections", "", "T");
    s.Output(1, "index", "", "TI").Output(2, "count", "", "TI");
    s.TypeConstraint("T", kFloat, "").TypeConstraint("TI", counts, "");
    attributes(s, {"background_label", "nms_top_k", "keep_top_k", "normalized", "use_gaussian"},
               {"score_threshold", "nms_threshold", "nms_eta", "post_threshold", "gaussian_sigma"});
    add(s);
  }
}

}  // namespace

void register_quern_domain() {
  static const bool once = [] {
    onnx::OpSchemaRegistry::DomainToVersionRange::Instance().AddDomainToVersion(kDomain, 1, 1);
    add_float_operators();
    add_detection_operators();
    add_casts();
    add_integer_operators();
    add_paddle_operators();
    return true;
  }();
  (void)once;
}

}  // namespace quern::schemas
