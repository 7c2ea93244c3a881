#include <algorithm>

#include <quern/frontend/pooling.hpp>

namespace quern::frontend {
namespace {

Shape filled(Shape given, size_t rank, int64_t fallback, int64_t least, const char* what) {
  if (given.empty()) given.assign(rank, fallback);
  if (given.size() != rank)
    throw InputError(std::string(what) + " of a pooling has " + std::to_string(given.size()) +
                     " entries, not " + std::to_string(rank));
  for (const int64_t value : given)
    if (value < least || value > (int64_t(1) << 30))
      throw InputError(std::string(what) + " of a pooling is " + std::to_string(value));
  return given;
}

void complete(Pooling& p, size_t rank) {
  p.kernel = filled(std::move(p.kernel), rank, 1, 1, "the kernel");
  p.strides = filled(std::move(p.strides), rank, 1, 1, "the stride");
  p.dilations = filled(std::move(p.dilations), rank, 1, 1, "the dilation");
  p.pads_begin = filled(std::move(p.pads_begin), rank, 0, 0, "the padding");
  p.pads_end = filled(std::move(p.pads_end), rank, 0, 0, "the padding");
}

std::vector<int64_t> joined(const Shape& begin, const Shape& end) {
  std::vector<int64_t> both = begin;
  both.insert(both.end(), end.begin(), end.end());
  return both;
}

bool any(const Shape& values) {
  return std::any_of(values.begin(), values.end(), [](int64_t v) { return v != 0; });
}

// Pads the spatial axes with zeros.
std::string add_zeros(Emitter& emitter, const std::string& input, const Shape& begin, const Shape& end) {
  std::vector<int64_t> pads(2, 0);
  pads.insert(pads.end(), begin.begin(), begin.end());
  pads.insert(pads.end(), 2, 0);
  pads.insert(pads.end(), end.begin(), end.end());
  return emitter.add("padded", "Pad", {input, emitter.ints("pads", pads)});
}

}  // namespace

Shape end_pads(const Pooling& given, const Shape& spatial) {
  Pooling p = given;
  complete(p, spatial.size());
  Shape ends = p.pads_end;
  for (size_t i = 0; i < spatial.size(); ++i) {
    const int64_t extent = (p.kernel[i] - 1) * p.dilations[i] + 1;
    const int64_t room = spatial[i] + p.pads_begin[i] + p.pads_end[i] - extent;
    // Rounded up, one window may reach over the end.
    if (room < 0 && !(p.ceil && room > -p.strides[i]))
      throw InputError("a pooling window of " + std::to_string(extent) + " cells does not fit into " +
                       std::to_string(spatial[i]) + " cells and their padding");
    if (!p.ceil) continue;
    int64_t outputs = (std::max<int64_t>(room, 0) + p.strides[i] - 1) / p.strides[i] + 1;
    if (p.drop_outside && outputs > 1 && (outputs - 1) * p.strides[i] >= spatial[i] + p.pads_begin[i])
      --outputs;
    ends[i] = std::max<int64_t>(0, (outputs - 1) * p.strides[i] + extent - spatial[i] - p.pads_begin[i]);
  }
  return ends;
}

void make_pooling(Emitter& emitter, const std::string& output, const std::string& input, Pooling p) {
  const Shape shape = emitter.static_shape(input);
  if (shape.size() < 3)
    throw InputError("pooling needs a batch, a channel and at least one spatial axis, not " +
                     to_string(shape));
  const Shape spatial(shape.begin() + 2, shape.end());
  complete(p, spatial.size());
  const Shape ends = end_pads(p, spatial);
  if (!p.average) {
    emitter.make(output, "MaxPool", {input},
                 {{"kernel_shape", p.kernel},
                  {"strides", p.strides},
                  {"dilations", p.dilations},
                  {"pads", joined(p.pads_begin, ends)}});
    return;
  }
  if (std::any_of(p.dilations.begin(), p.dilations.end(), [](int64_t d) { return d != 1; }))
    throw UnsupportedError("average pooling with dilation");
  std::string source = input;
  Shape begin = p.pads_begin, end = ends;
  bool include = p.count_include_pad && (any(p.pads_begin) || any(p.pads_end));
  if (include && ends != p.pads_end) {
    // Padding counts, what rounding up adds does not: only the padding becomes part of the data.
    source = add_zeros(emitter, input, p.pads_begin, p.pads_end);
    include = false;
    for (size_t i = 0; i < end.size(); ++i) {
      begin[i] = 0;
      end[i] = std::max<int64_t>(0, end[i] - p.pads_end[i]);
    }
  }
  emitter.make(output, "AveragePool", {source},
               {{"kernel_shape", p.kernel},
                {"strides", p.strides},
                {"pads", joined(begin, end)},
                {"count_include_pad", int64_t(include)}});
}

}  // namespace quern::frontend
