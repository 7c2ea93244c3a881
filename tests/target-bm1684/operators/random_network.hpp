// Small graphs of random operators with random shapes and parameters, for properties that hold for all of
// them.
#pragma once

#include <string>
#include <vector>

#include "harness.hpp"

namespace quern::bm1684::test {

class RandomNetwork {
 public:
  explicit RandomNetwork(unsigned seed) : g(seed) {}

  // A graph of about `length` operators. Its outputs are the tensors that nothing reads.
  Graph floats(int length);
  Graph integers(int length);

  TestGraph g;

  // ---- For the operators' generators: they return the tensor they made, or "" where `x` does not suit ----
  // One of the given numbers.
  int64_t one_of(const std::vector<int64_t>& numbers) {
    return numbers[size_t(g.between(0, int(numbers.size()) - 1))];
  }
  bool chance(int percent) { return g.between(1, 100) <= percent; }
  // An existing tensor of this shape and type, else a new input.
  std::string partner(const Shape& shape, DataType type);
  [[nodiscard]] const std::vector<std::string>& tensors() const { return tensors_; }

 private:
  using Generator = std::string (*)(RandomNetwork&, const std::string& x);
  Graph grow(int length, DataType type, const std::vector<Generator>& generators);

  std::vector<std::string> tensors_;
};

// A window that fits an image of the last two axes of `x`: sets kernel_shape, strides, pads and, where asked
// for, dilations. Returns the kernel; empty where none fits.
Shape random_window(RandomNetwork& r, Node& node, const Shape& x, bool has_dilations);

}  // namespace quern::bm1684::test
