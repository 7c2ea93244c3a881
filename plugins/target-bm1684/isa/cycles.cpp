#include "cycles.hpp"

#include <algorithm>
#include <cmath>

namespace quern::bm1684 {
namespace {

int64_t lane_words(const Operand& y, const Dims& dims) {
  return divide_up(dims.n, batches_per_word(y.precision)) * slots(y.address.lane, dims.c) * dims.h * dims.w;
}

// Cycles of the compute engine, one overload per instruction.
class BdCycles {
 public:
  explicit BdCycles(const CycleParameters& p) : p_(p) {}

  int64_t operator()(const Conv& op) const {
    const bool integer = !is_float(op.x.precision);
    const int64_t groups = divide_up(op.input.c, weight_group(op.x.precision));
    const int64_t pixels = divide_up(int64_t(op.result.h) * op.result.w, p_.pixels_per_group);
    const bool few = integer ? op.input.c < 16 : op.input.c % 2 != 0;
    double group = double(groups * op.window.taps() + (integer ? p_.conv_int_start : p_.conv_float_start));
    if (few) group *= p_.few_channels_factor;
    return int64_t(std::ceil(
        double(batches(op.result, integer) * slots(op.y.address.lane, op.result.c) * pixels) * group));
  }
  int64_t operator()(const Depthwise& op) const { return pool(op.result, op.window, op.y, op.x, false); }
  int64_t operator()(const AvgPool& op) const { return pool(op.result, op.window, op.y, op.x, false); }
  int64_t operator()(const MaxPool& op) const { return pool(op.result, op.window, op.y, op.x, true); }
  int64_t operator()(const MatMul& op) const {
    const bool integer = !is_float(op.left.precision);
    const int width = integer ? p_.matmul_int_width : p_.matmul_float_width;
    const int64_t depth = integer ? divide_up(op.k(), 4) : divide_up(op.k(), 2);
    return op.m() * slots(op.y.address.lane, op.sections) * divide_up(op.width, width) *
           (depth + p_.matmul_start);
  }
  int64_t operator()(const Arithmetic& op) const {
    const Operand& widest = bytes_of(op.y.precision) > bytes_of(op.a.precision) ? op.y : op.a;
    return elementwise(widest.constant ? op.y : widest, op.y, op.dims, 1);
  }
  int64_t operator()(const TableLookup& op) const {
    return elementwise(op.y, op.y, op.dims, p_.lookup_factor);
  }
  int64_t operator()(const Scalar& op) const {
    return elementwise(op.y, op.y, op.dims, op.kind == Scalar::Kind::Div ? p_.division_factor : 1);
  }
  int64_t operator()(const SpecialFunction& op) const {
    double factor = 1;
    if (op.kind == SpecialFunction::Kind::Taylor) factor = p_.taylor_term_factor * op.terms;
    if (op.kind == SpecialFunction::Kind::ReciprocalSqrt) factor = p_.division_factor;
    return elementwise(op.y, op.y, op.dims, factor);
  }

 private:
  int64_t batches(const Dims& d, bool integer) const {
    return divide_up(d.n, integer ? p_.int_batches : p_.float_batches);
  }
  int64_t elementwise(const Operand& type, const Operand& place, const Dims& dims, double factor) const {
    Operand y = place;
    y.precision = type.precision;
    const auto count = int64_t(std::ceil(double(lane_words(y, dims)) / p_.words_per_cycle * factor));
    return std::max<int64_t>(p_.elementwise_minimum, count);
  }
  int64_t pool(const Dims& result, const Window& window, const Operand& y, const Operand& x,
               bool maximum) const {
    const bool integer = !is_float(x.precision);
    const double tap = integer ? (maximum ? p_.pool_tap_int_max : p_.pool_tap_int_avg)
                               : (maximum ? p_.pool_tap_float_max : p_.pool_tap_float_avg);
    const double pixel = (integer ? p_.pool_pixel_int : p_.pool_pixel_float) + tap * window.taps();
    return int64_t(std::ceil(
        double(batches(result, integer) * slots(y.address.lane, result.c) * result.h * result.w) * pixel));
  }

  const CycleParameters& p_;
};

Direction direction_of(const GdmaInstruction& instruction) {
  return std::visit([](const auto& op) { return op.direction; }, instruction);
}

}  // namespace

int64_t cycles(const BdInstruction& instruction, const CycleParameters& p) {
  return std::visit(BdCycles(p), instruction);
}

int64_t cycles(const GdmaInstruction& instruction, const CycleParameters& p) {
  int64_t bytes = 0, most_runs = 0;
  for (const Access& access : accesses(instruction)) {
    int64_t moved = 0, runs = 0;
    access.for_each_run([&](uint64_t, uint64_t size) {
      moved += int64_t(size);
      ++runs;
    });
    bytes = std::max(bytes, moved);
    most_runs = std::max(most_runs, runs);
  }
  const Direction direction = direction_of(instruction);
  const int start = direction == Direction::L2S   ? p.store_start
                    : direction == Direction::S2S ? p.system_start
                                                  : p.load_start;
  return start + int64_t(std::ceil(double(bytes) / p.bytes_per_cycle + double(most_runs) * p.cycles_per_run));
}

double nanoseconds(const BdInstruction& instruction, const CycleParameters& p) {
  return double(cycles(instruction, p)) * 1000 / kBdMegahertz;
}
double nanoseconds(const GdmaInstruction& instruction, const CycleParameters& p) {
  return double(cycles(instruction, p)) * 1000 / kGdmaMegahertz;
}

DdrBytes ddr_bytes(const GdmaInstruction& instruction) {
  DdrBytes result;
  for (const Access& access : accesses(instruction)) {
    if (access.local || !is_ddr(access.address)) continue;
    (access.write ? result.written : result.read) += access.dims.count() * access.element;
  }
  return result;
}

}  // namespace quern::bm1684
