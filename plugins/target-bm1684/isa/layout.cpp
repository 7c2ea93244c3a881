#include "layout.hpp"

namespace quern::bm1684 {
namespace {

ElementMap map_with(const Operand& operand, const Strides& s) {
  ElementMap map;
  map.start = operand.address;
  map.n = s.n;
  map.c = s.c;
  map.h = s.h;
  map.w = s.w;
  return map;
}

}  // namespace

Strides aligned_strides(const Dims& dims, int start_lane) {
  const int64_t slot = round_up(int64_t(dims.h) * dims.w, kRowWords);
  return {uint32_t(slots(start_lane, dims.c) * slot), uint32_t(slot), uint32_t(dims.w), 1};
}

Strides compact_strides(const Dims& dims, int start_lane) {
  const int64_t slot = int64_t(dims.h) * dims.w;
  return {uint32_t(slots(start_lane, dims.c) * slot), uint32_t(slot), uint32_t(dims.w), 1};
}

ElementMap activation_map(const Operand& operand, const Dims& dims) {
  const bool given = operand.arrangement == Arrangement::Explicit;
  ElementMap map = map_with(operand, given ? operand.strides : aligned_strides(dims, operand.address.lane));
  map.element = bytes_of(operand.precision);
  map.batches = batches_per_word(operand.precision);
  map.repeats_batch = operand.repeats_batch;
  return map;
}

ElementMap wide_result_map(const Operand& operand, const Dims& dims) {
  ElementMap map = map_with(operand, aligned_strides(dims, operand.address.lane));
  map.unit = 8;
  map.element = 2;
  map.batches = 4;
  return map;
}

ElementMap per_channel_map(const Operand& operand, int channels, int count) {
  ElementMap map = map_with(operand, compact_strides({1, channels, 1, count}, operand.address.lane));
  map.element = bytes_of(operand.precision);
  map.unit = map.element;
  return map;
}

ElementMap matrix_map(const Operand& operand, int sections, int width) {
  ElementMap map;
  map.start = operand.address;
  map.element = bytes_of(operand.precision);
  map.unit = map.element;
  const int64_t row = round_up(int64_t(width) * map.element, kRowBytes) / map.element;
  map.n = slots(operand.address.lane, sections) * row;
  map.c = row;
  map.w = 1;
  return map;
}

int64_t aligned_lane_bytes(const Dims& dims, Precision precision, int start_lane) {
  return divide_up(dims.n, batches_per_word(precision)) * aligned_strides(dims, start_lane).n * 4;
}

int64_t matrix_lane_bytes(int rows, int sections, int width, Precision precision, int start_lane) {
  return rows * slots(start_lane, sections) * round_up(int64_t(width) * bytes_of(precision), kRowBytes);
}

Strides weight_strides(int input_channels, int kernel_h, int kernel_w, Precision precision) {
  const int64_t tap = divide_up(input_channels, weight_group(precision));
  return {1, uint32_t(tap * kernel_w * kernel_h), uint32_t(tap * kernel_w), uint32_t(tap)};
}

int64_t weight_offset(const Strides& s, Precision precision, int input_channel, int ky, int kx) {
  const int group = weight_group(precision);
  const int64_t unit = int64_t(input_channel / group) * s.n + int64_t(ky) * s.h + int64_t(kx) * s.w;
  return unit * weight_unit_bytes(precision) + int64_t(input_channel % group) * bytes_of(precision);
}

int64_t weight_channel_bytes(int input_channels, int kernel_h, int kernel_w, Precision precision) {
  return int64_t(weight_strides(input_channels, kernel_h, kernel_w, precision).c) *
         weight_unit_bytes(precision);
}

}  // namespace quern::bm1684
