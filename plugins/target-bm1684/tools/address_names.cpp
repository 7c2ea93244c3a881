#include "tools/address_names.hpp"

#include <algorithm>
#include <vector>

namespace quern::bm1684 {
namespace {

struct Range {
  uint64_t begin, size;
  std::string name;
};

// The smallest range comes first, so that a tensor is found before the memory it lies in.
std::vector<Range> ranges_of(const bmodel::Stage& stage) {
  std::vector<Range> ranges;
  const auto add = [&](const std::vector<bmodel::Tensor>& tensors) {
    for (const bmodel::Tensor& tensor : tensors) ranges.push_back({tensor.address, tensor.size, tensor.name});
  };
  add(stage.inputs);
  add(stage.outputs);
  for (const bmodel::Subnet& subnet : stage.subnets) {
    add(subnet.inputs);
    add(subnet.outputs);
  }
  if (stage.coefficients)
    for (const bmodel::CoefficientRange& range : stage.coefficients->ranges)
      ranges.push_back({stage.coefficients->address + range.offset, range.size, "weights of " + range.name});
  const auto smaller = [](const Range& a, const Range& b) { return a.size < b.size; };
  std::stable_sort(ranges.begin(), ranges.end(), smaller);
  if (stage.coefficients)
    ranges.push_back({stage.coefficients->address, stage.coefficients->data.size(), "coefficients"});
  ranges.push_back({stage.context_address, context_bytes(stage), "context"});
  return ranges;
}

}  // namespace

AddressNames address_names(const bmodel::Stage& stage) {
  return [ranges = ranges_of(stage)](uint64_t address) -> std::string {
    for (const Range& range : ranges) {
      if (address < range.begin || address - range.begin >= range.size) continue;
      return address == range.begin ? range.name : range.name + "+" + hex(address - range.begin);
    }
    return "";
  };
}

}  // namespace quern::bm1684
