// A oneDNN primitive as a step.
#pragma once

#include <dnnl.hpp>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "step.hpp"

namespace quern::cpu {

class Planner;

// The one CPU engine of the process.
const dnnl::engine& cpu_engine();

// A descriptor of a value's memory: its logical axes with the strides of its order.
dnnl::memory::desc dnnl_desc(const Value& value);
dnnl::memory::data_type dnnl_type(DataType type);

// A dense descriptor of rank 3 to 5 feature maps (NWC, NHWC, NDHWC) of float32.
dnnl::memory::desc dnnl_channels_last(const Shape& shape);

// The primitive attributes that all steps use: scratch memory comes from the arena.
dnnl::primitive_attr dnnl_attributes();

// Whether oneDNN has only its plain loops for this primitive, which are very slow.
template <class PrimitiveDescriptor>
bool is_reference(const PrimitiveDescriptor& descriptor) {
  return std::string_view(descriptor.impl_info_str()).find("ref") != std::string_view::npos;
}

// A constant copied into the format that a primitive wants.
dnnl::memory dnnl_packed(const dnnl::memory::desc& from, const void* data, const dnnl::memory::desc& to);

class DnnlStep : public Step {
 public:
  explicit DnnlStep(dnnl::primitive primitive) : primitive_(std::move(primitive)) {}

  void read(int argument, Value& value, const dnnl::memory::desc& desc);
  void write(int argument, Value& value, const dnnl::memory::desc& desc);
  void own(int argument, dnnl::memory memory) { arguments_.insert_or_assign(argument, std::move(memory)); }
  // To be called after the output was added: scratch memory is a further write.
  void use_scratch(Planner& planner, const dnnl::memory::desc& desc);
  // For primitives whose results depend on the number of threads.
  void run_on_one_thread() { one_thread_ = true; }

  void bind() override;
  void run(RunContext& context) override;

 private:
  struct Bound {
    int argument;
    Value* value;
    dnnl::memory::desc desc;
  };
  dnnl::primitive primitive_;
  std::vector<Bound> bound_;
  std::unordered_map<int, dnnl::memory> arguments_;
  bool one_thread_ = false;
};

}  // namespace quern::cpu
