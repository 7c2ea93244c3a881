#include "copy.hpp"

#include <algorithm>
#include <cstring>

namespace quern::cpu {
namespace {

template <class T>
void fill(Value& target, uint64_t bits) {
  T element;
  std::memcpy(&element, &bits, sizeof element);
  std::fill_n(target.as<T>(), target.count(), element);
}

}  // namespace

void CopyStep::fill_with(const std::byte* element) {
  filling_ = 0;
  std::memcpy(&*filling_, element, size_of(writes[0]->type));
}

void CopyStep::add(Value& source, int64_t source_offset, StridedCopy copy, int64_t target_offset) {
  reads.push_back(&source);
  boxes_.push_back({reads.size() - 1, source_offset, target_offset, std::move(copy)});
}

void CopyStep::run(RunContext&) {
  Value& target = *writes[0];
  const auto size = int64_t(size_of(target.type));
  if (filling_) {
    switch (size) {
      case 1:
        fill<uint8_t>(target, *filling_);
        break;
      case 2:
        fill<uint16_t>(target, *filling_);
        break;
      case 4:
        fill<uint32_t>(target, *filling_);
        break;
      default:
        fill<uint64_t>(target, *filling_);
        break;
    }
  }
  for (const Box& box : boxes_)
    box.copy.run(reads[box.source]->data + box.source_offset * size, target.data + box.target_offset * size);
}

}  // namespace quern::cpu
