// Both engines in one bank of local memory at the same time: correct, but slower on the chip.
#pragma once

#include "../program/program.hpp"
#include "finding.hpp"

namespace quern::bm1684 {

// Pairs of commands that overlap in time (cycle model) and in banks. One finding for each pair.
void find_bank_conflicts(const Group& group, const std::string& where, FindingList& findings);

// The banks of local memory that a command touches, bit b for bank b.
unsigned banks_of(const Accesses& accesses);

}  // namespace quern::bm1684
