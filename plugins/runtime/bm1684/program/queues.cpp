#include "queues.hpp"

#include <quern/error.hpp>

#include "isa/timeline.hpp"

namespace quern::bm1684 {

void run_queues(const Group& group, Eager eager, const std::function<void(size_t)>& bd,
                const std::function<void(size_t)>& gdma) {
  size_t next_bd = 0, next_gdma = 0;
  uint16_t done_bd = 0, done_gdma = 0;  // ids of the last finished commands
  const auto try_bd = [&] {
    if (next_bd == group.bd.size() || group.bd[next_bd].sync.wait > done_gdma) return false;
    bd(next_bd);
    done_bd = group.bd[next_bd++].sync.id;
    return true;
  };
  const auto try_gdma = [&] {
    if (next_gdma == group.gdma.size() || group.gdma[next_gdma].sync.wait > done_bd) return false;
    gdma(next_gdma);
    done_gdma = group.gdma[next_gdma++].sync.id;
    return true;
  };
  while (eager == Eager::Copy ? try_gdma() || try_bd() : try_bd() || try_gdma()) {
  }
  const bool bd_left = next_bd < group.bd.size(), gdma_left = next_gdma < group.gdma.size();
  if (bd_left || gdma_left)
    throw InputError(
        deadlock_text(bd_left ? &group.bd[next_bd] : nullptr, gdma_left ? &group.gdma[next_gdma] : nullptr));
}

}  // namespace quern::bm1684
