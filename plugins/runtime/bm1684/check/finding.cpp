#include "finding.hpp"

namespace quern::bm1684 {
namespace {

constexpr size_t kKept = 16;  // of each kind

}  // namespace

const char* name_of(Finding::Kind kind) {
  switch (kind) {
    case Finding::Kind::Race:
      return "race";
    case Finding::Kind::Unwritten:
      return "unwritten memory";
    case Finding::Kind::Unused:
      return "unused result";
    case Finding::Kind::Disagreement:
      return "order matters";
    case Finding::Kind::BankConflict:
      return "bank conflict";
  }
  return "?";
}

void FindingList::add(Finding finding) {
  if (++counts_[finding.kind] <= kKept) kept_.push_back(std::move(finding));
}

size_t FindingList::count(Finding::Kind kind) const {
  const auto it = counts_.find(kind);
  return it == counts_.end() ? 0 : it->second;
}

}  // namespace quern::bm1684
