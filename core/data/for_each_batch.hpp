// Spreads the batches of a source over worker threads.
#pragma once

#include <functional>
#include <string>

#include "data/source.hpp"
#include "support/progress.hpp"

namespace quern::data {

// What a worker does with a batch.
using BatchWork = std::function<void(const Batch&)>;

// Loads every batch and hands it to a worker; `jobs` (at least 1) workers run at a time, each in its own
// thread. `make_worker` is called once in each of these threads, e.g. to open a session. Progress is reported
// from the calling thread as "<what>: 17 of 200". After an error no further batch is begun; the error of the
// first batch (by number) is thrown, so that it does not depend on `jobs`.
void for_each_batch(const Source& source, int jobs, const std::string& what, const Progress& progress,
                    const std::function<BatchWork()>& make_worker);

}  // namespace quern::data
