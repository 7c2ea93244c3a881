// Which fields the messages of a Caffe network have: numbers for binary files, names for text files. From the
// public caffe.proto (BVLC) and those of its forks.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace quern::frontend::caffe {

enum class Kind {
  Int,      // varint: signed and unsigned integers, truth values, enumerators
  Real,     // float
  Text,     // string
  Message,  // read by its own schema
  Blob,     // BlobProto: weights, read by themselves
  Ignored   // matters for training only; whatever is inside is skipped
};

struct MessageSpec;

struct FieldSpec {
  uint32_t number;  // 0: forks disagree on the number, so it is known in text files only
  std::string_view name;
  Kind kind;
  const MessageSpec* message = nullptr;  // of Kind::Message
};

struct MessageSpec {
  std::string_view name;
  std::span<const FieldSpec> fields;

  [[nodiscard]] const FieldSpec* find(uint32_t number) const {
    for (const FieldSpec& field : fields)
      if (field.number == number && number != 0) return &field;
    return nullptr;
  }
  [[nodiscard]] const FieldSpec* find(std::string_view field_name) const {
    for (const FieldSpec& field : fields)
      if (field.name == field_name) return &field;
    return nullptr;
  }
};

extern const MessageSpec kNetSpec;
extern const MessageSpec kHeadSpec;     // kNetSpec without its layers
extern const MessageSpec kLayerSpec;    // since 2015: layer { type: "Convolution" }
extern const MessageSpec kV1LayerSpec;  // 2014: layers { type: CONVOLUTION }
extern const MessageSpec kV0LayerSpec;  // 2013: layers { layer { type: "conv" } }
extern const MessageSpec kShapeSpec;    // BlobShape

// Messages with parameters of layers; the layers of all formats share them.
struct ParameterSpecs {
  static const MessageSpec argmax, batch_norm, bias, bn, clip, concat, convolution, crop, data,
      detection_output, dropout, dummy_data, eltwise, elu, embed, exp, flatten, image_data, inner_product,
      input, interp, log, lrn, memory_data, mvn, normalize, padding, parameter, permute, pooling, power,
      prelu, prior_box, proposal, psroi_pooling, python, reduction, relu, relu6, reorg, reshape, roi_pooling,
      scale, shuffle_channel, slice, softmax, spp, tile, threshold, transform, upsample;
};

// Kinds of fields that stand in several messages.
extern const MessageSpec kRuleSpec;   // NetStateRule
extern const MessageSpec kStateSpec;  // NetState
extern const MessageSpec kParamSpec;  // ParamSpec: names of shared weights
extern const MessageSpec kFillerSpec;

}  // namespace quern::frontend::caffe
