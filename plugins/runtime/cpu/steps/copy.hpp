// Moves elements: changes of layout and everything that is made of strided boxes.
#pragma once

#include <optional>

#include "step.hpp"
#include "strided_copy.hpp"

namespace quern::cpu {

class CopyStep : public Step {
 public:
  explicit CopyStep(Value& target) { writes = {&target}; }

  // Fills the target with this element (size_of(type) bytes) before anything is moved.
  void fill_with(const std::byte* element);
  // Adds a box; offsets in elements of the physical arrays.
  void add(Value& source, int64_t source_offset, StridedCopy copy, int64_t target_offset);

  void run(RunContext& context) override;

 private:
  struct Box {
    size_t source;  // index in reads
    int64_t source_offset, target_offset;
    StridedCopy copy;
  };
  std::vector<Box> boxes_;
  std::optional<uint64_t> filling_;
};

}  // namespace quern::cpu
