#include "bank_conflicts.hpp"

#include <algorithm>

#include "isa/disassemble.hpp"
#include "isa/timeline.hpp"

namespace quern::bm1684 {

unsigned banks_of(const Accesses& accesses) {
  unsigned banks = 0;
  for (const Access& a : accesses) {
    if (!a.local) continue;
    const Dims& d = a.dims;
    const int64_t end = a.map.offset(d.n - 1, a.first_channel + d.c - 1, d.h - 1, d.w - 1);
    const int64_t last = std::min<int64_t>(end / kBankBytes, kBanks - 1);
    for (int64_t bank = a.map.start.offset / kBankBytes; bank <= last; ++bank) banks |= 1u << bank;
  }
  return banks;
}

void find_bank_conflicts(const Group& group, const std::string& where, FindingList& findings) {
  const Timeline timeline = schedule(group.bd, group.gdma);
  size_t first = 0;  // the copies before it have ended when the compute command starts
  for (size_t b = 0; b < group.bd.size(); ++b) {
    const Interval& busy = timeline.bd[b];
    while (first < group.gdma.size() && timeline.gdma[first].end <= busy.begin) ++first;
    if (first == group.gdma.size() || timeline.gdma[first].begin >= busy.end) continue;
    const unsigned banks = banks_of(accesses(group.bd[b].instruction));
    for (size_t g = first; g < group.gdma.size() && timeline.gdma[g].begin < busy.end; ++g) {
      if ((banks & banks_of(accesses(group.gdma[g].instruction))) == 0) continue;
      findings.add({Finding::Kind::BankConflict, where,
                    "bd " + std::to_string(group.bd[b].sync.id) + " (" + mnemonic(group.bd[b].instruction) +
                        ") and gdma " + std::to_string(group.gdma[g].sync.id) + " (" +
                        mnemonic(group.gdma[g].instruction) + ") use the same bank at the same time"});
    }
  }
}

}  // namespace quern::bm1684
