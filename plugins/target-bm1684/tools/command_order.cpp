#include "tools/command_order.hpp"

namespace quern::bm1684 {
namespace {

std::span<const uint8_t, kCommandBytes> bytes_of(const bmodel::Binary& stream, uint32_t index) {
  const auto* begin = reinterpret_cast<const uint8_t*>(stream.data()) + size_t(index) * kCommandBytes;
  return std::span<const uint8_t, kCommandBytes>(begin, kCommandBytes);
}

}  // namespace

BdCommand bd_command(const bmodel::CommandGroup& group, uint32_t index) {
  return BdCommand(bytes_of(group.bdc, index));
}

GdmaCommand gdma_command(const bmodel::CommandGroup& group, uint32_t index) {
  return GdmaCommand(bytes_of(group.gdma, index));
}

CommandOrder compute_eager(const bmodel::CommandGroup& group) {
  CommandOrder order;
  uint32_t bd = 0, gdma = 0;
  for (;;) {
    if (bd < group.bdc_count && bd_command(group, bd).get(BdField::cmd_id_gdma) <= gdma)
      order.commands.push_back({QueueSide::Bd, bd++});
    else if (gdma < group.gdma_count && gdma_command(group, gdma).get(GdmaField::eng0_sync_id) <= bd)
      order.commands.push_back({QueueSide::Gdma, gdma++});
    else
      break;
  }
  order.executable = order.commands.size();
  while (bd < group.bdc_count) order.commands.push_back({QueueSide::Bd, bd++});
  while (gdma < group.gdma_count) order.commands.push_back({QueueSide::Gdma, gdma++});
  return order;
}

}  // namespace quern::bm1684
