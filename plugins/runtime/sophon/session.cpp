#include "session.hpp"

#include <algorithm>

#include "bmodel/read.hpp"
#include "convert.hpp"

namespace quern::sophon {
namespace {

bmodel::Net choose(const bmodel::Model& model, const std::string& name, const std::string& program) {
  if (name.empty() && model.nets.size() == 1) return model.nets.front();
  std::string known;
  for (const bmodel::Net& net : model.nets) {
    if (net.name == name) return net;
    known += (known.empty() ? "" : ", ") + net.name;
  }
  throw Error(QUERN_ERROR_ARGUMENT,
              name.empty() ? "the program holds several nets" : "the program has no net \"" + name + "\"",
              program, "Name one with the option \"net\": " + known + ".");
}

// What is fixed in all stages: the shape of the first with -1 where another differs.
Shape common_shape(const bmodel::Net& net, std::vector<bmodel::Tensor> bmodel::Stage::*tensors,
                   size_t index) {
  Shape shape = (net.stages[0].*tensors)[index].shape();
  for (const bmodel::Stage& stage : net.stages) {
    if (index >= (stage.*tensors).size()) continue;
    const Shape& other = (stage.*tensors)[index].shape();
    for (size_t i = 0; i < std::min(shape.size(), other.size()); ++i)
      if (other[i] != shape[i]) shape[i] = kUnknownDim;
  }
  return shape;
}

void hand_over(const quern_tensor_sink& sink, const std::string& name, DataType type, const Shape& shape,
               const void* data, size_t size) {
  const quern_tensor c{sizeof(quern_tensor), int32_t(type), name.c_str(), shape.data(),
                       shape.size(),         data,          size};
  sink.add(sink.context, &c);
}

bool fits(const bmodel::Stage& stage, const std::vector<const quern_tensor*>& inputs) {
  for (size_t i = 0; i < inputs.size(); ++i)
    if (Shape(inputs[i]->dims, inputs[i]->dims + inputs[i]->rank) != stage.inputs[i].shape()) return false;
  return true;
}

std::string shapes_of(const std::vector<bmodel::Tensor>& inputs) {
  std::string text;
  for (const bmodel::Tensor& input : inputs)
    text += (text.empty() ? "" : ", ") + input.name + " " + to_string(input.shape());
  return text;
}

}  // namespace

Session::Session(const std::string& program, SessionOptions options)
    : options_(std::move(options)),
      net_(choose(bmodel::read(std::filesystem::path(program)), options_.net, program)),
      device_(options_.library, options_.device, program) {
  for (const bmodel::Stage& stage : net_.stages)
    if (stage.inputs.size() != net_.stages[0].inputs.size() ||
        stage.outputs.size() != net_.stages[0].outputs.size())
      throw InputError("the stages of net \"" + net_.name + "\" have different inputs or outputs", program);
}

void Session::describe(const quern_tensor_sink& inputs, const quern_tensor_sink& outputs) const {
  const auto add = [&](const quern_tensor_sink& sink, std::vector<bmodel::Tensor> bmodel::Stage::*tensors) {
    const std::vector<bmodel::Tensor>& first = net_.stages[0].*tensors;
    for (size_t i = 0; i < first.size(); ++i) {
      const bool real = is_scaled(first[i].type) && !options_.raw;
      hand_over(sink, first[i].name, real ? DataType::Float : host_type(first[i].type),
                common_shape(net_, tensors, i), nullptr, 0);
    }
  };
  add(inputs, &bmodel::Stage::inputs);
  add(outputs, &bmodel::Stage::outputs);
}

const bmodel::Stage& Session::stage_for(const std::vector<const quern_tensor*>& inputs) const {
  std::string known;
  for (const bmodel::Stage& stage : net_.stages) {
    if (fits(stage, inputs)) return stage;
    known += (known.empty() ? "" : "; ") + shapes_of(stage.inputs);
  }
  std::string given;
  for (const quern_tensor* input : inputs)
    given += (given.empty() ? "" : ", ") + std::string(input->name) + " " +
             to_string(Shape(input->dims, input->dims + input->rank));
  throw InputError("net \"" + net_.name + "\" was compiled for " + known + "; " + given + " was given", {},
                   "Compile it for these shapes too, or give it others.");
}

void Session::run(std::span<const quern_tensor> given, const quern_tensor_sink& outputs) const {
  std::vector<const quern_tensor*> inputs;
  for (const bmodel::Tensor& input : net_.stages[0].inputs) {
    const auto found =
        std::find_if(given.begin(), given.end(), [&](const quern_tensor& t) { return input.name == t.name; });
    if (found == given.end()) throw InputError("input \"" + input.name + "\" is missing");
    inputs.push_back(&*found);
  }
  const bmodel::Stage& stage = stage_for(inputs);

  std::vector<Blob> data, results;
  std::vector<void*> input_pointers, output_pointers;
  std::vector<VendorShape> input_shapes;
  const auto pointer = [](const Blob& blob) {
    return const_cast<void*>(static_cast<const void*>(blob.data()));
  };
  for (size_t i = 0; i < inputs.size(); ++i) {
    data.push_back(to_program(*inputs[i], stage.inputs[i]));
    input_pointers.push_back(pointer(data.back()));
    input_shapes.push_back(vendor_shape(stage.inputs[i].shape()));
  }
  for (const bmodel::Tensor& output : stage.outputs) {
    results.push_back(
        Blob::allocate(size_t(element_count(output.shape())) * size_of(host_type(output.type))));
    output_pointers.push_back(pointer(results.back()));
  }
  const std::vector<VendorShape> shapes =
      device_.launch(net_.name, input_pointers, input_shapes, output_pointers);
  for (size_t i = 0; i < results.size(); ++i) {
    const Shape shape = shape_of(shapes[i]);
    const size_t size = size_t(element_count(shape)) * size_of(host_type(stage.outputs[i].type));
    if (size > results[i].size())
      throw Error(QUERN_ERROR_IO, "the device returned " + to_string(shape) + " for \"" +
                                      stage.outputs[i].name + "\", more than the program says");
    const Tensor result = to_host(results[i], shape, stage.outputs[i], options_.raw);
    hand_over(outputs, result.name, result.type, result.dims, result.blob.data(), result.byte_size());
  }
}

}  // namespace quern::sophon
