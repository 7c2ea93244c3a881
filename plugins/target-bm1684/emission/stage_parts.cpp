#include "emission/stage_parts.hpp"

#include <cstring>
#include <limits>

#include <quern/onnx/write.hpp>

#include "emission/synchronise.hpp"

namespace quern::bm1684 {
namespace {

Blob blob_of(const void* data, size_t size) {
  Blob blob = Blob::allocate(size);
  if (size > 0) std::memcpy(const_cast<std::byte*>(blob.data()), data, size);
  return blob;
}

template <class Command>
Blob bytes_of_commands(const std::vector<Command>& commands) {
  return blob_of(commands.data(), commands.size() * sizeof(Command));
}

std::string name_of_part(const NetworkPart& part) {
  if (const LayerPtr* layer = std::get_if<LayerPtr>(&part)) return (*layer)->name;
  if (const SystemCopy* copy = std::get_if<SystemCopy>(&part)) return copy->name;
  return std::get<HostPart>(part).name;
}

bmodel::DataType type_of(Element element) {
  switch (element) {
    case Element::F32:
      return bmodel::DataType::Float32;
    case Element::I8:
      return bmodel::DataType::Int8;
    case Element::U8:
      return bmodel::DataType::Uint8;
    case Element::I16:
      return bmodel::DataType::Int16;
    case Element::I32:
      return bmodel::DataType::Int32;
  }
  return bmodel::DataType::Float32;
}

}  // namespace

StageParts::StageParts(const Network& network, const DeviceMemory& memory, bmodel::Stage& stage)
    : network_(&network), stage_(&stage) {
  stage.context_address = memory.context_address;
  stage.context_size = memory.context_bytes;
  add_coefficients(memory);
  for (const NetworkPart& part : network.parts) names_.push_back(name_of_part(part));
  const auto add = [&](std::vector<bmodel::Tensor>& list, const std::vector<int>& tensors,
                       const std::vector<float>& scales) {
    for (size_t i = 0; i < tensors.size(); ++i) {
      list.push_back(tensor(tensors[i], network.tensors[size_t(tensors[i])].name));
      list.back().scale = scales[i];
    }
  };
  add(stage.inputs, network.inputs, network.input_scales);
  add(stage.outputs, network.outputs, network.output_scales);
}

void StageParts::add_coefficients(const DeviceMemory& memory) {
  if (memory.coefficient_bytes == 0) return;
  bmodel::Coefficients all;
  all.address = kArenaBase;
  all.data = Blob::allocate(memory.coefficient_bytes);
  for (const Storage& s : network_->storages)
    if (s.is_coefficient() && s.address != 0)
      std::memcpy(const_cast<std::byte*>(all.data.data()) + (s.address - kArenaBase), s.data.data(),
                  s.data.size());
  stage_->coefficients = std::move(all);
}

bmodel::Tensor StageParts::tensor(int number, const std::string& name) const {
  const ChipTensor& t = network_->tensors[size_t(number)];
  bmodel::Tensor result;
  result.name = name;
  result.type = type_of(t.element);
  result.store_mode = is_byte(t.element) ? bmodel::StoreMode::FourN : bmodel::StoreMode::OneN;
  result.address = network_->storages[size_t(t.storage)].address + uint64_t(t.offset) * 4;
  result.size = uint64_t(element_count(word_shape(t.shape, t.element))) * 4;
  result.shapes = {t.shape.empty() ? Shape{1} : t.shape};
  result.memory_type = bmodel::kUsedByTpu;
  return result;
}

void StageParts::add_chip(const std::vector<Recorded>& instructions) {
  if (instructions.empty()) return;
  bmodel::Subnet subnet;
  subnet.mode = bmodel::SubnetMode::Tpu;
  const std::vector<Commands> groups = synchronise(instructions);
  const std::vector<LayerCommands> layers = layer_commands(groups, stage_->groups.size(), names_);
  layers_.insert(layers_.end(), layers.begin(), layers.end());
  for (const Commands& commands : groups) {
    bmodel::CommandGroup group;
    group.bdc_count = uint32_t(commands.bd.size());
    group.gdma_count = uint32_t(commands.gdma.size());
    group.bdc = bytes_of_commands(commands.bd);
    group.gdma = bytes_of_commands(commands.gdma);
    subnet.groups.push_back(group);
    stage_->groups.push_back(group);
  }
  subnet.inputs = stage_->inputs;
  subnet.outputs = stage_->outputs;
  stage_->subnets.push_back(std::move(subnet));
}

void StageParts::add_host(const HostPart& part) {
  bmodel::Subnet subnet;
  subnet.mode = bmodel::SubnetMode::Cpu;
  for (size_t i = 0; i < part.inputs.size(); ++i)
    subnet.inputs.push_back(tensor(part.inputs[i], part.graph.inputs[i].name));
  for (size_t i = 0; i < part.outputs.size(); ++i)
    subnet.outputs.push_back(tensor(part.outputs[i], part.graph.outputs[i].name));
  for (auto* list : {&subnet.inputs, &subnet.outputs})
    for (bmodel::Tensor& t : *list) t.memory_type = bmodel::kUsedByTpu | bmodel::kUsedByCpu;
  Model model;
  model.opsets = canonical_opsets();
  model.producer_name = "quern target-bm1684";
  model.graph = part.graph;
  model.graph.name = part.name;
  std::string bytes;
  onnx_writer::write_model(
      model, "",
      [&](const std::string&, const void* data, size_t size) {
        bytes.assign(static_cast<const char*>(data), size);
      },
      std::numeric_limits<size_t>::max());
  bmodel::CpuOperation operation;
  operation.operation = bmodel::kGraphOperation;
  operation.is_custom = 1;
  operation.parameters = blob_of(bytes.data(), bytes.size());
  subnet.operations.push_back(std::move(operation));
  stage_->subnets.push_back(std::move(subnet));
}

void StageParts::finish() {
  const std::string table = write_layer_table(layers_);
  stage_->statistics = blob_of(table.data(), table.size());
  for (size_t i = 0; i < stage_->subnets.size(); ++i) {
    bmodel::Subnet& subnet = stage_->subnets[i];
    subnet.id = int32_t(i);
    if (i + 1 < stage_->subnets.size()) subnet.next = {int32_t(i) + 1};
  }
}

}  // namespace quern::bm1684
