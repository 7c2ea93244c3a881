#include "model_maker.hpp"

#include <cstring>
#include <random>

#include "bmodel/read.hpp"
#include "bmodel/write.hpp"
#include "isa/instruction.hpp"

namespace quern::bmodel::test {
namespace {

constexpr uint64_t kPage = 4096;

Tensor tensor(const std::string& name, DataType type, StoreMode mode, Shape shape, uint64_t address) {
  Tensor t;
  t.name = name;
  t.type = type;
  t.store_mode = mode;
  t.address = address;
  t.shapes = {std::move(shape)};
  t.size = bytes_of(t);
  return t;
}

// Copies one row of the context to local memory, `bdc` times adds to it, and copies it back `gdma` - 1 times;
// `gdma` - 1 = 0 leaves that out, and `gdma` = 0 both copies.
CommandGroup group(uint32_t bdc, uint32_t gdma, uint64_t context) {
  using namespace bm1684;
  const LocalAddress place{3, 0x400};
  const Dims dims{1, 1, 2, 16};
  const Strides strides{32, 32, 16, 1};
  const Endpoint system{context, dims, strides}, local = Endpoint::local(place, dims, strides);
  std::string bd_stream, gdma_stream;
  const auto append = [](std::string& stream, const auto& command) {
    stream.append(reinterpret_cast<const char*>(command.bytes().data()), command.bytes().size());
  };
  for (uint32_t i = 0; i < bdc; ++i) {
    Arithmetic add;
    add.dims = dims;
    add.a = add.y = in_local(place);
    add.b = constant(float(i + 1));
    append(bd_stream, encode(add, {uint16_t(i + 1), uint16_t(gdma > 0 ? 1 : 0)}));
  }
  for (uint32_t i = 0; i < gdma; ++i) {
    const GdmaCopy load{Direction::S2L, Format::F32, system, local};
    const GdmaCopy store{Direction::L2S, Format::F32, local, system};
    append(gdma_stream, encode(i == 0 ? load : store, {uint16_t(i + 1), uint16_t(i == 0 ? 0 : bdc)}));
  }
  return {bdc, gdma, bytes(bd_stream), bytes(gdma_stream)};
}

Coefficients coefficients(uint32_t seed) {
  Coefficients c;
  c.address = kArenaBegin;
  c.data = noise(1000, seed);
  c.ranges = {{"conv", 0, 600}, {"fc", 600, 400}};
  return c;
}

// The last part of "detect": a switch, a merge and an operation on the CPU.
void add_cpu_part(Stage& stage) {
  Subnet choose, cpu, merge;
  choose.mode = SubnetMode::Switch;
  choose.id = 1;
  choose.next = {2, -1};
  choose.switch_from = {0, 0};
  choose.switch_branch = {0, 1};
  cpu.mode = SubnetMode::Cpu;
  cpu.id = 2;
  cpu.next = {3};
  cpu.operations = {{6, bytes("threshold"), {{"anchors", noise(64, 9), {1, 2, 3}}}, 1}};
  cpu.inputs = stage.outputs;
  cpu.inputs[0].memory_type = kUsedByTpu | kUsedByCpu;
  cpu.inputs[0].cpu_address = 256;
  merge.mode = SubnetMode::Merge;
  merge.id = 3;
  merge.merge_from = {{0, 1}, {2}};
  merge.is_dynamic = 1;
  merge.n_dynamic = 1;
  merge.h_w_dynamic = 1;
  merge.ir_offset = 4;
  merge.ir_size = 12;
  stage.subnets[0].next = {1};
  for (const Subnet& subnet : {choose, cpu, merge}) stage.subnets.push_back(subnet);
}

Net detector() {
  Stage stage;
  stage.context_address = kArenaBegin + 2 * kPage;
  stage.context_sizes = {kPage, 4 * kPage};
  stage.coefficients = coefficients(3);
  stage.inputs = {tensor("image", DataType::Float32, StoreMode::OneN, {1, 3, 8, 8}, stage.context_address),
                  tensor("size", DataType::Int32, StoreMode::OneN, {2}, stage.context_address + 768)};
  stage.outputs = {
      tensor("boxes", DataType::Float32, StoreMode::OneN, {1, 1, 5, 7}, stage.context_address + kPage)};
  stage.inputs[0].pad_h = 1 << 16 | 2;
  stage.outputs[0].zero_point = -3;
  stage.outputs[0].hidden = 2;
  stage.outputs[0].index = 1;
  stage.groups = {group(2, 3, stage.context_address), group(1, 0, 0)};
  add_tpu_subnet(stage);
  add_cpu_part(stage);
  stage.dynamic_ranges = {{12, 64, 8, 32, 4}};
  stage.dynamic_code = noise(16, 40);
  stage.cpu_memory_size = 4096;
  stage.profile = bytes("profile");
  stage.statistics = bytes("statistics");
  stage.tensor_locations = bytes("locations");
  stage.core_count = 1;
  Net net;
  net.name = "detect";
  net.stages = {stage};
  return net;
}

}  // namespace

Binary bytes(const std::string& text) {
  Binary blob = Binary::allocate(text.size());
  std::memcpy(const_cast<std::byte*>(blob.data()), text.data(), text.size());
  return blob;
}

Binary noise(size_t size, uint32_t seed) {
  std::mt19937 random(seed);
  std::string text(size, '\0');
  for (char& c : text) c = char(random());
  return bytes(text);
}

Model classifier(int64_t batch, uint32_t weights) {
  Stage stage;
  stage.context_address = kArenaBegin + kPage;
  stage.context_size = 4 * kPage;
  stage.coefficients = coefficients(weights);
  const Shape image{batch, 3, 4, 4}, scores{batch, 10};
  stage.inputs = {tensor("data", DataType::Int8, StoreMode::FourN, image, stage.context_address)};
  stage.outputs = {
      tensor("scores", DataType::Float32, StoreMode::OneN, scores, stage.context_address + kPage)};
  stage.inputs[0].scale = 127.9867f;
  stage.outputs[0].scale = 0.0078125f;
  stage.groups = {group(uint32_t(batch), 2, stage.context_address)};
  add_tpu_subnet(stage);
  Model model;
  model.nets = {{"classify", {stage}, {}, 0}};
  return model;
}

Model two_nets() {
  Model model = classifier(1);
  model.nets[0].stages.push_back(classifier(4).nets[0].stages[0]);
  model.nets.push_back(detector());
  model.kernel_module = Module{"kernel.so", bytes("firmware")};
  model.cpu_module = Module{"cpuop.so", bytes("host code")};
  model.nets[1].cascade = Cascade{1, 2, "whole"};
  model.device_count = 1;
  return model;
}

std::string file_of(const Model& model) {
  std::string file;
  write(model, [&](const void* data, size_t size) { file.append(static_cast<const char*>(data), size); });
  return file;
}

Model read_text(const std::string& file) { return read(bytes(file), "test.bmodel"); }

}  // namespace quern::bmodel::test
