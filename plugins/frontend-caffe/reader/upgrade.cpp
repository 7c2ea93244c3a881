#include "reader/upgrade.hpp"

namespace quern::frontend::caffe {
namespace {

// "Convolution", CONVOLUTION or 4.
std::string type_of(const FieldTree& fields) {
  const FieldValue* type = fields.find("type");
  if (!type) return "";
  if (const auto* word = std::get_if<Word>(&type->value)) return type_of_enumerator(word->text);
  if (const auto* number = std::get_if<int64_t>(&type->value)) return type_of_enumerator(*number);
  return fields.get_text("type");
}

Layer with_ports(const FieldTree& fields) {
  Layer layer;
  layer.name = fields.get_text("name");
  layer.type = type_of(fields);
  layer.bottoms = fields.get_texts("bottom");
  layer.tops = fields.get_texts("top");
  return layer;
}

struct Renamed {
  const char* from;
  const char* to;
};

// What each type of 2013 is called today, the message its parameters are in, and which they are.
struct OldType {
  const char* name;
  const char* type;
  const char* message;
  std::vector<Renamed> parameters;
};

const std::vector<OldType>& old_types() {
  static const std::vector<Renamed> none, weights = {{"num_output", "num_output"},
                                                     {"biasterm", "bias_term"},
                                                     {"weight_filler", "weight_filler"},
                                                     {"bias_filler", "bias_filler"}};
  static const auto with = [](std::vector<Renamed> list, std::initializer_list<Renamed> more) {
    list.insert(list.end(), more);
    return list;
  };
  static const std::vector<Renamed> window = {
      {"pad", "pad"}, {"kernelsize", "kernel_size"}, {"stride", "stride"}};
  static const std::vector<Renamed> data = {{"batchsize", "batch_size"}, {"cropsize", "crop_size"}};
  static const std::vector<OldType> types = {
      {"accuracy", "Accuracy", "", none},
      {"bnll", "BNLL", "", none},
      {"concat", "Concat", "concat_param", {{"concat_dim", "concat_dim"}}},
      {"conv", "Convolution", "convolution_param",
       with(weights, {window[0], window[1], window[2], {"group", "group"}})},
      {"data", "Data", "data_param", data},
      {"dropout", "Dropout", "dropout_param", {{"dropout_ratio", "dropout_ratio"}}},
      {"euclidean_loss", "EuclideanLoss", "", none},
      {"flatten", "Flatten", "", none},
      {"hdf5_data", "HDF5Data", "", none},
      {"hdf5_output", "HDF5Output", "", none},
      {"im2col", "Im2col", "convolution_param", window},
      {"images", "ImageData", "image_data_param", data},
      {"infogain_loss", "InfogainLoss", "", none},
      {"innerproduct", "InnerProduct", "inner_product_param", weights},
      {"lrn",
       "LRN",
       "lrn_param",
       {{"local_size", "local_size"}, {"alpha", "alpha"}, {"beta", "beta"}, {"k", "k"}}},
      {"multinomial_logistic_loss", "MultinomialLogisticLoss", "", none},
      {"padding", "Padding", "padding_param", {{"pad", "pad"}}},
      {"pool", "Pooling", "pooling_param", with(window, {{"pool", "pool"}})},
      {"relu", "ReLU", "", none},
      {"sigmoid", "Sigmoid", "", none},
      {"softmax", "Softmax", "", none},
      {"softmax_loss", "SoftmaxWithLoss", "", none},
      {"split", "Split", "", none},
      {"tanh", "TanH", "", none},
      {"window_data", "WindowData", "", none},
  };
  return types;
}

// `outer` has the ports, `inner` the name, the type and all parameters.
Layer layer_of_2013(const FieldTree& outer, const FieldTree& inner) {
  Layer layer = with_ports(outer);
  layer.name = inner.get_text("name");
  layer.type = inner.get_text("type");
  for (const OldType& old : old_types()) {
    if (layer.type != old.name) continue;
    layer.type = old.type;
    auto parameters = std::make_shared<FieldTree>();
    for (const auto& [from, to] : old.parameters)
      if (const FieldValue* value = inner.find(from)) parameters->add(to, *value);
    if (parameters->fields().empty()) break;
    FieldValue message;
    message.value = std::shared_ptr<const FieldTree>(std::move(parameters));
    layer.fields.add(old.message, std::move(message));
    break;
  }
  return layer;
}

}  // namespace

Layer current_layer(FieldTree fields) {
  Layer layer = with_ports(fields);
  for (const FieldTree* param : fields.messages("param"))
    layer.parameter_names.push_back(param->get_text("name"));
  layer.fields = std::move(fields);
  return layer;
}

Layer old_layer(FieldTree fields) {
  if (fields.has("layer")) return layer_of_2013(fields, fields.message("layer"));
  Layer layer = with_ports(fields);
  layer.parameter_names = fields.get_texts("param");
  layer.fields = std::move(fields);
  return layer;
}

}  // namespace quern::frontend::caffe
