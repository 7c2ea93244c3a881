#include "gdma_fill.hpp"

namespace quern::bm1684 {

GdmaFill GdmaFill::decode(const GdmaCommand& command) {
  require_known_modes(command);
  GdmaFill op;
  op.direction = get_direction(command);
  op.format = get_format(command);
  op.value = uint32_t(command.get(GdmaField::constant_value));
  op.target = get_endpoint(command, Side::Target);
  return op;
}

GdmaCommand GdmaFill::encode() const {
  GdmaCommand command = gdma_template(direction, format, GdmaFunction::Fill);
  command.set(GdmaField::src_wstride, 1);
  command.set(GdmaField::constant_value, value);
  set_endpoint(command, Side::Target, target);
  return command;
}

Accesses GdmaFill::accesses() const { return {access_of(target, writes_local(direction), format, true)}; }

void GdmaFill::check(Findings& findings) const {
  findings.require(direction != Direction::L2S, "a fill in direction L2S is rejected by the chip: use S2S");
  check_endpoint(findings, "target", target, writes_local(direction), format, true);
  findings.require(format != Format::F16 && format != Format::U8,
                   "fills are verified for 32, 16 and signed 8 bits");
}

void GdmaFill::describe(Text& text) const {
  text.name(std::string("fill.") + name_of(direction) + "." + name_of(format));
  describe_endpoint(text, "dst", target, writes_local(direction));
  text.item("value=" + hex(value));
}

}  // namespace quern::bm1684
