#include <vector>

#include <quern/error.hpp>

#include "elements.hpp"
#include "execute.hpp"
#include "rounding.hpp"

namespace quern::bm1684 {
namespace {

template <class T>
void load_row(const uint8_t* from, int64_t count, const Operand& type, T* to) {
  if constexpr (std::is_same_v<T, float>)
    load_floats(from, 4, count, to);
  else
    load(from, bytes_of(type.precision), count, type.precision, type.is_signed, to);
}

// A matrix [rows][columns] from its sections.
template <class T>
std::vector<T> read_matrix(Memory& memory, const Operand& operand, int rows, int sections, int width,
                           int columns) {
  const ElementMap map = matrix_map(operand, sections, width);
  std::vector<T> values(size_t(rows) * size_t(columns));
  for (int r = 0; r < rows; ++r)
    for (int s = 0; s < sections; ++s) {
      const int count = std::min(width, columns - s * width);
      load_row(element(memory, map, r, s, 0, 0), count, operand,
               &values[size_t(r) * size_t(columns) + size_t(s) * size_t(width)]);
    }
  return values;
}

template <class T>
class Execution {
 public:
  Execution(const MatMul& op, MachineState& machine)
      : op_(op),
        machine_(machine),
        left_(read_matrix<T>(machine.memory, op.left, op.left_rows, op.left_sections, op.left_width,
                             op.left_columns())),
        right_(read_matrix<T>(machine.memory, op.right, op.k(), op.sections, op.width, op.n())) {
    if (op.bias) bias_ = read_matrix<T>(machine.memory, *op.bias, 1, op.sections, op.width, op.n());
  }

  void run() {
    machine_.workers.each(op_.sections, op_.macs() >= kWorthThreads, [&](int64_t begin, int64_t end) {
      std::vector<T> even(size_t(op_.width)), odd(size_t(op_.width)), old(size_t(op_.width));
      for (int64_t s = begin; s < end; ++s)
        for (int m = 0; m < op_.m(); ++m) {
          multiply(m, int(s), even, odd);
          finish(m, int(s), even, old);
        }
    });
  }

 private:
  // Products of even and odd k have an accumulator each; their sum ends up in `even`.
  void multiply(int m, int section, std::vector<T>& even, std::vector<T>& odd) const {
    std::fill(even.begin(), even.end(), T(0));
    std::fill(odd.begin(), odd.end(), T(0));
    const size_t width = even.size(), columns = size_t(op_.n());
    for (int k = 0; k < op_.k(); ++k) {
      const T l = op_.transpose_left ? left_[size_t(k) * size_t(op_.m()) + size_t(m)]
                                     : left_[size_t(m) * size_t(op_.k()) + size_t(k)];
      const T* r = &right_[size_t(k) * columns + size_t(section) * width];
      T* sums = k % 2 ? odd.data() : even.data();
      for (size_t j = 0; j < width; ++j) sums[j] += l * r[j];
    }
    for (size_t j = 0; j < width; ++j) even[j] += odd[j];
  }

  void finish(int m, int section, std::vector<T>& sums, std::vector<T>& old) const {
    const ElementMap map = matrix_map(op_.y, op_.sections, op_.width);
    uint8_t* to = element(machine_.memory, map, m, section, 0, 0);
    Operand old_type = op_.y;
    old_type.is_signed = op_.old_is_signed;
    if (op_.add_to_result) load_row(to, op_.width, old_type, old.data());
    const T* bias = op_.bias ? &bias_[size_t(section) * sums.size()] : nullptr;
    if constexpr (std::is_same_v<T, float>) {
      for (size_t j = 0; j < sums.size(); ++j) {
        if (bias) sums[j] += bias[j];
        if (op_.add_to_result) sums[j] += old[j];
      }
      store_floats(sums.data(), op_.width, to, 4);
    } else {
      const ValueRange range = result_range(op_.y.precision, op_.result_is_signed());
      for (size_t j = 0; j < sums.size(); ++j) {
        int64_t value = sums[j];
        if (bias) value += bias[j];
        if (op_.add_to_result) value += int64_t(old[j]) * (int64_t(1) << op_.left_shift);
        sums[j] = range.clamp(round_shift(value, op_.right_shift));
      }
      store(sums.data(), op_.width, op_.y.precision, to, bytes_of(op_.y.precision));
    }
  }

  const MatMul& op_;
  MachineState& machine_;
  std::vector<T> left_, right_, bias_;
};

}  // namespace

void execute(const MatMul& op, MachineState& machine) {
  if (is_float(op.left.precision)) {
    Execution<float>(op, machine).run();
  } else if (op.left.precision == Precision::I8 && op.right.precision == Precision::I8) {
    Execution<int32_t>(op, machine).run();
  } else {
    throw UnsupportedError(std::string("a matrix product of ") + name_of(op.left.precision) + " and " +
                           name_of(op.right.precision) + " is not documented");
  }
}

}  // namespace quern::bm1684
