// Tells the user what checking mode has found.
#pragma once

#include <quern/host.hpp>

#include "finding.hpp"

namespace quern::bm1684 {

// Bank conflicts are counted in a note. Everything else is a warning each, and an Error at the end that
// counts them, but for unused results: they are suspicious, not unsafe.
void report(const Host& host, const FindingList& findings);

}  // namespace quern::bm1684
