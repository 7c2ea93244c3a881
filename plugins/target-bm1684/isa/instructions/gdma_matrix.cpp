#include "gdma_matrix.hpp"

#include <algorithm>

#include <quern/error.hpp>

namespace quern::bm1684 {

GdmaMatrix GdmaMatrix::decode(const GdmaCommand& command) {
  require_known_modes(command);
  GdmaMatrix op;
  op.direction = get_direction(command);
  op.format = get_format(command);
  op.transpose = command.get(GdmaField::special_func) == uint64_t(GdmaFunction::Transpose);
  if (op.direction != Direction::S2L && op.direction != Direction::L2S)
    throw UnsupportedError(std::string("gdma command: matrix mode in direction ") + name_of(op.direction) +
                           " is not documented");
  const bool load = op.direction == Direction::S2L;
  const Endpoint system = get_endpoint(command, load ? Side::Source : Side::Target);
  const Endpoint local = get_endpoint(command, load ? Side::Target : Side::Source);
  op.system = system.address;
  op.system_rows = system.dims.h;
  op.system_columns = system.dims.w;
  op.pitch = system.strides.h;
  op.local = local.place();
  op.rows = local.dims.n;
  op.sections = local.dims.c;
  op.width = local.dims.w;
  op.row_stride = local.strides.n;
  op.slot_stride = local.strides.c;
  return op;
}

GdmaCommand GdmaMatrix::encode() const {
  GdmaCommand command =
      gdma_template(direction, format, transpose ? GdmaFunction::Transpose : GdmaFunction::Copy);
  const bool load = direction == Direction::S2L;
  command.set(GdmaField::sys_mem_type, 1);
  set_endpoint(command, load ? Side::Source : Side::Target,
               {system, {1, 1, system_rows, system_columns}, {0, 0, pitch, 1}});
  set_endpoint(command, load ? Side::Target : Side::Source,
               {local.encoded(), {rows, sections, 1, width}, {row_stride, slot_stride, slot_stride, 1}});
  return command;
}

Accesses GdmaMatrix::accesses() const {
  const bool load = direction == Direction::S2L;
  const Access outside =
      access_of({system, {1, 1, system_rows, system_columns}, {0, 0, pitch, 1}}, false, format, !load);
  const Strides strides{row_stride, slot_stride, 1, 1};
  const int last = columns() - (sections - 1) * width;
  Accesses list{outside};
  if (sections > 1)
    list.push_back(access_of({local.encoded(), {rows, sections - 1, 1, width}, strides}, true, format, load));
  Access rest =
      access_of({local.encoded(), {rows, 1, 1, std::clamp(last, 0, width)}, strides}, true, format, load);
  rest.first_channel = sections - 1;
  if (sections < 1) rest.dims.c = 0;  // nothing that could be executed
  list.push_back(rest);
  return list;
}

void GdmaMatrix::check(Findings& findings) const {
  const bool load = direction == Direction::S2L;
  check_endpoint(findings, "system matrix", {system, {1, 1, system_rows, system_columns}, {0, 0, pitch, 1}},
                 false, format, !load);
  check_endpoint(findings, "local matrix",
                 {local.encoded(), {rows, sections, 1, width}, {row_stride, slot_stride, 1, 1}}, true, format,
                 load);
  findings.require((transpose ? system_columns : system_rows) == rows,
                   "both sides need the same number of rows");
  findings.require(columns() == sections * width,
                   "the columns must be whole sections: a partly used last section is not verified");
  findings.require(!transpose || format == Format::F32,
                   "transposed matrix copies are verified for 32 bits only");
  findings.require(format != Format::F16 && format != Format::U8,
                   "copies are verified for 32, 16 and signed 8 bits");
}

void GdmaMatrix::describe(Text& text) const {
  text.name(std::string(transpose ? "matrix_transpose." : "matrix.") + name_of(direction) + "." +
            name_of(format));
  text.local("local", local, {rows, sections, 1, width}, {row_stride, slot_stride, 1, 1});
  text.system("system", system, {1, 1, system_rows, system_columns}, {0, 0, pitch, 1});
}

}  // namespace quern::bm1684
