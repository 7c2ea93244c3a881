#include "cost.hpp"

namespace quern::bm1684 {
namespace {

bool multiplies_floats(const BdInstruction& instruction) {
  if (const auto* op = std::get_if<Conv>(&instruction)) return is_float(op->x.precision);
  if (const auto* op = std::get_if<Depthwise>(&instruction)) return is_float(op->x.precision);
  if (const auto* op = std::get_if<MatMul>(&instruction)) return is_float(op->left.precision);
  return false;
}

}  // namespace

void Cost::add(const BdInstruction& instruction, const CycleParameters& p) {
  bd_nanoseconds += bm1684::nanoseconds(instruction, p);
  (multiplies_floats(instruction) ? macs_float : macs_int8) += macs(instruction);
}

void Cost::add(const GdmaInstruction& instruction, const CycleParameters& p) {
  gdma_nanoseconds += bm1684::nanoseconds(instruction, p);
  const DdrBytes bytes = ddr_bytes(instruction);
  ddr.read += bytes.read;
  ddr.written += bytes.written;
}

double Cost::mac_utilisation() const {
  if (nanoseconds <= 0) return 0;
  const double at_peak = double(macs_int8) / kPeakMacsInt8 + double(macs_float) / kPeakMacsFloat;
  return at_peak / (nanoseconds * kBdMegahertz / 1000);
}

double Cost::ddr_utilisation(const CycleParameters& p) const {
  if (nanoseconds <= 0) return 0;
  return double(ddr.read + ddr.written) / (nanoseconds * kGdmaMegahertz / 1000 * p.bytes_per_cycle);
}

Cost cost_of(std::span<const BdStep> bd, std::span<const GdmaStep> gdma) {
  Cost cost;
  for (const BdStep& step : bd) cost.add(step.instruction);
  for (const GdmaStep& step : gdma) cost.add(step.instruction);
  cost.nanoseconds = schedule(bd, gdma).end;
  return cost;
}

Cost operator+(const Cost& a, const Cost& b) {
  Cost sum = a;
  sum.nanoseconds += b.nanoseconds;
  sum.bd_nanoseconds += b.bd_nanoseconds;
  sum.gdma_nanoseconds += b.gdma_nanoseconds;
  sum.macs_int8 += b.macs_int8;
  sum.macs_float += b.macs_float;
  sum.ddr.read += b.ddr.read;
  sum.ddr.written += b.ddr.written;
  return sum;
}

}  // namespace quern::bm1684
