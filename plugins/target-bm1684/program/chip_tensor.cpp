#include "program/chip_tensor.hpp"

#include "isa/layout.hpp"

namespace quern::bm1684 {

Shape word_shape(const Shape& shape, Element element) {
  Shape result = shape.empty() ? Shape{1} : shape;
  if (is_byte(element)) result[0] = divide_up(result[0], 4);
  return result;
}

std::vector<int64_t> dense_strides(const Shape& shape) {
  std::vector<int64_t> strides(shape.size(), 1);
  for (size_t i = shape.size(); i-- > 1;) strides[i - 1] = strides[i] * shape[i];
  return strides;
}

bool is_dense(const ChipTensor& tensor) {
  const Shape shape = word_shape(tensor.shape, tensor.element);
  const std::vector<int64_t> dense = dense_strides(shape);
  for (size_t i = 0; i < shape.size(); ++i)
    if (shape[i] != 1 && tensor.strides[i] != dense[i]) return false;
  return true;
}

std::optional<std::vector<int64_t>> reshaped_strides(const Shape& from, const std::vector<int64_t>& strides,
                                                     const Shape& to) {
  if (element_count(from) != element_count(to)) return std::nullopt;
  // Axes of one element have no say.
  Shape old_shape;
  std::vector<int64_t> old_strides, result(to.size(), 1);
  for (size_t i = 0; i < from.size(); ++i)
    if (from[i] != 1) old_shape.push_back(from[i]), old_strides.push_back(strides[i]);
  size_t i = 0, j = 0;
  while (i < old_shape.size()) {
    while (j < to.size() && to[j] == 1) ++j;
    // The smallest groups of axes with equal products.
    size_t i_end = i, j_end = j;
    int64_t a = old_shape[i_end++], b = to[j_end++];
    while (a != b) {
      if (a < b)
        a *= old_shape[i_end++];
      else
        b *= to[j_end++];
    }
    for (size_t k = i; k + 1 < i_end; ++k)  // the old axes of a group must follow each other without gaps
      if (old_strides[k] != old_strides[k + 1] * old_shape[k + 1]) return std::nullopt;
    int64_t stride = old_strides[i_end - 1];
    for (size_t k = j_end; k-- > j;) {
      result[k] = stride;
      stride *= to[k];
    }
    i = i_end, j = j_end;
  }
  return result;
}

Dims canonical_dims(const Shape& shape) {
  const auto at = [&](size_t i) { return i < shape.size() ? int(shape[i]) : 1; };
  if (shape.size() <= 4) return {at(0), at(1), at(2), at(3)};
  int64_t middle = 1;
  for (size_t i = 2; i + 1 < shape.size(); ++i) middle *= shape[i];
  return {int(shape[0]), int(shape[1]), int(middle), int(shape.back())};
}

Dims word_dims(const Dims& dims, Element element) {
  Dims result = dims;
  if (is_byte(element)) result.n = int(divide_up(dims.n, 4));
  return result;
}

std::optional<SystemView> view_as(const ChipTensor& tensor, const Dims& dims) {
  // Batches of bytes share words, so their axis must stay what it is.
  if (is_byte(tensor.element) && !tensor.shape.empty() && tensor.shape[0] != dims.n) return std::nullopt;
  const Dims words = word_dims(dims, tensor.element);
  const auto strides = reshaped_strides(word_shape(tensor.shape, tensor.element), tensor.strides,
                                        {words.n, words.c, words.h, words.w});
  if (!strides) return std::nullopt;
  const auto s = [&](size_t i) { return uint32_t((*strides)[i]); };
  return SystemView{tensor.storage, tensor.offset, {s(0), s(1), s(2), s(3)}};
}

}  // namespace quern::bm1684
