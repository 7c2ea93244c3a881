#include "gdma_common.hpp"

#include <quern/error.hpp>

namespace quern::bm1684 {
namespace {

struct EndFields {
  GdmaField low, high, n_str, c_str, h_str, w_str, n, c, h, w;
};

constexpr EndFields kEnd[] = {
    {GdmaField::src_start_addr_l32, GdmaField::src_start_addr_h8, GdmaField::src_nstride,
     GdmaField::src_cstride, GdmaField::src_hstride, GdmaField::src_wstride, GdmaField::src_nsize,
     GdmaField::src_csize, GdmaField::src_hsize, GdmaField::src_wsize},
    {GdmaField::dst_start_addr_l32, GdmaField::dst_start_addr_h8, GdmaField::dst_nstride,
     GdmaField::dst_cstride, GdmaField::dst_hstride, GdmaField::dst_wstride, GdmaField::dst_nsize,
     GdmaField::dst_csize, GdmaField::dst_hsize, GdmaField::dst_wsize},
};

}  // namespace

const char* name_of(Direction direction) {
  constexpr const char* kNames[] = {"s2l", "l2s", "s2s", "l2l"};
  return kNames[size_t(direction)];
}

const char* name_of(Format format) {
  constexpr const char* kNames[] = {"32", "16", "u8", "8", "f16"};
  return kNames[size_t(format)];
}

GdmaCommand gdma_template(Direction direction, Format format, GdmaFunction function) {
  GdmaCommand command;
  for (const GdmaField field :
       {GdmaField::pio_gdma_enable, GdmaField::barrier_enable, GdmaField::stride_enable,
        GdmaField::prefetch_disable, GdmaField::lrn_shift_num})
    command.set(field, 1);
  command.set(GdmaField::localmem_mask_l32, 0xFFFFFFFF);
  command.set(GdmaField::localmem_mask_h32, 0xFFFFFFFF);
  command.set(GdmaField::direction, uint64_t(direction));
  command.set(GdmaField::special_func, uint64_t(function));
  command.set(GdmaField::src_data_format, uint64_t(format));
  command.set(GdmaField::dst_data_format, uint64_t(format));
  return command;
}

Direction get_direction(const GdmaCommand& command) { return Direction(command.get(GdmaField::direction)); }

Format get_format(const GdmaCommand& command) {
  const uint64_t number = command.get(GdmaField::src_data_format);
  if (number > uint64_t(Format::F16))
    throw InputError("gdma command: src_data_format " + std::to_string(number) + " does not exist");
  return Format(number);
}

void set_sizes(GdmaCommand& command, Side side, const Dims& dims) {
  const EndFields& fields = kEnd[size_t(side)];
  command.set(fields.n, uint64_t(dims.n));
  command.set(fields.c, uint64_t(dims.c));
  command.set(fields.h, uint64_t(dims.h));
  command.set(fields.w, uint64_t(dims.w));
}

void set_endpoint(GdmaCommand& command, Side side, const Endpoint& end) {
  const EndFields& fields = kEnd[size_t(side)];
  command.set(fields.low, end.address & 0xFFFFFFFF);
  command.set(fields.high, end.address >> 32);
  command.set(fields.n_str, end.strides.n);
  command.set(fields.c_str, end.strides.c);
  command.set(fields.h_str, end.strides.h);
  command.set(fields.w_str, end.strides.w);
  set_sizes(command, side, end.dims);
}

Endpoint get_endpoint(const GdmaCommand& command, Side side) {
  const EndFields& fields = kEnd[size_t(side)];
  const auto number = [&](GdmaField field) { return int(command.get(field)); };
  const auto stride = [&](GdmaField field) { return uint32_t(command.get(field)); };
  return {command.get(fields.high) << 32 | command.get(fields.low),
          {number(fields.n), number(fields.c), number(fields.h), number(fields.w)},
          {stride(fields.n_str), stride(fields.c_str), stride(fields.h_str), stride(fields.w_str)}};
}

void require_known_modes(const GdmaCommand& command) {
  for (const GdmaField field :
       {GdmaField::acc_write_enable, GdmaField::common_mode, GdmaField::lrn_shift_dir, GdmaField::src_hshift,
        GdmaField::src_wshift, GdmaField::dst_hshift, GdmaField::dst_wshift})
    if (command.flag(field))
      throw UnsupportedError(std::string("gdma command: the meaning of field ") +
                             FieldTable<GdmaField>::info(field).name + " is not documented");
  if (!command.flag(GdmaField::stride_enable))
    throw UnsupportedError("gdma command: commands without stride_enable are not documented");
  if (command.get(GdmaField::localmem_mask_l32) != 0xFFFFFFFF ||
      command.get(GdmaField::localmem_mask_h32) != 0xFFFFFFFF)
    throw UnsupportedError("gdma command: masked lanes (localmem_mask) are not documented");
}

Access access_of(const Endpoint& end, bool local, Format format, bool write) {
  const int bytes = bytes_of(format);
  Access access;
  access.write = write;
  access.local = local;
  access.dims = end.dims;
  access.address = end.address;
  access.element = bytes;
  if (local) {
    access.map.start = end.place();
    access.map.unit = access.map.element = bytes;
    access.map.n = end.strides.n, access.map.c = end.strides.c;
    access.map.h = end.strides.h, access.map.w = end.strides.w;
  } else {
    access.byte_strides = {int64_t(end.strides.n) * bytes, int64_t(end.strides.c) * bytes,
                           int64_t(end.strides.h) * bytes, int64_t(end.strides.w) * bytes};
  }
  return access;
}

void check_endpoint(Findings& findings, const std::string& what, const Endpoint& end, bool local,
                    Format format, bool written) {
  findings.sizes(what, end.dims, kMaxSize);
  findings.require(end.address % uint64_t(bytes_of(format)) == 0,
                   what + " at " + hex(end.address) + " is no multiple of its element size");
  if (local) {
    findings.require(is_local(end.address), what + " at " + hex(end.address) + " is not in local memory");
    findings.lane_bounds({access_of(end, true, format, false)});
    return;
  }
  findings.require(is_l2(end.address) || is_ddr(end.address),
                   what + " at " + hex(end.address) + " is neither L2 nor DDR");
  if (written && is_l2(end.address))
    findings.require(end.address - kL2Base < kL2TableOffset,
                     what + " would overwrite the firmware's tables in L2");
}

void describe_endpoint(Text& text, const std::string& name, const Endpoint& end, bool local) {
  if (local) {
    text.local(name, end.place(), end.dims, end.strides);
  } else {
    text.system(name, end.address, end.dims, end.strides);
  }
}

}  // namespace quern::bm1684
