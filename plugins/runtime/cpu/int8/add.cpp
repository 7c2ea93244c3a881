#include <cstdlib>

#include "add_kernels.hpp"
#include "elementwise.hpp"
#include "number_checks.hpp"
#include "pieces.hpp"

namespace quern::cpu::int8 {
namespace {

std::vector<Shape> dims_of(const std::vector<AddInput>& inputs) {
  std::vector<Shape> dims;
  for (const AddInput& input : inputs) dims.push_back(input.dims);
  return dims;
}

}  // namespace

Add::Add(std::vector<AddInput> inputs, bool relu, Isa isa)
    : inputs_(std::move(inputs)), loops_(dims_of(inputs_)), relu_(relu), isa_(isa) {
  if (inputs_.empty()) throw InputError("an integer sum has no inputs");
  if (inputs_.size() > kMaxInputs)
    throw UnsupportedError("an integer sum has more than " + std::to_string(kMaxInputs) + " inputs", {},
                           "split it into several");
  for (const AddInput& input : inputs_) {
    check_multiplier(input.multiplier);
    check_rshift(input.rshift);
    if (std::abs(input.multiplier) > kMaxAddMultiplier) isa_ = Isa::Scalar;  // products leave 16 bits
  }
}

void Add::run(std::span<const void* const> inputs, void* y) const {
  const AddKernel kernel = add_kernel(isa_);
  for_each_piece(loops_, [&](int64_t outer, int64_t begin, int64_t end) {
    AddTerm terms[kMaxInputs];
    uint8_t repeated[kMaxInputs][kRepeatedPiece];
    for (size_t i = 0; i < inputs_.size(); ++i) {
      const uint8_t* const x = piece_of(loops_, i, inputs[i], outer, begin, end, repeated[i]);
      terms[i] = {x, inputs_[i].is_signed, inputs_[i].multiplier, inputs_[i].rshift};
    }
    kernel(terms, int64_t(inputs_.size()), static_cast<uint8_t*>(y) + outer * loops_.inner() + begin, relu_,
           end - begin);
  });
}

}  // namespace quern::cpu::int8
