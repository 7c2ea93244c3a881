#include <algorithm>
#include <cstdio>
#include <set>

#include "bmodel/sha256.hpp"
#include "bmodel/verify_stage.hpp"

namespace quern::bmodel {
namespace {

std::string hex(uint64_t address) {
  char text[24];
  std::snprintf(text, sizeof(text), "0x%llx", static_cast<unsigned long long>(address));
  return text;
}

bool lies_within(const Tensor& tensor, uint64_t begin, uint64_t size) {
  return tensor.address >= begin && tensor.address - begin <= size &&
         tensor.size <= size - (tensor.address - begin);
}

}  // namespace

void verify_memory(const Net& net, const Stage& stage, const Report& report) {
  const uint64_t size = context_bytes(stage);
  if (stage.context_address < kArenaBegin)
    report("context", "it begins at " + hex(stage.context_address) + ", below " + hex(kArenaBegin) +
                          ", where the runtime does not move addresses");
  const uint64_t begin = net.address_mode == 0 ? stage.context_address : stage.io_address;
  const uint64_t bytes = net.address_mode == 0 ? size : stage.io_size;
  for (const std::vector<Tensor>* tensors : {&stage.inputs, &stage.outputs})
    for (const Tensor& tensor : *tensors)
      if (tensor.memory_type != kUsedByCpu && !lies_within(tensor, begin, bytes))
        report("tensor \"" + tensor.name + "\"",
               std::to_string(tensor.size) + " bytes at " + hex(tensor.address) + " lie outside of the " +
                   std::to_string(bytes) + " bytes at " + hex(begin) + " for inputs and outputs");
  if (!stage.coefficients || stage.coefficients->data.size() == 0) return;
  const Coefficients& coefficients = *stage.coefficients;
  if (coefficients.address < kArenaBegin ||
      coefficients.address + coefficients.data.size() > stage.context_address)
    report("coefficients", std::to_string(coefficients.data.size()) + " bytes at " +
                               hex(coefficients.address) + " do not lie between " + hex(kArenaBegin) +
                               " and the context at " + hex(stage.context_address));
}

void verify_coefficients(const Coefficients& coefficients, const Report& report) {
  const Digest digest = sha256(coefficients.data);
  if (coefficients.sha256.empty())
    report("coefficients", "the SHA-256 is missing");
  else if (!std::equal(digest.begin(), digest.end(), coefficients.sha256.begin(), coefficients.sha256.end()))
    report("coefficients", "the SHA-256 is not that of the data: the file was damaged");
  for (const CoefficientRange& range : coefficients.ranges)
    if (range.offset > coefficients.data.size() || range.size > coefficients.data.size() - range.offset)
      report("coefficients", "the range of \"" + range.name + "\" ends behind their end");
}

void verify_tensors(const std::vector<Tensor>& tensors, const Report& report) {
  std::set<std::string> names;
  for (const Tensor& tensor : tensors) {
    const std::string part = "tensor \"" + tensor.name + "\"";
    if (!names.insert(tensor.name).second) report(part, "another one has the same name");
    try {
      if (tensor.size < bytes_of(tensor))
        report(part, "it has " + std::to_string(tensor.size) + " bytes, its shape " +
                         to_string(tensor.shape()) + " needs " + std::to_string(bytes_of(tensor)));
    } catch (const Error& e) {
      report(part, e.what());
    }
  }
}

}  // namespace quern::bmodel
