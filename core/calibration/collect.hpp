// The one pass over the calibration data.
#pragma once

#include <string>
#include <vector>

#include "calibration/statistics.hpp"
#include "data/source.hpp"
#include "plugins/session.hpp"
#include "support/progress.hpp"

namespace quern::calibration {

// Runs every sample through the network and gathers the statistics of `tensors`. `jobs` threads (at least 1)
// work with a session each, from `open`, which must have been told to observe these tensors; graph inputs
// need not be observed. The result does not depend on `jobs` or on the order of the samples. Throws Error
// naming the sample.
Statistics collect(const SessionFactory& open, const data::Source& source,
                   const std::vector<std::string>& tensors, int jobs, const Progress& progress = {});

}  // namespace quern::calibration
