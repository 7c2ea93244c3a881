#include "table_lookup.hpp"

namespace quern::bm1684 {

TableLookup TableLookup::decode(const BdCommand& command) {
  TableLookup op;
  op.dims = get_size(command, Slot::Result);
  op.x = get_operand(command, Slot::First);
  op.y = get_operand(command, Slot::Result);
  op.table = uint32_t(command.get(BdField::opd1_addr));
  op.index_bits = command.number(BdField::opd1_h);
  return op;
}

BdCommand TableLookup::encode() const {
  BdCommand command = bd_template(BdTask::TableLookup, 0, 2);
  set_size(command, Slot::Result, dims);
  set_size(command, Slot::Second, {1, 1, index_bits, 1});
  set_operand(command, Slot::First, x);
  set_operand(command, Slot::Result, y);
  set_type(command, Slot::Second, Precision::F32, true);
  set_type(command, Slot::Third, Precision::F32, true);
  command.set(BdField::opd1_addr, table);
  command.set(BdField::opt_relu, 1);
  return command;
}

Accesses TableLookup::accesses() const {
  const int bytes = index_bits < 20 ? 4 << index_bits : 0;
  return {read_local(activation_map(x, dims), dims), read_system(kL2Base + table % kL2Bytes, bytes),
          write_local(activation_map(y, dims), dims)};
}

void TableLookup::check(Findings& findings) const {
  findings.sizes("result", dims, kMaxChannels);
  findings.require(index_bits == 8, "only tables of 256 words are verified");
  findings.require(table < kL2Bytes,
                   "the table's address must be an offset within L2, not an absolute address");
  findings.require(table % 4 == 0, "the table must start at a word");
  findings.require(x.precision == Precision::F32 && y.precision == Precision::F32,
                   "look-ups are verified with operands marked as f32");
  findings.require(x.arrangement == Arrangement::Aligned && y.arrangement == Arrangement::Aligned,
                   "index and result are aligned");
  findings.require(x.address.lane == y.address.lane, "index and result must start on the same lane");
  findings.alignment("index", x);
  findings.alignment("result", y);
  findings.lane_bounds(accesses());
}

void TableLookup::describe(Text& text) const {
  text.name("lut");
  text.tensor("y", y, dims);
  text.operand("x", x);
  text.item("table=l2+" + hex(table));
  text.number("bits", index_bits);
}

}  // namespace quern::bm1684
