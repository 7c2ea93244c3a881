#include "small_program.hpp"

#include <cstring>
#include <fstream>
#include <gtest/gtest.h>

#include "bmodel/write.hpp"

namespace quern::bm1684::test {
namespace {

bmodel::Binary binary(const std::vector<uint8_t>& bytes) {
  const Blob blob = Blob::allocate(bytes.size());
  if (!bytes.empty()) std::memcpy(const_cast<std::byte*>(blob.data()), bytes.data(), bytes.size());
  return blob;
}

template <class Command>
void append(std::vector<uint8_t>& to, const Command& command) {
  to.insert(to.end(), command.bytes().begin(), command.bytes().end());
}

bmodel::Tensor tensor_at(const std::string& name, uint64_t address) {
  bmodel::Tensor tensor;
  tensor.name = name;
  tensor.address = address;
  tensor.shapes = {{1, 64, 4, 8}};
  tensor.size = 64 * 4 * 8 * 4;
  return tensor;
}

}  // namespace

SmallProgram::SmallProgram() : input(tensor_at("x", kInput)), output(tensor_at("y", kOutput)), groups_(1) {}

SmallProgram& SmallProgram::bd(const BdInstruction& instruction, uint16_t wait) {
  std::vector<uint8_t>& queue = groups_.back().bd;
  append(queue, encode(instruction, {uint16_t(queue.size() / kCommandBytes + 1), wait}));
  return *this;
}

SmallProgram& SmallProgram::gdma(const GdmaInstruction& instruction, uint16_t wait) {
  std::vector<uint8_t>& queue = groups_.back().gdma;
  append(queue, encode(instruction, {uint16_t(queue.size() / kCommandBytes + 1), wait}));
  return *this;
}

SmallProgram& SmallProgram::next_group() {
  groups_.emplace_back();
  return *this;
}

SmallProgram& SmallProgram::coefficients(std::vector<uint8_t> bytes) {
  coefficients_ = std::move(bytes);
  return *this;
}

bmodel::Stage SmallProgram::stage() const {
  bmodel::Stage stage;
  stage.inputs = {input};
  stage.outputs = {output};
  stage.context_address = kContext;
  stage.context_size = kContextBytes;
  stage.coefficients.emplace();
  stage.coefficients->address = kCoefficients;
  stage.coefficients->data = binary(coefficients_);
  for (const Commands& group : groups_)
    stage.groups.push_back({uint32_t(group.bd.size() / kCommandBytes),
                            uint32_t(group.gdma.size() / kCommandBytes), binary(group.bd),
                            binary(group.gdma)});
  bmodel::add_tpu_subnet(stage);
  return stage;
}

bmodel::Net SmallProgram::net(const std::string& name) const {
  bmodel::Net net;
  net.name = name;
  net.stages = {stage()};
  return net;
}

std::filesystem::path write_program(const std::vector<bmodel::Net>& nets, const std::string& file) {
  bmodel::Model model;
  model.nets = nets;
  const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / file;
  std::ofstream stream(path, std::ios::binary);
  bmodel::write(model, [&](const void* data, size_t size) {
    stream.write(static_cast<const char*>(data), std::streamsize(size));
  });
  return path;
}

std::filesystem::path write_program(const SmallProgram& program, const std::string& file) {
  return write_program(std::vector{program.net()}, file);
}

GdmaCopy load(uint64_t from, LocalAddress to, const Dims& d) {
  const auto plane = uint32_t(d.h * d.w);
  return {Direction::S2L,
          Format::F32,
          {from, d, {plane * uint32_t(d.c), plane, uint32_t(d.w), 1}},
          Endpoint::local(to, d, aligned_strides(d, to.lane))};
}

GdmaCopy save(LocalAddress from, uint64_t to, const Dims& d) {
  GdmaCopy copy = load(to, from, d);
  std::swap(copy.source, copy.target);
  copy.direction = Direction::L2S;
  return copy;
}

Scalar add_constant(LocalAddress x, LocalAddress y, const Dims& dims, float value) {
  return {Scalar::Kind::Add, dims, in_local(x), constant(value), in_local(y), false};
}

}  // namespace quern::bm1684::test
