// Where each tensor of the source model is in the converted one, and in which order of axes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <quern/frontend/emitter.hpp>

#include "model/graph.hpp"
#include "ops/permutation.hpp"

namespace quern::frontend::tensorflow {

// TensorFlow's images are NHWC, ONNX's NCHW. Instead of transposing around every convolution, each tensor is
// held in the order that its producer made, and transposed (once) when somebody needs another order.
// Operators that only map axes (elementwise, Concat, Pad, reductions, ...) work in whatever order they find.
class Layouts {
 public:
  // A Transpose that had to be written.
  struct Move {
    std::string tensor, reader;  // the layer that needed it
    std::string copy;            // the transposed tensor
  };

  explicit Layouts(Emitter& emit) : emit_(&emit) {}

  // Moves from here on are for this layer.
  void begin(const std::string& layer) { layer_ = layer; }

  // --- Saying where a source tensor is ---
  // The converted tensor `held` has its elements in order `perm`.
  void define(const std::string& tensor, const std::string& held, Permutation perm = {});
  // A constant, written when it is needed first, in the order that is wanted then.
  void define_constant(const std::string& tensor, Constant constant);
  // The same as another source tensor.
  void define_alias(const std::string& tensor, const std::string& other);
  // On a branch that is never taken.
  void kill(const std::string& tensor) { dead_.insert(tensor); }
  [[nodiscard]] bool is_dead(const std::string& tensor) const { return dead_.contains(tensor); }

  // --- What is known; dimensions and elements in the source's order ---
  [[nodiscard]] bool is_constant(const std::string& tensor) const;
  [[nodiscard]] DataType type(const std::string& tensor) const;
  [[nodiscard]] std::optional<Shape> shape(const std::string& tensor) const;
  [[nodiscard]] const Permutation& order(const std::string& tensor) const { return find(tensor).perm; }
  // The value of a constant of any size, or of a small tensor that follows from constants and shapes.
  std::optional<Tensor> value(const std::string& tensor);

  // The converted tensor that holds `tensor` in this order; transposes it where there is none yet.
  std::string in_order(const std::string& tensor, const Permutation& perm);

  // Whether `converted` was given to anybody as the place of a source tensor.
  [[nodiscard]] bool is_held(const std::string& converted) const { return held_.contains(converted); }

  [[nodiscard]] const std::vector<Move>& moves() const { return moves_; }
  Emitter& emit() { return *emit_; }

 private:
  struct Entry {
    std::string held;  // empty: a constant that is not written yet
    Permutation perm;
    Constant constant;
    std::map<Permutation, std::string> copies;
  };
  [[nodiscard]] const std::string& resolved(const std::string& tensor) const;
  [[nodiscard]] const Entry& find(const std::string& tensor) const;
  void write_constant(const std::string& tensor, Entry& entry, const Permutation& perm);
  void charge(uint64_t bytes);
  Tensor expanded(const Constant& constant, const Permutation& perm = {});

  Emitter* emit_;
  std::string layer_;
  std::unordered_map<std::string, Entry> entries_;
  std::unordered_map<std::string, std::string> aliases_;
  std::unordered_set<std::string> dead_;
  std::unordered_set<std::string> held_;
  std::vector<Move> moves_;
  // Of constants that are larger than what their file says of them; of those in files; of those computed
  // here.
  uint64_t repeated_bytes_ = 0, stored_bytes_ = 0, computed_bytes_ = 0;
};

}  // namespace quern::frontend::tensorflow
