// The binary section of a file being written: every distinct run of bytes once, in the order of first use.
#pragma once

#include <map>
#include <vector>

#include "bmodel/model.hpp"
#include "bmodel/sha256.hpp"

namespace quern::bmodel {

class BinarySection {
 public:
  struct Range {
    uint64_t start = 0, size = 0;
  };

  // Where these bytes lie in the section; they are added where they do not yet.
  Range add(const Binary& data);
  [[nodiscard]] uint64_t size() const { return size_; }
  [[nodiscard]] const std::vector<Binary>& parts() const { return parts_; }

 private:
  std::map<Digest, uint64_t> known_;  // to the start
  std::vector<Binary> parts_;
  uint64_t size_ = 0;
};

}  // namespace quern::bmodel
