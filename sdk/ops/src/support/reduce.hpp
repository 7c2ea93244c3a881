// Reductions over any set of axes, always in the same order.
#pragma once

#include <vector>

#include <quern/ops/operator.hpp>

#include "support/axes.hpp"
#include "support/infer.hpp"

namespace quern::ops {

// Which axes of a tensor a node reduces. Axes come from input 1 or from the attribute "axes"; without them,
// all are reduced, or none where noop_with_empty_axes is set.
struct Reduction {
  std::vector<bool> reduced;  // one per axis
  bool keepdims = true;

  Reduction(const Node& node, size_t rank, const std::vector<int64_t>& axes);

  [[nodiscard]] Shape output_shape(const Shape& input) const;
};

// The reduction of a node at inference time; throws InferContext::Unknown where the axes are not known yet.
Reduction reduction_of(const InferContext& c);
// The reduction of a node at execution time, for an input of `rank` axes.
Reduction reduction_of(const ComputeContext& c, size_t rank);

// Output 0 has the type of input 0 and the reduced shape.
void infer_reduction(InferContext& c);

// The input as levels that are in turn kept and reduced, outermost first, with as few levels as possible.
struct ReductionLoop {
  struct Level {
    int64_t size;
    bool reduced;
    int64_t output_stride;  // 0 for reduced levels
  };
  std::vector<Level> levels;  // at least one; a single one of size 0 where the input is empty

  ReductionLoop(const Shape& input, const std::vector<bool>& reduced);

  // Calls row(input_offset, output_offset) for every innermost row, in memory order of the input.
  template <class Row>
  void for_each_row(Row&& row) const {
    if (levels.back().size == 0) return;
    const size_t outer = levels.size() - 1;
    const int64_t length = levels.back().size;
    Shape index(outer, 0);
    int64_t input = 0, output = 0;
    for (;; input += length) {
      row(input, output);
      size_t k = outer;
      for (; k > 0; --k) {
        output += levels[k - 1].output_stride;
        if (++index[k - 1] < levels[k - 1].size) break;
        output -= levels[k - 1].output_stride * levels[k - 1].size;
        index[k - 1] = 0;
      }
      if (k == 0) return;
    }
  }
};

// Folds `x` into one accumulator per output element. F has: start(), the value of an empty set;
// add(accumulator, element); merge(accumulator, accumulator).
template <class T, class A, class F>
std::vector<A> fold(const Tensor& x, const std::vector<bool>& reduced, int64_t outputs, const F& f) {
  constexpr int64_t lanes =
      8;  // partial results of a row: independent of each other, so they run in parallel
  std::vector<A> result(size_t(outputs), f.start());
  const ReductionLoop loop(x.dims, reduced);
  const T* data = x.data<T>();
  const int64_t n = loop.levels.back().size;
  if (loop.levels.back().reduced) {
    loop.for_each_row([&](int64_t from, int64_t to) {
      const T* row = data + from;
      A total = result[size_t(to)];
      int64_t i = 0;
      if (n >= 2 * lanes) {
        A lane[lanes];
        for (A& l : lane) l = f.start();
        for (; i + lanes <= n; i += lanes)
          for (int64_t l = 0; l < lanes; ++l) lane[l] = f.add(lane[l], Compute<T>(row[i + l]));
        for (const A& l : lane) total = f.merge(total, l);
      }
      for (; i < n; ++i) total = f.add(total, Compute<T>(row[i]));
      result[size_t(to)] = total;
    });
  } else {
    loop.for_each_row([&](int64_t from, int64_t to) {
      const T* row = data + from;
      A* out = result.data() + to;
      for (int64_t i = 0; i < n; ++i) out[i] = f.add(out[i], Compute<T>(row[i]));
    });
  }
  return result;
}

// The kernel of a reduction. F<T> has the type Accumulator and, besides what fold() needs,
// finish(accumulator, number of elements per output).
template <template <class> class F, class Set>
void compute_reduction(ComputeContext& c) {
  const Tensor& x = c.input(0);
  Tensor& y = make_output(c, infer_reduction);
  const std::vector<bool> reduced = reduction_of(c, x.dims.size()).reduced;
  const int64_t group = y.count() == 0 ? 0 : x.count() / y.count();
  dispatch(Set{}, x.type, [&]<class T>() {
    const F<Compute<T>> f;
    using A = decltype(f.start());
    const std::vector<A> totals = fold<T, A>(x, reduced, y.count(), f);
    T* out = y.mutable_data<T>();
    for (size_t i = 0; i < totals.size(); ++i) out[i] = T(Compute<T>(f.finish(totals[i], group)));
  });
}

// What all sums have in common.
template <class T>
struct SumFold {
  using A = Accumulator<T>;
  static A start() { return A(0); }
  static A merge(A a, A b) {
    if constexpr (std::is_integral_v<A>)
      return A(uint64_t(a) + uint64_t(b));
    else
      return a + b;
  }
};

}  // namespace quern::ops
