#include "layers/resampling.hpp"

#include <algorithm>

namespace quern::bm1684 {
namespace {

using Source = ResamplingLayer::Source;

// Outputs first, first + step, ... that take inputs from, from + source_step, ... with one weight.
struct Run {
  int first = 0, step = 1, count = 1;
  int from = 0, source_step = 0;
  float weight = 1;
};

// Resizing by p/q repeats itself every p outputs.
constexpr int kLongestPeriod = 16;

Run run_of(const std::vector<const Source*>& sources, const std::vector<bool>& is_done, int first, int step) {
  const int size = int(sources.size());
  Run run{first, step, 1, sources[size_t(first)]->index, 0, sources[size_t(first)]->weight};
  for (int at = first + step; at < size; at += step) {
    const Source* s = sources[size_t(at)];
    if (!s || is_done[size_t(at)] || s->weight != run.weight) break;
    const int advance = s->index - sources[size_t(at - step)]->index;
    if (advance < 0 || (run.count > 1 && advance != run.source_step)) break;
    run.source_step = advance;
    ++run.count;
  }
  return run;
}

// Covers all outputs that have a source, by few runs.
std::vector<Run> runs_of(const std::vector<const Source*>& sources) {
  std::vector<Run> runs;
  std::vector<bool> is_done(sources.size(), false);
  for (int at = 0; at < int(sources.size()); ++at) {
    if (is_done[size_t(at)] || !sources[size_t(at)]) continue;
    Run best;
    best.count = 0;
    for (int step = 1; step <= kLongestPeriod; ++step) {
      const Run run = run_of(sources, is_done, at, step);
      if (run.count > best.count) best = run;
    }
    for (int i = 0; i < best.count; ++i) is_done[size_t(at + i * best.step)] = true;
    runs.push_back(best);
  }
  return runs;
}

}  // namespace

Region ResamplingLayer::needed(size_t, const Region& out) const {
  Region box = out;
  Range& range = is_rows ? box.h : box.w;
  int low = INT32_MAX, high = 0;
  for (int o = range.begin; o < range.end; ++o)
    for (const Source& s : sources[size_t(o)]) low = std::min(low, s.index), high = std::max(high, s.index);
  range = {low, high + 1};
  return box;
}

// The first source of all outputs, then the second added to it, and so on.
void ResamplingLayer::emit(Kernel& kernel, const Tile& tile) const {
  const LocalTensor y = tile.output.as_words(), x = tile.inputs[0].as_words();
  const Range out = is_rows ? y.region.h : y.region.w;
  size_t most = 0;
  for (int o = out.begin; o < out.end; ++o) most = std::max(most, sources[size_t(o)].size());
  for (size_t k = 0; k < most; ++k) {
    std::vector<const Source*> list;
    for (int o = out.begin; o < out.end; ++o)
      list.push_back(k < sources[size_t(o)].size() ? &sources[size_t(o)][k] : nullptr);
    for (const Run& run : runs_of(list)) {
      Region to = y.region, from = y.region;
      (is_rows ? to.h : to.w) = {out.begin + run.first, out.begin + run.first + 1};
      (is_rows ? from.h : from.w) = {run.from, run.from + 1};
      Arithmetic op;
      op.dims = y.dims();
      (is_rows ? op.dims.h : op.dims.w) = run.count;
      op.y = y.operand(to);
      op.a = x.operand(from);
      (is_rows ? op.y.strides.h : op.y.strides.w) *= uint32_t(run.step);
      (is_rows ? op.a.strides.h : op.a.strides.w) *= uint32_t(run.source_step);
      op.kind = k > 0             ? Arithmetic::Kind::Mac
                : run.weight == 1 ? Arithmetic::Kind::Copy
                                  : Arithmetic::Kind::Mul;
      if (op.kind != Arithmetic::Kind::Copy) op.b = constant(run.weight);
      kernel.add(op);
    }
  }
}

}  // namespace quern::bm1684
