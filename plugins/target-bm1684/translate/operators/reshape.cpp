// Reshape and its relatives: the same memory under another shape.
#include "translate/gathered.hpp"
#include "translate/operators.hpp"

namespace quern::bm1684 {
namespace {

// Four batches share a word, so bytes move where the batch axis changes: batch `m` of the target gathers runs
// of bytes from the batches of the source.
void regroup_bytes(Translator& t, const Node& node, int source, int target) {
  const ChipTensor& x = t.at(source);
  const ChipTensor& y = t.at(target);
  const int64_t count = element_count(x.shape);
  const int64_t from = count / std::max<int64_t>(1, x.shape.empty() ? 1 : x.shape[0]);
  const int64_t to = count / std::max<int64_t>(1, y.shape.empty() ? 1 : y.shape[0]);
  for (int64_t begin = 0; begin < count;) {
    const int64_t n = begin / from, m = begin / to;
    const int64_t end = std::min((n + 1) * from, (m + 1) * to);
    SystemCopy copy;
    copy.name = node.name;
    copy.source = x.storage, copy.target = y.storage;
    copy.element_bytes = 1;
    copy.dims = {end - begin};
    copy.source_strides = copy.target_strides = {4};
    copy.source_offset = (x.offset + n / 4 * from + begin % from) * 4 + n % 4;
    copy.target_offset = (y.offset + m / 4 * to + begin % to) * 4 + m % 4;
    t.add(std::move(copy));
    begin = end;
  }
}

}  // namespace

std::string translate_reshape(Translator& t, const Node& node) {
  if (t.graph().constant(node.inputs[0])) return "its input is constant";
  int source = t.tensor(node.inputs[0]);
  const Shape shape = t.shape(node.outputs[0]);
  const Element element = t.at(source).element;
  const auto batch = [](const Shape& s) { return s.empty() ? 1 : s[0]; };
  if (is_byte(element) && batch(shape) != batch(t.at(source).shape)) {
    source = t.dense(source);
    const int target = t.make(node.outputs[0]);
    clear_partial_words(t, node.name, target);
    regroup_bytes(t, node, source, target);
    return "";
  }
  const Shape to = word_shape(shape, element);
  auto strides = reshaped_strides(word_shape(t.at(source).shape, element), t.at(source).strides, to);
  if (!strides) {
    source = t.dense(source);
    strides = dense_strides(to);
  }
  t.make_view(node.outputs[0], shape, source, 0, *strides);
  return "";
}

}  // namespace quern::bm1684
