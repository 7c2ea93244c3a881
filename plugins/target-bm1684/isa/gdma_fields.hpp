// The fields of a command of the copy engine (GDMA), isa.md section 6: the one table from which encoder,
// decoder, disassembler and the checks of ranges derive. Bit 0 is bit 0 of byte 0.
#pragma once

#include <array>
#include <cstddef>

#include "field.hpp"

namespace quern::bm1684 {

// clang-format off
//   name, first bit, width
#define QUERN_GDMA_FIELDS(X) \
  X(pio_gdma_enable, 0, 1) \
  X(des_type, 1, 1) \
  X(chain_end, 2, 1) \
  X(intr_en, 3, 1) \
  X(barrier_enable, 4, 1) \
  X(stride_enable, 5, 1) \
  X(direction, 6, 2) \
  X(acc_write_enable, 8, 1) \
  X(common_mode, 9, 1) \
  X(prefetch_disable, 10, 1) \
  X(hold_des_value, 11, 1) \
  X(reserved, 12, 4) \
  X(cmd_id, 16, 16) \
  X(special_func, 32, 3) \
  X(dst_data_format, 35, 3) \
  X(chw_copy, 38, 1) \
  X(sys_mem_type, 39, 1) \
  X(src_data_format, 40, 3) \
  X(lrn_shift_num, 43, 4) \
  X(lrn_shift_dir, 47, 1) \
  X(eng0_sync_id, 48, 16) \
  X(eng1_sync_id, 64, 16) \
  X(eng3_sync_id, 80, 16) \
  X(constant_value, 96, 32) \
  X(src_nstride, 128, 32) \
  X(src_cstride, 160, 32) \
  X(src_hstride, 192, 32) \
  X(src_wstride, 224, 32) \
  X(dst_nstride, 256, 32) \
  X(dst_cstride, 288, 32) \
  X(dst_hstride, 320, 32) \
  X(dst_wstride, 352, 32) \
  X(src_nsize, 384, 16) \
  X(src_csize, 400, 16) \
  X(src_hsize, 416, 16) \
  X(src_wsize, 432, 16) \
  X(dst_nsize, 448, 16) \
  X(dst_csize, 464, 16) \
  X(dst_hsize, 480, 16) \
  X(dst_wsize, 496, 16) \
  X(src_start_addr_l32, 512, 32) \
  X(dst_start_addr_l32, 544, 32) \
  X(src_start_addr_h8, 576, 8) \
  X(dst_start_addr_h8, 584, 8) \
  X(rsvd1, 592, 16) \
  X(src_hshift, 608, 8) \
  X(src_wshift, 616, 8) \
  X(dst_hshift, 624, 8) \
  X(dst_wshift, 632, 8) \
  X(localmem_mask_l32, 640, 32) \
  X(localmem_mask_h32, 672, 32) \
  X(single_step, 704, 1) \
  X(debug_mode, 705, 1)
// clang-format on

enum class GdmaField {
#define QUERN_FIELD(name, bit, width) name,
  QUERN_GDMA_FIELDS(QUERN_FIELD)
#undef QUERN_FIELD
};

inline constexpr std::array kGdmaFields = {
#define QUERN_FIELD(name, bit, width) FieldInfo{#name, bit, width},
    QUERN_GDMA_FIELDS(QUERN_FIELD)
#undef QUERN_FIELD
};

template <>
struct FieldTable<GdmaField> {
  static constexpr const char* kEngine = "gdma";
  static constexpr const FieldInfo& info(GdmaField field) { return kGdmaFields[size_t(field)]; }
};

}  // namespace quern::bm1684
