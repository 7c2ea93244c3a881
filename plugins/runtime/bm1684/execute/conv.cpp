// Convolutions: the input is repacked with channels innermost, the weights in blocks of kBlock output
// channels, and the kernels compute the sums of one row of one block at a time.
#include <bit>

#include "execute.hpp"
#include "padded_image.hpp"
#include "rounding.hpp"

namespace quern::bm1684 {
namespace {

// Weights of one output channel, read from local memory or constant.
class Weights {
 public:
  Weights(const Conv& op, Memory& memory) : op_(op), memory_(memory) {}

  // As raw bits: fp32, or the byte's value.
  template <class T>
  T get(int oc, int c, int tap) const {
    const Operand& w = op_.weights;
    if constexpr (std::is_same_v<T, float>) {
      if (w.constant) return std::bit_cast<float>(w.value);
      float value;
      std::memcpy(&value, byte(oc, c, tap), 4);
      return value;
    } else {
      const uint8_t value = w.constant ? uint8_t(w.value) : *byte(oc, c, tap);
      return w.is_signed ? T(int8_t(value)) : T(value);
    }
  }

 private:
  const uint8_t* byte(int oc, int c, int tap) const {
    const Operand& w = op_.weights;
    const int place = w.address.lane + oc;
    const int position = op_.rotate_kernel ? op_.window.taps() - 1 - tap : tap;
    const int64_t slot = int64_t(place / kLanes) * w.strides.c * weight_unit_bytes(w.precision);
    return memory_.lane(place % kLanes) + w.address.offset + slot +
           weight_offset(w.strides, w.precision, c, position / op_.window.kernel_w,
                         position % op_.window.kernel_w);
  }

  const Conv& op_;
  Memory& memory_;
};

// Position of weight (step, input e of the pair, output channel) within a block, as the kernels want it.
template <class T>
size_t packed_index(int64_t step, int e, int oc) {
  if constexpr (std::is_same_v<T, float>)
    return size_t(step * 2 * kBlock + e * kBlock + oc);
  else
    return size_t(step * 2 * kBlock + oc * 2 + e);
}

template <class T>
class Execution {
 public:
  using Sum = std::conditional_t<std::is_same_v<T, float>, float, int32_t>;

  Execution(const Conv& op, MachineState& machine)
      : op_(op),
        machine_(machine),
        pairs_((op.input.c + 1) / 2),
        steps_(int64_t(op.window.taps()) * pairs_),
        blocks_((op.result.c + kBlock - 1) / kBlock),
        parallel_(op.macs() >= kWorthThreads),
        image_(op.window, op.input, op.result) {
    if (steps_ * blocks_ > (int64_t(1) << 24))
      throw UnsupportedError("a convolution with " + std::to_string(op.macs() / op.result.count()) +
                             " products per result is larger than the simulator handles");
  }

  void run() {
    pack();
    const int64_t rows = op_.result.h;
    for (int n = 0; n < op_.result.n; ++n) {
      image_.load(machine_.memory, op_.x, n, machine_.workers);
      machine_.workers.each(blocks_ * rows, parallel_, [&](int64_t begin, int64_t end) {
        Scratch scratch(op_.result.w);
        for (int64_t i = begin; i < end; ++i) row(n, int(i / rows), int(i % rows), scratch);
      });
    }
  }

 private:
  struct Scratch {
    explicit Scratch(int width)
        : at(size_t(width)), sums(size_t(width) * kBlock), values(size_t(width)), old(size_t(width)) {}
    std::vector<const T*> at;
    std::vector<Sum> sums, values, old;
  };

  void pack() {
    for (int tap = 0; tap < op_.window.taps(); ++tap)
      for (int pair = 0; pair < pairs_; ++pair)
        offsets_.push_back(image_.offset(tap / op_.window.kernel_w, tap % op_.window.kernel_w, 2 * pair));
    packed_.resize(size_t(blocks_ * steps_ * 2 * kBlock));
    const Weights weights(op_, machine_.memory);
    machine_.workers.each(op_.result.c, parallel_, [&](int64_t begin, int64_t end) {
      for (int64_t oc = begin; oc < end; ++oc) {
        T* block = &packed_[size_t(oc / kBlock * steps_ * 2 * kBlock)];
        for (int64_t step = 0; step < steps_; ++step)
          for (int e = 0; e < 2; ++e) {
            const int c = int(step % pairs_) * 2 + e;
            if (c < op_.input.c)
              block[packed_index<T>(step, e, int(oc % kBlock))] =
                  weights.get<T>(int(oc), c, int(step / pairs_));
          }
      }
    });
  }

  void row(int n, int block, int oy, Scratch& scratch) {
    const Dims& result = op_.result;
    for (int x = 0; x < result.w; ++x)
      scratch.at[size_t(x)] = image_.at(int64_t(oy) * op_.window.stride_y, int64_t(x) * op_.window.stride_x);
    const T* weights = &packed_[size_t(block * steps_ * 2 * kBlock)];
    if constexpr (std::is_same_v<T, float>) {
      machine_.kernels.float_sums(scratch.at.data(), result.w, offsets_.data(), int(steps_), weights,
                                  scratch.sums.data());
    } else {
      machine_.kernels.integer_sums(scratch.at.data(), result.w, offsets_.data(), int(steps_), weights,
                                    scratch.sums.data());
    }
    const int channels = std::min(kBlock, result.c - block * kBlock);
    for (int i = 0; i < channels; ++i) {
      for (int x = 0; x < result.w; ++x) scratch.values[size_t(x)] = scratch.sums[size_t(x * kBlock + i)];
      finish(n, block * kBlock + i, oy, scratch);
    }
  }

  // Bias, result-add or rounding, and storing of one row of one channel.
  void finish(int n, int oc, int oy, Scratch& scratch) {
    const bool wide = op_.y.precision == Precision::I16;
    const ElementMap map = wide ? wide_result_map(op_.y, op_.result) : activation_map(op_.y, op_.result);
    uint8_t* to = element(machine_.memory, map, n, oc, oy, 0);
    const int64_t stride = map.w * map.unit;
    if constexpr (std::is_same_v<T, float>) {
      if (op_.bias) {
        const float bias = this->bias<float>(oc);
        for (float& value : scratch.values) value += bias;
      }
      if (op_.add_to_result) {
        load_floats(to, stride, op_.result.w, scratch.old.data());
        for (size_t x = 0; x < scratch.values.size(); ++x) scratch.values[x] += scratch.old[x];
      }
      store_floats(scratch.values.data(), op_.result.w, to, stride);
    } else {
      const int64_t bias = op_.bias ? this->bias<int16_t>(oc) : 0;
      const ValueRange range = result_range(op_.y.precision, op_.result_is_signed());
      for (int32_t& value : scratch.values) value = range.clamp(round_shift(value + bias, op_.right_shift));
      store(scratch.values.data(), op_.result.w, op_.y.precision, to, stride);
    }
  }

  template <class B>
  auto bias(int oc) const {
    B value;
    std::memcpy(&value, element(machine_.memory, per_channel_map(*op_.bias, op_.result.c, 1), 0, oc, 0, 0),
                sizeof value);
    if constexpr (std::is_same_v<B, float>)
      return value;
    else
      return op_.bias->is_signed ? int64_t(value) : int64_t(uint16_t(value));
  }

  const Conv& op_;
  MachineState& machine_;
  int pairs_;
  int64_t steps_;
  int64_t blocks_;
  bool parallel_;
  PaddedImage<T> image_;
  std::vector<T> packed_;
  std::vector<int32_t> offsets_;
};

}  // namespace

void execute(const Conv& op, MachineState& machine) {
  if (is_float(op.x.precision)) {
    Execution<float>(op, machine).run();
  } else if (op.x.precision == Precision::I8 && op.weights.precision == Precision::I8 && !op.add_to_result) {
    Execution<int16_t>(op, machine).run();
  } else {
    throw UnsupportedError(std::string("a convolution of ") + name_of(op.x.precision) + " with weights of " +
                           name_of(op.weights.precision) + (op.add_to_result ? " and result-add" : "") +
                           " is not documented");
  }
}

}  // namespace quern::bm1684
