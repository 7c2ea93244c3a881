#include "support.hpp"

#include <nlohmann/json.hpp>
#include <random>

#include "reader/params.hpp"
#include "reader/symbol.hpp"

namespace quern::frontend::mxnet::test {

Array noise(Shape shape, unsigned seed) {
  std::mt19937 random(seed);
  Array array(std::move(shape));
  for (float& v : array.values) v = float(int(random() % 4001) - 2000) / 1000;
  return array;
}

Array counting(Shape shape) {
  Array array(std::move(shape));
  for (size_t i = 0; i < array.values.size(); ++i) array.values[i] = float(i);
  return array;
}

void for_each(const Shape& shape, const std::function<void(const Shape&)>& visit) {
  const int64_t count = element_count(shape);
  Shape position(shape.size(), 0);
  for (int64_t i = 0; i < count; ++i) {
    visit(position);
    for (size_t k = shape.size(); k-- > 0;) {
      if (++position[k] < shape[k]) break;
      position[k] = 0;
    }
  }
}

Array computed(Shape shape, const std::function<double(const Shape&)>& value) {
  Array array(std::move(shape));
  for_each(array.dims, [&](const Shape& p) { array.at(p) = float(value(p)); });
  return array;
}

Array mapped(const Array& x, const std::function<double(double)>& f) {
  return computed(x.dims, [&](const Shape& p) { return f(double(x.at(p))); });
}

Net& Net::variable(const std::string& name, const Texts& attributes) {
  nodes_.push_back({"null", name, {}, attributes});
  return *this;
}

Net& Net::input(const std::string& name, const Shape& shape, const Texts& attributes) {
  inputs_.push_back({name, shape});
  return variable(name, attributes);
}

Net& Net::weight(const std::string& name, const Array& value, const std::string& prefix) {
  return weight(name, value.tensor(), prefix);
}

Net& Net::weight(const std::string& name, const Tensor& value, const std::string& prefix) {
  weights_.emplace_back(prefix + name, value);
  return variable(name);
}

Net& Net::stored(const std::string& name, const Array& value, const std::string& prefix) {
  weights_.emplace_back(prefix + name, value.tensor());
  return *this;
}

Net& Net::layer(const std::string& op, const std::string& name, const std::vector<std::string>& inputs,
                const Texts& attributes) {
  Node node{op, name, {}, attributes};
  for (const std::string& input : inputs) node.inputs.push_back(entry(input));
  nodes_.push_back(std::move(node));
  return *this;
}

Net& Net::head(const std::string& name) {
  heads_.push_back(name);
  return *this;
}

std::pair<size_t, size_t> Net::entry(const std::string& name) const {
  const size_t colon = name.find(':');
  const std::string layer = name.substr(0, colon);
  for (size_t i = nodes_.size(); i-- > 0;)
    if (nodes_[i].name == layer)
      return {i, colon == std::string::npos ? 0 : std::stoul(name.substr(colon + 1))};
  throw std::logic_error("the test has no layer " + name);
}

std::string Net::symbol() const {
  using nlohmann::json;
  const bool is_old = version < 900;  // entries were pairs
  const auto entry_json = [&](const std::pair<size_t, size_t>& e) {
    return is_old ? json::array({e.first, e.second}) : json::array({e.first, e.second, 0});
  };
  json document = {{"nodes", json::array()}, {"arg_nodes", json::array()}, {"heads", json::array()}};
  for (size_t i = 0; i < nodes_.size(); ++i) {
    json attributes = json::object(), inputs = json::array();
    for (const auto& [key, value] : nodes_[i].attributes) attributes[key] = value;
    for (const auto& e : nodes_[i].inputs) inputs.push_back(entry_json(e));
    document["nodes"].push_back(
        {{"op", nodes_[i].op}, {"name", nodes_[i].name}, {attribute_key, attributes}, {"inputs", inputs}});
    if (nodes_[i].op == "null") document["arg_nodes"].push_back(i);
  }
  for (const std::string& head : heads_) document["heads"].push_back(entry_json(entry(head)));
  if (heads_.empty()) document["heads"].push_back(entry_json({nodes_.size() - 1, 0}));
  if (version) document["attrs"] = {{"mxnet_version", json::array({"int", version})}};
  return document.dump(2);
}

std::string Net::params() const {
  std::vector<std::string> arrays, names;
  for (const auto& [name, value] : weights_) {
    arrays.push_back(ndarray_bytes(value));
    names.push_back(name);
  }
  return params_bytes(arrays, names);
}

Model Net::convert(const ConvertOptions& more) const {
  ConvertOptions options = more;
  options.inputs.insert(options.inputs.end(), inputs_.begin(), inputs_.end());
  RecordingHost host;
  return convert_model(read_symbol(symbol(), "test-symbol.json"),
                       read_params(blob_of(params()), "test-0000.params"), options, host.host(),
                       "test-symbol.json");
}

std::vector<Tensor> Net::run_all(const std::vector<Array>& inputs) const {
  const Model model = convert();
  std::vector<Tensor> tensors;
  for (size_t i = 0; i < inputs.size(); ++i) {
    // As the declared element type of the input.
    const DataType type = model.graph.inputs.at(i).type;
    Tensor tensor(type, inputs[i].dims);
    with_type(type, [&]<class T>() {
      for (size_t k = 0; k < inputs[i].values.size(); ++k)
        tensor.mutable_data<T>()[k] = T(inputs[i].values[k]);
    });
    tensors.push_back(std::move(tensor));
  }
  return ops::interpret(model.graph, tensors);
}

Tensor run_layer(const std::string& op, const std::vector<Array>& inputs, const Texts& attributes) {
  Net net;
  std::vector<std::string> names;
  for (size_t i = 0; i < inputs.size(); ++i) {
    names.push_back("x" + std::to_string(i));
    net.input(names.back(), inputs[i].dims);
  }
  return net.layer(op, "y", names, attributes).run(inputs);
}

std::vector<std::string> operators_of(const Model& model) {
  std::vector<std::string> types;
  for (const quern::Node& node : model.graph.nodes)
    types.push_back(node.domain.empty() ? node.op_type : node.domain + "." + node.op_type);
  return types;
}

void expect_equal(const Tensor& actual, const Array& expected, float tolerance) {
  ASSERT_EQ(to_string(actual.dims), to_string(expected.dims));
  const std::vector<float> values = actual.to_float();
  for (size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(expected.values[i])) {
      EXPECT_TRUE(std::isnan(values[i])) << "element " << i;
      continue;
    }
    EXPECT_NEAR(values[i], expected.values[i], tolerance * std::max(1.0f, std::fabs(expected.values[i])))
        << "element " << i;
  }
}

std::string ndarray_bytes(const Tensor& tensor) {
  static const std::map<DataType, int32_t> flags = {
      {DataType::Float, 0}, {DataType::Double, 1}, {DataType::Float16, 2}, {DataType::Uint8, 3},
      {DataType::Int32, 4}, {DataType::Int8, 5},   {DataType::Int64, 6}};
  std::string bytes =
      bytes_of(uint32_t(0xF993FAC9)) + bytes_of(int32_t(0)) + bytes_of(uint32_t(tensor.dims.size()));
  for (const int64_t size : tensor.dims) bytes += bytes_of(size);
  bytes += bytes_of(int32_t(1)) + bytes_of(int32_t(0)) + bytes_of(flags.at(tensor.type));
  bytes.append(reinterpret_cast<const char*>(tensor.blob.data()), tensor.byte_size());
  return bytes;
}

std::string params_bytes(const std::vector<std::string>& arrays, const std::vector<std::string>& names) {
  std::string bytes = bytes_of(uint64_t(0x112)) + bytes_of(uint64_t(0)) + bytes_of(uint64_t(arrays.size()));
  for (const std::string& array : arrays) bytes += array;
  bytes += bytes_of(uint64_t(names.size()));
  for (const std::string& name : names) bytes += bytes_of(uint64_t(name.size())) + name;
  return bytes;
}

Blob blob_of(const std::string& bytes) {
  const Blob blob = Blob::allocate(bytes.size());
  if (!bytes.empty()) std::memcpy(const_cast<std::byte*>(blob.data()), bytes.data(), bytes.size());
  return blob;
}

}  // namespace quern::frontend::mxnet::test
