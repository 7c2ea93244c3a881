#include "bmodel/facts.hpp"

#include <concepts>
#include <cstdio>

#include "bmodel/sha256.hpp"

namespace quern::bmodel {
namespace {

class Collector {
 public:
  std::vector<Fact> facts;

  void model(const Model& model);

 private:
  void net(const Net& net);
  void stage(const std::string& place, const Stage& stage);
  void subnet(const std::string& place, const Subnet& subnet);
  void tensors(const std::string& place, const char* what, const std::vector<Tensor>& tensors);
  void groups(const std::string& place, const std::vector<CommandGroup>& groups);
  void coefficients(const std::string& place, const Coefficients& coefficients);
  void module(const char* what, const std::optional<Module>& module);

  void add(const std::string& place, std::string value) { facts.emplace_back(place, std::move(value)); }
  void add(const std::string& place, const char* value) { facts.emplace_back(place, value); }
  void add(const std::string& place, const Binary& data);
  void add(const std::string& place, std::integral auto value) { add(place, std::to_string(value)); }
  void add(const std::string& place, float value) {
    char text[32];
    std::snprintf(text, sizeof(text), "%.9g", double(value));
    add(place, text);
  }
  template <class Number>
  void add(const std::string& place, const std::vector<Number>& values) {
    std::string text;
    for (const Number value : values) text += (text.empty() ? "" : " ") + std::to_string(value);
    add(place, text);
  }
};

void Collector::add(const std::string& place, const Binary& data) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text = std::to_string(data.size()) + " bytes";
  if (data.size()) text += ", SHA-256 ";
  if (data.size())
    for (const uint8_t byte : sha256(data)) (text += digits[byte >> 4]) += digits[byte & 15];
  add(place, text);
}

void Collector::model(const Model& model) {
  add("type", model.type);
  add("version", model.version);
  add("chip", model.chip);
  add("devices", model.device_count);
  module("kernel module", model.kernel_module);
  module("CPU module", model.cpu_module);
  for (const Net& n : model.nets) net(n);
}

void Collector::module(const char* what, const std::optional<Module>& module) {
  if (!module) return;
  add(what, module->file_name);
  add(std::string(what) + ", data", module->data);
}

void Collector::net(const Net& net) {
  const std::string place = "net \"" + net.name + "\"";
  add(place + ", stages", net.stages.size());
  add(place + ", address mode", net.address_mode);
  if (net.cascade)
    add(place + ", cascade", std::to_string(net.cascade->device) + " " + std::to_string(net.cascade->step) +
                                 " " + net.cascade->main_name);
  for (size_t i = 0; i < net.stages.size(); ++i) stage(place + ", stage " + std::to_string(i), net.stages[i]);
}

void Collector::stage(const std::string& place, const Stage& stage) {
  tensors(place, "input", stage.inputs);
  tensors(place, "output", stage.outputs);
  add(place + ", context address", stage.context_address);
  add(place + ", context size", stage.context_size);
  add(place + ", context blocks", stage.context_sizes);
  if (stage.coefficients) coefficients(place + ", coefficients", *stage.coefficients);
  add(place + ", dynamic", std::vector{stage.is_dynamic, stage.n_dynamic, stage.h_w_dynamic});
  groups(place, stage.groups);
  add(place + ", subnets", stage.subnets.size());
  for (size_t i = 0; i < stage.subnets.size(); ++i)
    subnet(place + ", subnet " + std::to_string(i), stage.subnets[i]);
  for (const DynamicRange& range : stage.dynamic_ranges)
    add(place + ", dynamic range " + std::to_string(&range - stage.dynamic_ranges.data()),
        std::vector<int64_t>{range.ir_info_size, range.height_high, range.height_low, range.width_high,
                             range.width_low});
  add(place + ", dynamic code", stage.dynamic_code);
  add(place + ", CPU memory", stage.cpu_memory_size);
  add(place + ", profile", stage.profile);
  add(place + ", statistics", stage.statistics);
  add(place + ", tensor locations", stage.tensor_locations);
  add(place + ", cores", stage.core_count);
  add(place + ", memory of inputs and outputs", std::vector{stage.io_address, stage.io_size});
}

void Collector::subnet(const std::string& place, const Subnet& subnet) {
  add(place + ", id", subnet.id);
  add(place + ", mode", std::string(name_of(subnet.mode)));
  groups(place, subnet.groups);
  for (size_t i = 0; i < subnet.operations.size(); ++i) {
    const CpuOperation& operation = subnet.operations[i];
    const std::string name = place + ", operation " + std::to_string(i);
    add(name, std::vector{operation.operation, operation.is_custom});
    add(name + ", parameters", operation.parameters);
    for (const CpuConstant& constant : operation.constants)
      add(name + ", constant \"" + constant.name + "\"", constant.data);
  }
  tensors(place, "input", subnet.inputs);
  tensors(place, "output", subnet.outputs);
  add(place + ", dynamic", std::vector{subnet.is_dynamic, subnet.n_dynamic, subnet.h_w_dynamic});
  add(place + ", dynamic code", std::vector{subnet.ir_offset, subnet.ir_size});
  add(place + ", next", subnet.next);
  for (const std::vector<int32_t>& from : subnet.merge_from)
    add(place + ", merge " + std::to_string(&from - subnet.merge_from.data()), from);
  add(place + ", switch", subnet.switch_from);
  add(place + ", branches", subnet.switch_branch);
}

void Collector::tensors(const std::string& place, const char* what, const std::vector<Tensor>& tensors) {
  std::string names;
  for (const Tensor& tensor : tensors) {
    names += (names.empty() ? "" : ", ") + tensor.name;
    const std::string name = place + ", " + what + " \"" + tensor.name + "\"";
    std::string shapes;
    for (const Shape& shape : tensor.shapes) shapes += (shapes.empty() ? "" : ", ") + to_string(shape);
    add(name + ", shape", shapes);
    add(name + ", type", std::string(name_of(tensor.type)));
    add(name + ", store mode", std::string(name_of(tensor.store_mode)));
    add(name + ", address", tensor.address);
    add(name + ", size", tensor.size);
    add(name + ", memory type", tensor.memory_type);
    add(name + ", scale", tensor.scale);
    add(name + ", zero point", tensor.zero_point);
    add(name + ", CPU address", tensor.cpu_address);
    add(name + ", padding", tensor.pad_h);
    add(name + ", hidden and index", std::vector{tensor.hidden, tensor.index});
  }
  add(place + ", " + what + "s", names);
}

void Collector::groups(const std::string& place, const std::vector<CommandGroup>& groups) {
  for (size_t i = 0; i < groups.size(); ++i) {
    const std::string name = place + ", group " + std::to_string(i);
    add(name + ", BDC commands", groups[i].bdc);
    add(name + ", GDMA commands", groups[i].gdma);
  }
}

void Collector::coefficients(const std::string& place, const Coefficients& coefficients) {
  add(place + ", address", coefficients.address);
  add(place + ", data", coefficients.data);
  add(place + ", stored SHA-256", coefficients.sha256);
  for (const CoefficientRange& range : coefficients.ranges)
    add(place + ", \"" + range.name + "\"", std::vector{range.offset, range.size});
}

}  // namespace

std::vector<Fact> facts(const Model& model) {
  Collector collector;
  collector.model(model);
  return collector.facts;
}

}  // namespace quern::bmodel
