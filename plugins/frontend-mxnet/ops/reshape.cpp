// Reshape with MXNet's special sizes:
//    0  this axis of the input          -1  whatever is left over
//   -2  all remaining axes              -3  the product of the next two axes
//   -4  the next axis, split into the two sizes that follow (one of them may be -1)
// "reverse" reads input and sizes from the back: there the two sizes stand before -4.
#include <algorithm>
#include <array>

#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

InputError misfit(const Shape& input, const Shape& sizes) {
  std::string list;
  for (const int64_t size : sizes) list += (list.empty() ? "" : ", ") + std::to_string(size);
  return InputError("the sizes (" + list + ") do not fit the input " + to_string(input));
}

constexpr int64_t kSkipped = -100;  // an axis of size 1 that goes: a code of MXNet 2 only

// Reads the axes of the input one after the other as the codes consume them.
class Resolver {
 public:
  Resolver(const Shape& input, const Shape& sizes) : input_(input), sizes_(sizes) {}

  Shape run() {
    for (size_t i = 0; i < sizes_.size(); ++i) {
      const int64_t size = sizes_[i];
      if (size == -4) {
        if (i + 2 >= sizes_.size()) throw misfit(input_, sizes_);
        split(sizes_[i + 1], sizes_[i + 2]);
        i += 2;
      } else {
        one(size);
      }
    }
    infer();
    return result_;
  }

 private:
  int64_t next() {
    if (read_ >= input_.size()) throw misfit(input_, sizes_);
    return input_[read_++];
  }
  void one(int64_t size) {
    if (size == 0) {
      result_.push_back(next());
    } else if (size == -1) {
      if (open_ != kNone) throw misfit(input_, sizes_);
      open_ = result_.size();
      result_.push_back(1);
      ++read_;
    } else if (size == -2) {
      while (read_ < input_.size()) result_.push_back(next());
    } else if (size == kSkipped) {
      if (next() != 1) throw misfit(input_, sizes_);
    } else if (size == -3) {
      const int64_t first = next(), second = next();
      result_.push_back(element_count({first, second}));
    } else if (size > 0) {
      result_.push_back(size);
      ++read_;
    } else {
      throw misfit(input_, sizes_);
    }
  }
  void split(int64_t first, int64_t second) {
    const int64_t whole = next();
    if (first == -1 && second > 0) first = whole / second;
    if (second == -1 && first > 0) second = whole / first;
    if (first < 1 || second < 1 || element_count({first, second}) != whole) throw misfit(input_, sizes_);
    result_.push_back(first);
    result_.push_back(second);
  }
  void infer() {
    const int64_t known = element_count(result_), all = element_count(input_);
    if (open_ == kNone ? known != all : known < 1 || all % known != 0) throw misfit(input_, sizes_);
    if (open_ != kNone) result_[open_] = all / known;
  }

  static constexpr size_t kNone = size_t(-1);
  const Shape &input_, &sizes_;
  Shape result_;
  size_t read_ = 0, open_ = kNone;
};

// The attribute of very old versions: 0 is what is left over; keep_highest keeps the first axis.
Shape from_target_shape(const Context& layer, const Shape& input) {
  Shape sizes = layer.attributes().integers("target_shape");
  if (layer.attributes().flag("keep_highest", false) && !sizes.empty() && !input.empty()) sizes[0] = input[0];
  std::replace(sizes.begin(), sizes.end(), int64_t(0), int64_t(-1));
  return Resolver(input, sizes).run();
}

void translate_reshape(Context& layer) {
  Shape input = layer.shape(), sizes = layer.attributes().integers("shape");
  if (sizes.empty() && layer.attributes().has("target_shape"))
    return layer.make_reshaped(layer.input(), from_target_shape(layer, input));
  if (!layer.attributes().flag("reverse", false))
    return layer.make_reshaped(layer.input(), Resolver(input, sizes).run());
  std::reverse(input.begin(), input.end());
  std::reverse(sizes.begin(), sizes.end());
  Shape result = Resolver(input, sizes).run();
  std::reverse(result.begin(), result.end());
  layer.make_reshaped(layer.input(), result);
}

// MXNet 2 has other codes: -1 whatever is left over, -2 this axis, -3 this axis of size 1 goes, -4 all
// remaining axes, -5 the product of two, -6 a split.
void translate_npx_reshape(Context& layer) {
  const Shape input = layer.shape();
  Shape sizes = layer.attributes().integers("newshape");
  if (layer.attributes().flag("reverse", false)) throw UnsupportedError("reverse");
  constexpr std::array<int64_t, 7> kCodes = {0, -1, 0, kSkipped, -2, -3, -4};
  for (size_t i = 0; i < sizes.size(); ++i) {
    if (sizes[i] < -6) throw misfit(input, sizes);
    const bool is_split = sizes[i] == -6;
    if (sizes[i] < 0) sizes[i] = kCodes[size_t(-sizes[i])];
    if (is_split) i += 2;
  }
  layer.make_reshaped(layer.input(), Resolver(input, sizes).run());
}

// Axes lhs_begin to lhs_end of the first input become axes rhs_begin to rhs_end of the second.
void translate_reshape_like(Context& layer) {
  const Attributes& a = layer.attributes();
  const Shape input = layer.shape(0), like = layer.shape(1);
  const auto range = [&](const char* begin, const char* end, const Shape& shape) {
    const auto rank = int64_t(shape.size());
    int64_t first = a.integer(begin, 0), last = a.integer(end, rank);
    if (first < 0) first += rank;
    if (last < 0) last += rank;
    if (first < 0 || first > last || last > rank) throw InputError("the range of axes does not exist");
    return std::pair(first, last);
  };
  const auto [first, last] = range("lhs_begin", "lhs_end", input);
  const auto [from, to] = range("rhs_begin", "rhs_end", like);
  Shape result(input.begin(), input.begin() + first);
  result.insert(result.end(), like.begin() + from, like.begin() + to);
  result.insert(result.end(), input.begin() + last, input.end());
  layer.make_reshaped(layer.input(), result);
}

void translate_flatten(Context& layer) { layer.make("Flatten", {layer.input()}, {{"axis", int64_t(1)}}); }

QUERN_MXNET_OPERATOR(translate_reshape, "Reshape", "reshape");
QUERN_MXNET_OPERATOR(translate_npx_reshape, "_npx_reshape");
QUERN_MXNET_OPERATOR(translate_reshape_like, "reshape_like");
QUERN_MXNET_OPERATOR(translate_flatten, "Flatten", "flatten", "_npx_batch_flatten");

}  // namespace
}  // namespace quern::frontend::mxnet
