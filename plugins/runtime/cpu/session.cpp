#include "session.hpp"

#include <algorithm>
#include <cstring>

#include "parallel.hpp"
#include "steps/dnnl_step.hpp"
#include "strided_copy.hpp"
#include "tensor_view.hpp"

namespace quern::cpu {
namespace {

std::string text_of(DataType type, const Shape& shape) {
  return std::string(name_of(type)) + " " + to_string(shape);
}

// The last word of several: what was given, and what would fit.
[[noreturn]] void reject(const std::string& input, const std::string& expected, const std::string& given) {
  throw InputError("input \"" + input + "\" must be " + expected + ", but " + given + " was given");
}

quern_tensor described(const ValueInfo& info, const Shape& shape) {
  return {
      sizeof(quern_tensor), int32_t(info.type), info.name.c_str(), shape.data(), shape.size(), nullptr, 0};
}

}  // namespace

Session::Session(Model model, const PlanOptions& options)
    : options_(options), model_(std::move(model)), stream_(cpu_engine()) {
  // oneDNN cuts its work for the number of threads at hand when a primitive is made.
  const ThreadScope threads(options_.threads);
  plan_ = Planner(model_.graph, options_).build();
  allocate_memory(plan_);
}

void Session::describe(const quern_tensor_sink& inputs, const quern_tensor_sink& outputs) const {
  const auto add = [](const quern_tensor_sink& sink, const ValueInfo& declared, const Value& value) {
    ValueInfo info = declared;
    info.type = value.type;
    const Shape shape = value.is_static() ? value.shape : declared.shape.value_or(Shape{});
    const quern_tensor tensor = described(info, shape);
    sink.add(sink.context, &tensor);
  };
  for (size_t i = 0; i < plan_.inputs.size(); ++i) add(inputs, model_.graph.inputs[i], *plan_.inputs[i]);
  for (size_t i = 0; i < plan_.outputs.size(); ++i) add(outputs, model_.graph.outputs[i], *plan_.outputs[i]);
}

void Session::set_input(const ValueInfo& declared, Value& value, std::span<const quern_tensor> given) const {
  const auto it = std::find_if(given.begin(), given.end(),
                               [&](const quern_tensor& t) { return declared.name == t.name; });
  const Shape expected = value.is_static() ? value.shape : declared.shape.value_or(Shape{});
  if (it == given.end()) reject(declared.name, text_of(value.type, expected), "nothing");
  const auto type = DataType(it->data_type);
  const Shape shape(it->dims, it->dims + it->rank);
  bool fits = type == value.type && is_static(shape) && size_of(type) != 0;
  if (value.is_static())
    fits = fits && shape == value.shape;
  else if (declared.shape) {
    fits = fits && shape.size() == expected.size();
    for (size_t i = 0; fits && i < shape.size(); ++i) fits = expected[i] < 0 || expected[i] == shape[i];
  }
  if (!fits) reject(declared.name, text_of(value.type, expected), text_of(type, shape));
  const size_t size = size_t(element_count(shape)) * size_of(type);
  if (it->size != size)
    reject(declared.name, std::to_string(size) + " bytes of " + text_of(type, shape),
           std::to_string(it->size) + " bytes");

  const auto* bytes = static_cast<const std::byte*>(it->data);
  if (value.is_static()) {
    StridedCopy(shape, strides_of(shape), physical_strides(shape, value.order), size_of(type))
        .run(bytes, value.data);
  } else {
    value.tensor = Tensor(type, shape);
    std::memcpy(const_cast<std::byte*>(value.tensor.blob.data()), bytes, size);
  }
}

void Session::run(std::span<const quern_tensor> inputs, const quern_tensor_sink& outputs,
                  const quern_tensor_sink* observer) {
  const ThreadScope threads(options_.threads);
  for (size_t i = 0; i < plan_.inputs.size(); ++i)
    set_input(model_.graph.inputs[i], *plan_.inputs[i], inputs);
  RunContext context{stream_, observer};
  for (const auto& step : plan_.steps) step->run(context);
  for (size_t i = 0; i < plan_.outputs.size(); ++i) {
    const quern_tensor tensor = view_of(model_.graph.outputs[i].name, *plan_.outputs[i]);
    outputs.add(outputs.context, &tensor);
  }
}

}  // namespace quern::cpu
