// Data movement. Its result is another view of its input's memory where one can express it: whoever reads it,
// reads it with these strides. Otherwise it is copied.
#include "translate/gathered.hpp"
#include "translate/operators.hpp"

namespace quern::bm1684 {
namespace {

// The axis as a number from 0.
size_t axis_of(int64_t axis, size_t rank) { return size_t(axis < 0 ? axis + int64_t(rank) : axis); }

constexpr const char* kBatchOfBytes = "batches of 8-bit numbers share words";

// Every index may become a copy of its own.
constexpr size_t kMostIndices = 4096;

// A part [begin, begin + step, ...] of one axis.
struct Cut {
  size_t axis;
  int64_t begin, step;
};

// `source` restricted to cuts: a view, behind copies along axes that no view can cut.
void cut_out(Translator& t, const std::string& output, int source, const std::vector<Cut>& cuts) {
  const Shape& y = t.shape(output);
  int64_t offset = 0;
  std::vector<Cut> views;
  for (const Cut& cut : cuts) {
    const ChipTensor& x = t.at(source);
    const bool is_shared = cut.axis == 0 && is_byte(x.element) && y[0] != x.shape[0];
    if (cut.step > 0 && !is_shared) {
      views.push_back(cut);
      continue;
    }
    std::vector<int64_t> indices(static_cast<size_t>(y[cut.axis]));
    for (size_t i = 0; i < indices.size(); ++i) indices[i] = cut.begin + int64_t(i) * cut.step;
    source = gathered(t, output, source, cut.axis, indices);
  }
  std::vector<int64_t> strides = t.at(source).strides;
  for (const Cut& cut : views) {
    offset += cut.begin * strides[cut.axis];
    strides[cut.axis] *= cut.step;
  }
  t.make_view(output, y, source, offset, strides);
}

}  // namespace

std::string translate_transpose(Translator& t, const Node& node) {
  const int source = t.tensor(node.inputs[0]);
  const ChipTensor& x = t.at(source);
  const size_t rank = x.shape.size();
  Shape permutation = node.get_ints("perm");
  if (permutation.empty())
    for (size_t i = rank; i-- > 0;) permutation.push_back(int64_t(i));
  if (rank > 0 && is_byte(x.element) && permutation[0] != 0) return kBatchOfBytes;
  std::vector<int64_t> strides;
  for (const int64_t axis : permutation) strides.push_back(x.strides[size_t(axis)]);
  t.make_view(node.outputs[0], t.shape(node.outputs[0]), source, 0, strides);
  return "";
}

std::string translate_slice(Translator& t, const Node& node) {
  const quern::Tensor* starts = t.constant(node, 1);
  if (!starts || (node.has_input(3) && !t.constant(node, 3)) || (node.has_input(4) && !t.constant(node, 4)))
    return "its bounds are not constant";
  const int source = t.tensor(node.inputs[0]);
  const Shape& x = t.at(source).shape;
  const std::vector<int64_t> begin = starts->to_int64();
  std::vector<int64_t> axes, steps(begin.size(), 1);
  for (size_t i = 0; i < begin.size(); ++i) axes.push_back(int64_t(i));
  if (node.has_input(3)) axes = t.constant(node, 3)->to_int64();
  if (node.has_input(4)) steps = t.constant(node, 4)->to_int64();
  std::vector<Cut> cuts;
  for (size_t i = 0; i < begin.size(); ++i) {
    const size_t axis = axis_of(axes[i], x.size());
    const int64_t first = begin[i] < 0 ? begin[i] + x[axis] : begin[i];
    const int64_t last = steps[i] < 0 ? x[axis] - 1 : x[axis];
    cuts.push_back({axis, std::clamp<int64_t>(first, 0, last), steps[i]});
  }
  cut_out(t, node.outputs[0], source, cuts);
  return "";
}

std::string translate_split(Translator& t, const Node& node) {
  const int source = t.tensor(node.inputs[0]);
  const size_t axis = axis_of(node.get_int("axis", 0), t.at(source).shape.size());
  for (const std::string& output : node.outputs)
    if (output.empty()) return "one of its outputs has no name";
  int64_t begin = 0;
  for (const std::string& output : node.outputs) {
    cut_out(t, output, source, {{axis, begin, 1}});
    begin += t.shape(output)[axis];
  }
  return "";
}

// Evenly spaced indices are a view, others are copied.
std::string translate_gather(Translator& t, const Node& node) {
  const quern::Tensor* indices = t.constant(node, 1);
  if (!indices) return "its indices are not constant";
  if (t.graph().constant(node.inputs[0])) return "it gathers from a constant";
  const int source = t.tensor(node.inputs[0]);
  const ChipTensor x = t.at(source);
  const size_t axis = axis_of(node.get_int("axis", 0), x.shape.size());
  std::vector<int64_t> list = indices->to_int64();
  if (list.empty()) return "it has no indices";
  if (list.size() > kMostIndices) return "it has more than 4096 indices";
  for (int64_t& i : list) i += i < 0 ? x.shape[axis] : 0;
  const int64_t step = list.size() > 1 ? list[1] - list[0] : 1;
  bool is_even = step >= 0;
  for (size_t i = 1; i < list.size(); ++i) is_even = is_even && list[i] - list[i - 1] == step;
  const bool is_shared = axis == 0 && is_byte(x.element);
  if (is_shared && indices->dims.size() != 1) return kBatchOfBytes;
  const std::string& y = node.outputs[0];
  if (!is_even || is_shared || indices->dims.size() > 1) {
    const int copied = gathered(t, y, source, axis, list);
    t.make_view(y, t.shape(y), copied, 0, dense_strides(word_shape(t.shape(y), x.element)));
    return "";
  }
  std::vector<int64_t> strides = x.strides;
  const int64_t offset = list[0] * strides[axis];
  if (indices->dims.empty())
    strides.erase(strides.begin() + long(axis));
  else
    strides[axis] *= step;
  if (strides.empty()) strides = {1};
  t.make_view(y, t.shape(y), source, offset, strides);
  return "";
}

std::string translate_expand(Translator& t, const Node& node) {
  int source = t.tensor(node.inputs[0]);
  const Shape& y = t.shape(node.outputs[0]);
  Shape shape = t.at(source).shape;
  if (is_byte(t.at(source).element)) {
    if (shape.size() != y.size()) return kBatchOfBytes;
    if (shape[0] != y[0])
      source = gathered(t, node.name, source, 0, std::vector<int64_t>(static_cast<size_t>(y[0]), 0));
    shape[0] = y[0];
  }
  std::vector<int64_t> strides = t.at(source).strides;
  if (shape.empty()) shape = {1};
  while (shape.size() < y.size()) {
    shape.insert(shape.begin(), 1);
    strides.insert(strides.begin(), 0);
  }
  for (size_t i = 0; i < y.size(); ++i)
    if (shape[i] != y[i]) strides[i] = 0;
  t.make_view(node.outputs[0], y, source, 0, strides);
  return "";
}

std::string translate_tile(Translator& t, const Node& node) {
  const quern::Tensor* repeats = t.constant(node, 1);
  if (!repeats) return "its repeats are not constant";
  const std::vector<int64_t> times = repeats->to_int64();
  int made = t.tensor(node.inputs[0]);
  for (size_t axis = 0; axis < times.size(); ++axis) {
    if (times[axis] == 1) continue;
    const int64_t size = t.at(made).shape[axis];
    if (size * times[axis] > kMaxSize) return "an axis of more than 65535 has no encoding";
    std::vector<int64_t> indices(static_cast<size_t>(size * times[axis]));
    for (size_t i = 0; i < indices.size(); ++i) indices[i] = int64_t(i) % size;
    made = gathered(t, node.name, made, axis, indices);
  }
  t.make_view(node.outputs[0], t.shape(node.outputs[0]), made, 0, t.at(made).strides);
  return "";
}

// [N, C, H, W] with blocks of b: the axes of the blocks are made axes of their own, and exchanged.
std::string translate_depth_to_space(Translator& t, const Node& node) {
  const int source = t.dense(t.tensor(node.inputs[0]));
  const ChipTensor x = t.at(source);
  const int64_t b = node.get_int("blocksize", 1);
  const Shape& s = x.shape;
  const bool is_inverse = node.is("SpaceToDepth");
  const bool is_crd = node.get_string("mode", "DCR") == "CRD";
  Shape split;
  std::vector<size_t> order;
  if (is_inverse) {
    split = {s[0], s[1], s[2] / b, b, s[3] / b, b};
    order = {0, 3, 5, 1, 2, 4};
  } else if (is_crd) {
    split = {s[0], s[1] / (b * b), b, b, s[2], s[3]};
    order = {0, 1, 4, 2, 5, 3};
  } else {
    split = {s[0], b, b, s[1] / (b * b), s[2], s[3]};
    order = {0, 3, 4, 1, 5, 2};
  }
  const std::vector<int64_t> strides = dense_strides(word_shape(split, x.element));
  Shape moved;
  std::vector<int64_t> moved_strides;
  for (const size_t i : order) {
    moved.push_back(split[i]);
    moved_strides.push_back(strides[i]);
  }
  const int view = t.make_view(node.name + "/blocks", moved, source, 0, moved_strides);
  const int copied = t.dense(view);
  t.make_view(node.outputs[0], t.shape(node.outputs[0]), copied, 0,
              dense_strides(word_shape(t.shape(node.outputs[0]), x.element)));
  return "";
}

}  // namespace quern::bm1684
