#include "report.hpp"

#include <quern/error.hpp>

namespace quern::bm1684 {

void report(const Host& host, const FindingList& findings) {
  for (const Finding& finding : findings.kept()) {
    const std::string text = std::string(name_of(finding.kind)) + ": " + finding.text;
    if (finding.kind == Finding::Kind::BankConflict)
      host.note(text, finding.where);
    else
      host.warn(text, finding.where);
  }
  std::string counts;
  for (const Finding::Kind kind :
       {Finding::Kind::Race, Finding::Kind::Unwritten, Finding::Kind::Disagreement})
    if (const size_t count = findings.count(kind))
      counts +=
          (counts.empty() ? "" : ", ") + std::string(name_of(kind)) + " " + std::to_string(count) + " times";
  if (const size_t count = findings.count(Finding::Kind::BankConflict))
    host.note("both engines use a bank at the same time " + std::to_string(count) + " times");
  if (!counts.empty())
    throw InputError("the program is not safe: " + counts, {},
                     "The warnings name the first commands and bytes of each kind.");
}

}  // namespace quern::bm1684
