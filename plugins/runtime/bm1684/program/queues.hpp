// Legal orders of the commands of two queues.
#pragma once

#include <functional>

#include "program.hpp"

namespace quern::bm1684 {

// Which queue goes first whenever both may. The two choices are the extreme legal orders.
enum class Eager { Copy, Compute };

// Calls bd(i) and gdma(i) for every command of the group, each after everything it waits for. Throws
// InputError where commands are left that wait for ever.
void run_queues(const Group& group, Eager eager, const std::function<void(size_t)>& bd,
                const std::function<void(size_t)>& gdma);

}  // namespace quern::bm1684
