#include "gdma_copy.hpp"

namespace quern::bm1684 {

GdmaCopy GdmaCopy::decode(const GdmaCommand& command) {
  require_known_modes(command);
  GdmaCopy op;
  op.direction = get_direction(command);
  op.format = get_format(command);
  op.source = get_endpoint(command, Side::Source);
  op.target = get_endpoint(command, Side::Target);
  const Dims& d = op.source.dims;
  if (command.flag(GdmaField::chw_copy)) op.target.dims = d;
  return op;
}

GdmaCommand GdmaCopy::encode() const {
  GdmaCommand command = gdma_template(direction, format, GdmaFunction::Copy);
  set_endpoint(command, Side::Source, source);
  set_endpoint(command, Side::Target, target);
  const Dims& d = source.dims;
  if (target.dims == d) {  // the sizes of the target follow from those of the source
    command.set(GdmaField::chw_copy, 1);
    set_sizes(command, Side::Target, {0, 0, 0, 0});
  }
  return command;
}

Accesses GdmaCopy::accesses() const {
  return {access_of(source, reads_local(direction), format, false),
          access_of(target, writes_local(direction), format, true)};
}

void GdmaCopy::check(Findings& findings) const {
  check_endpoint(findings, "source", source, reads_local(direction), format, false);
  check_endpoint(findings, "target", target, writes_local(direction), format, true);
  findings.require(source.dims.count() == target.dims.count(),
                   "source and target have different numbers of elements");
  findings.require(format != Format::F16 && format != Format::U8,
                   "copies are verified for 32, 16 and signed 8 bits");
}

void GdmaCopy::describe(Text& text) const {
  text.name(std::string("copy.") + name_of(direction) + "." + name_of(format));
  describe_endpoint(text, "dst", target, writes_local(direction));
  describe_endpoint(text, "src", source, reads_local(direction));
}

}  // namespace quern::bm1684
