// The fields of a command of the compute engine (BD), isa.md section 5: the one table from which encoder,
// decoder, disassembler and the checks of ranges derive. Bit 0 is bit 0 of byte 0.
#pragma once

#include <array>
#include <cstddef>

#include "field.hpp"

namespace quern::bm1684 {

// clang-format off
//   name, first bit, width
#define QUERN_BD_FIELDS(X) \
  X(cmd_en, 0, 1) \
  X(cmd_end, 1, 1) \
  X(cmd_id_en, 2, 1) \
  X(cmd_id_tpu, 3, 16) \
  X(cmd_id_gdma, 19, 16) \
  X(cmd_keep, 35, 1) \
  X(cmd_intr_en, 36, 1) \
  X(tsk_typ, 37, 4) \
  X(tsk_eu_typ, 41, 5) \
  X(tsk_opd_num, 46, 2) \
  X(opt_right_shift, 48, 5) \
  X(opt_left_shift, 53, 5) \
  X(opt_shift_typ, 58, 1) \
  X(opt_res_add, 59, 1) \
  X(opt_relu, 60, 1) \
  X(opt_left_tran, 61, 1) \
  X(opt_winograd, 62, 1) \
  X(opt_kernel_rotate, 63, 1) \
  X(opt_opd0_sign, 64, 1) \
  X(opt_opd1_sign, 65, 1) \
  X(opt_opd2_sign, 66, 1) \
  X(opt_res0_prec, 67, 3) \
  X(opt_opd0_prec, 70, 3) \
  X(opt_opd1_prec, 73, 3) \
  X(opt_opd2_prec, 76, 3) \
  X(opt_opd0_const, 79, 1) \
  X(opt_opd1_const, 80, 1) \
  X(opt_opd2_const, 81, 1) \
  X(short_res0_str, 82, 3) \
  X(short_opd0_str, 85, 3) \
  X(short_opd1_str, 88, 3) \
  X(short_opd2_str, 91, 3) \
  X(opd0_x_ins0, 94, 4) \
  X(opd0_y_ins0, 98, 4) \
  X(opd1_x_ins0, 102, 4) \
  X(opd1_y_ins0, 106, 4) \
  X(opd0_up_pad, 110, 4) \
  X(opd0_dn_pad, 114, 4) \
  X(opd0_lf_pad, 118, 4) \
  X(opd0_rt_pad, 122, 4) \
  X(res_op_x_str, 126, 4) \
  X(res_op_y_str, 130, 4) \
  X(tsk_lane_num, 134, 64) \
  X(res0_n, 198, 16) \
  X(res0_c, 214, 12) \
  X(res0_h, 226, 16) \
  X(res0_w, 242, 16) \
  X(opd0_n, 258, 16) \
  X(opd0_c, 274, 12) \
  X(opd0_h, 286, 16) \
  X(opd0_w, 302, 16) \
  X(opd1_n, 318, 12) \
  X(opd1_c, 330, 12) \
  X(opd1_h, 342, 16) \
  X(opd1_w, 358, 16) \
  X(res0_h_shift, 374, 4) \
  X(res0_w_shift, 378, 4) \
  X(opd0_h_shift, 382, 4) \
  X(opd0_w_shift, 386, 4) \
  X(opd1_h_shift, 390, 4) \
  X(opd1_w_shift, 394, 4) \
  X(res0_n_str, 398, 19) \
  X(res0_c_str, 417, 19) \
  X(opd0_n_str, 436, 19) \
  X(opd0_c_str, 455, 19) \
  X(opd1_n_str, 474, 19) \
  X(opd1_c_str, 493, 19) \
  X(opd2_n_str, 512, 19) \
  X(opd2_c_str, 531, 19) \
  X(opt_res_add_sign, 550, 1) \
  X(opd0_neq1, 551, 1) \
  X(opd1_neq1, 552, 1) \
  X(opt_opd3_const, 553, 1) \
  X(rsvd0, 554, 22) \
  X(res0_addr, 576, 32) \
  X(opd0_addr, 608, 32) \
  X(opd1_addr, 640, 32) \
  X(opd2_addr, 672, 32) \
  X(res0_h_str, 704, 32) \
  X(res0_w_str, 736, 32) \
  X(opd0_h_str, 768, 32) \
  X(opd0_w_str, 800, 32) \
  X(opd1_h_str, 832, 32) \
  X(opd1_w_str, 864, 32) \
  X(opd2_h_str, 896, 32) \
  X(opd2_w_str, 928, 32) \
  X(res1_addr, 960, 32) \
  X(opd3_addr, 992, 32)
// clang-format on

enum class BdField {
#define QUERN_FIELD(name, bit, width) name,
  QUERN_BD_FIELDS(QUERN_FIELD)
#undef QUERN_FIELD
};

inline constexpr std::array kBdFields = {
#define QUERN_FIELD(name, bit, width) FieldInfo{#name, bit, width},
    QUERN_BD_FIELDS(QUERN_FIELD)
#undef QUERN_FIELD
};

template <>
struct FieldTable<BdField> {
  static constexpr const char* kEngine = "bd";
  static constexpr const FieldInfo& info(BdField field) { return kBdFields[size_t(field)]; }
};

}  // namespace quern::bm1684
