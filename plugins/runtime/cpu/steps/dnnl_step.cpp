#include "dnnl_step.hpp"

#include "parallel.hpp"
#include "planner.hpp"

namespace quern::cpu {

using dnnl::memory;

const dnnl::engine& cpu_engine() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

memory::data_type dnnl_type(DataType type) {
  switch (type) {
    case DataType::Float:
      return memory::data_type::f32;
    case DataType::Int8:
      return memory::data_type::s8;
    case DataType::Uint8:
      return memory::data_type::u8;
    case DataType::Int32:
      return memory::data_type::s32;
    default:
      throw UnsupportedError(std::string("oneDNN has no element type ") + name_of(type));
  }
}

memory::desc dnnl_desc(const Value& value) {
  return {value.shape, dnnl_type(value.type), physical_strides(value.shape, value.order)};
}

memory::desc dnnl_channels_last(const Shape& shape) {
  constexpr memory::format_tag tags[] = {memory::format_tag::nwc, memory::format_tag::nhwc,
                                         memory::format_tag::ndhwc};
  return {shape, memory::data_type::f32, tags[shape.size() - 3]};
}

dnnl::primitive_attr dnnl_attributes() {
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return attributes;
}

memory dnnl_packed(const memory::desc& from, const void* data, const memory::desc& to) {
  memory source(from, cpu_engine(), const_cast<void*>(data));
  memory target(to, cpu_engine());
  dnnl::stream stream(cpu_engine());
  dnnl::reorder(source, target).execute(stream, source, target);
  stream.wait();
  return target;
}

void DnnlStep::read(int argument, Value& value, const memory::desc& desc) {
  reads.push_back(&value);
  bound_.push_back({argument, &value, desc});
}

void DnnlStep::write(int argument, Value& value, const memory::desc& desc) {
  writes.push_back(&value);
  bound_.push_back({argument, &value, desc});
}

void DnnlStep::use_scratch(Planner& planner, const memory::desc& desc) {
  if (desc.get_size() > 0) write(DNNL_ARG_SCRATCHPAD, planner.scratch(desc.get_size()), desc);
}

void DnnlStep::run(RunContext& context) {
  if (one_thread_) {
    const ThreadScope one_thread(1);
    primitive_.execute(context.stream, arguments_);
  } else {
    primitive_.execute(context.stream, arguments_);
  }
}

void DnnlStep::bind() {
  for (const Bound& bound : bound_)
    arguments_.insert_or_assign(bound.argument, memory(bound.desc, cpu_engine(), bound.value->data));
}

}  // namespace quern::cpu
