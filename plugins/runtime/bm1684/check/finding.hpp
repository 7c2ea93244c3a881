// What checking mode has found.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace quern::bm1684 {

struct Finding {
  enum class Kind {
    Race,          // two commands of different engines touch a byte in no order, one of them writing
    Unwritten,     // a compute command reads a byte that nothing has written
    Unused,        // nothing reads any of what a command writes: it, or a reader, has a wrong address
    Disagreement,  // the two extreme orders give different results
    BankConflict   // both engines use a bank at the same time: slower, not wrong
  };
  Kind kind;
  std::string where, text;
};

const char* name_of(Finding::Kind kind);

// Keeps the first findings of each kind and counts the others.
class FindingList {
 public:
  void add(Finding finding);
  [[nodiscard]] size_t count(Finding::Kind kind) const;
  [[nodiscard]] const std::vector<Finding>& kept() const { return kept_; }

 private:
  std::vector<Finding> kept_;
  std::map<Finding::Kind, size_t> counts_;
};

}  // namespace quern::bm1684
