#include "bmodel/binary_section.hpp"

namespace quern::bmodel {

BinarySection::Range BinarySection::add(const Binary& data) {
  if (data.size() == 0) return {};
  const auto [known, is_new] = known_.try_emplace(sha256(data), size_);
  if (is_new) {
    parts_.push_back(data);
    size_ += data.size();
  }
  return {known->second, data.size()};
}

}  // namespace quern::bmodel
