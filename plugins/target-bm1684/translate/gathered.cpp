#include "translate/gathered.hpp"

namespace quern::bm1684 {
namespace {

struct Run {
  int64_t begin = 0, count = 1, step = 0;  // of the indices; the step between them
};

// The copy engine's strides are not negative.
std::vector<Run> runs_of(const std::vector<int64_t>& indices) {
  std::vector<Run> runs;
  const auto size = int64_t(indices.size());
  for (int64_t i = 0; i < size;) {
    Run run{i, 1, 0};
    const auto advance = [&](int64_t at) { return indices[size_t(at)] - indices[size_t(at - 1)]; };
    if (i + 1 < size && advance(i + 1) >= 0) {
      run.step = advance(i + 1);
      while (i + run.count < size && advance(i + run.count) == run.step) ++run.count;
    }
    i += run.count;
    runs.push_back(run);
  }
  return runs;
}

}  // namespace

void copy_batch(Translator& t, const std::string& name, int source, int64_t from, int target, int64_t to) {
  const ChipTensor& x = t.at(source);
  const ChipTensor& y = t.at(target);
  SystemCopy copy;
  copy.name = name;
  copy.source = x.storage, copy.target = y.storage;
  copy.element_bytes = 1;
  copy.source_offset = (x.offset + from / 4 * x.strides[0]) * 4 + from % 4;
  copy.target_offset = (y.offset + to / 4 * y.strides[0]) * 4 + to % 4;
  copy.dims = {1};
  copy.source_strides = copy.target_strides = {4};
  for (size_t i = 1; i < x.shape.size(); ++i) {
    copy.dims.push_back(x.shape[i]);
    copy.source_strides.push_back(x.strides[i] * 4);
    copy.target_strides.push_back(y.strides[i] * 4);
  }
  t.add(std::move(copy));
}

void clear_partial_words(Translator& t, const std::string& name, int tensor) {
  const ChipTensor& y = t.at(tensor);
  if (!is_byte(y.element) || y.shape.empty() || y.shape[0] % 4 == 0) return;
  SystemCopy fill;
  fill.name = name;
  fill.target = y.storage;
  fill.target_offset = y.offset;
  fill.dims = {element_count(word_shape(y.shape, y.element))};
  fill.target_strides = {1};
  t.add(std::move(fill));
}

int gathered(Translator& t, const std::string& name, int source, size_t axis,
             const std::vector<int64_t>& indices) {
  const Element element = t.at(source).element;
  Shape shape = t.at(source).shape;
  shape[axis] = int64_t(indices.size());
  const int target = t.helper(name + "/gathered", element, shape);
  if (axis == 0 && is_byte(element)) {
    clear_partial_words(t, name, target);
    for (size_t i = 0; i < indices.size(); ++i) copy_batch(t, name, source, indices[i], target, int64_t(i));
    return target;
  }
  for (const Run& run : runs_of(indices)) {
    const std::vector<int64_t> from = t.at(source).strides, to = t.at(target).strides;
    Shape part = shape;
    part[axis] = run.count;
    std::vector<int64_t> stepped = from;
    stepped[axis] *= run.step;
    t.copy(name, t.make_view(name + "/from", part, source, indices[size_t(run.begin)] * from[axis], stepped),
           t.make_view(name + "/to", part, target, run.begin * to[axis], to));
  }
  return target;
}

}  // namespace quern::bm1684
