#include "random_network.hpp"

#include <algorithm>
#include <set>

#include "isa/instructions/avg_pool.hpp"

namespace quern::bm1684::test {
namespace {

using Name = std::string;
constexpr int64_t kMostElements = 60000;

Shape random_image(RandomNetwork& r) {
  const auto side = [&] { return r.chance(15) ? 1 : int64_t(r.g.between(2, 20)); };
  return {r.g.between(1, 5), r.one_of({1, 2, 3, 5, 8, 16, 31, 63, 64, 65, 70, 130}), side(), side()};
}

// ---- Any type
// -----------------------------------------------------------------------------------------------

Name concat(RandomNetwork& r, const Name& x) {
  const Shape shape = r.g.shape(x);
  const auto axis = size_t(r.g.between(1, int(shape.size()) - 1));
  Shape other = shape;
  other[axis] = r.g.between(1, 9);
  return r.g.add(node("Concat", {x, r.partner(other, r.g.type(x)), x}).set("axis", int64_t(axis)));
}

Name slice(RandomNetwork& r, const Name& x) {
  const Shape shape = r.g.shape(x);
  const auto axis = size_t(r.g.between(1, int(shape.size()) - 1));
  const int64_t start = r.g.between(0, int(shape[axis]) - 1), step = r.one_of({1, 1, 2, 3});
  return r.g.add(
      "Slice", {x, r.g.list({start}), r.g.list({shape[axis]}), r.g.list({int64_t(axis)}), r.g.list({step})});
}

Name transpose(RandomNetwork& r, const Name& x) {
  std::vector<int64_t> perm;
  for (size_t i = 0; i < r.g.shape(x).size(); ++i) perm.push_back(int64_t(i));
  std::shuffle(perm.begin() + 1, perm.end(), r.g.random());
  return r.g.add(node("Transpose", {x}).set("perm", perm));
}

// Splits or joins axes, then restores four of them.
Name reshape(RandomNetwork& r, const Name& x) {
  const Shape s = r.g.shape(x);
  const int64_t factor = r.one_of({1, 2, 3});
  Shape to = {s[0], s[1] * s[2], 1, s[3]};
  if (s[1] % factor == 0) to = {s[0], s[1] / factor, s[2] * factor, s[3]};
  return r.g.add("Reshape", {x, r.g.list(to)});
}

Name max_pool(RandomNetwork& r, const Name& x) {
  Node n = node("MaxPool", {x});
  return random_window(r, n, r.g.shape(x), false).empty() ? "" : r.g.add(n);
}

Name pad(RandomNetwork& r, const Name& x) {
  const auto some = [&] { return int64_t(r.g.between(0, 3)); };
  return r.g.add("Pad", {x, r.g.list({0, 0, some(), some(), 0, 0, some(), some()})});
}

Name upsample(RandomNetwork& r, const Name& x) {
  Shape to = r.g.shape(x);
  for (size_t i = 2; i < 4; ++i) to[i] *= r.one_of({1, 2, 3});
  Node n = node("Resize", {x, "", "", r.g.list(to)});
  n.set("mode", std::string("nearest")).set("nearest_mode", std::string("floor"));
  return r.g.add(n.set("coordinate_transformation_mode", std::string("asymmetric")));
}

Name depth_to_space(RandomNetwork& r, const Name& x) {
  if (r.g.shape(x)[1] % 4 != 0) return "";
  return r.g.add(node("DepthToSpace", {x})
                     .set("blocksize", int64_t(2))
                     .set("mode", std::string(r.chance(50) ? "DCR" : "CRD")));
}

// ---- Windows
// ------------------------------------------------------------------------------------------------

int64_t random_groups(RandomNetwork& r, int64_t channels) {
  if (r.chance(30)) return channels;  // depthwise
  const int64_t groups = r.one_of({1, 1, 2, 4});
  return channels % groups == 0 ? groups : 1;
}

Name convolution(RandomNetwork& r, const Name& x) {
  const bool is_integer = r.g.type(x) != DataType::Float;
  const Shape shape = r.g.shape(x);
  Node n = is_integer ? node("QConv", {x}, kQuernDomain) : node("Conv", {x});
  const Shape kernel = random_window(r, n, shape, true);
  if (kernel.empty()) return "";
  const int64_t groups = random_groups(r, shape[1]);
  const int64_t outputs = groups == shape[1] ? shape[1] * r.one_of({1, 1, 2}) : groups * r.g.between(1, 40);
  const Shape weights{outputs, shape[1] / groups, kernel[0], kernel[1]};
  n.inputs.push_back(is_integer ? r.g.integers(weights, DataType::Int8) : r.g.floats(weights, 0.1f));
  if (r.chance(70)) n.inputs.push_back(is_integer ? r.g.int16s({outputs}, 32767) : r.g.floats({outputs}));
  n.set("group", groups);
  if (is_integer) n.set("rshift", int64_t(r.g.between(0, 14))).set("relu", int64_t(r.chance(50)));
  return r.g.add(n);
}

Name transposed_convolution(RandomNetwork& r, const Name& x) {
  const bool is_integer = r.g.type(x) != DataType::Float;
  const Shape shape = r.g.shape(x);
  Node n = is_integer ? node("QConvTranspose", {x}, kQuernDomain) : node("ConvTranspose", {x});
  const Shape kernel{r.g.between(1, 4), r.g.between(1, 4)};
  const int64_t outputs = r.g.between(1, 20);
  const Shape weights{shape[1], outputs, kernel[0], kernel[1]};
  n.set("kernel_shape", kernel).set("strides", Shape{r.g.between(1, 3), r.g.between(1, 3)});
  n.set("dilations", Shape{1, 1}).set("pads", Shape{0, 0, 0, 0}).set("group", int64_t(1));
  n.inputs.push_back(is_integer ? r.g.integers(weights, DataType::Int8) : r.g.floats(weights, 0.1f));
  if (is_integer) n.set("rshift", int64_t(r.g.between(4, 12))).set("relu", int64_t(r.chance(50)));
  return r.g.add(n);
}

Name average_pool(RandomNetwork& r, const Name& x) {
  const bool is_integer = r.g.type(x) != DataType::Float;
  Node n = is_integer ? node("QAveragePool", {x}, kQuernDomain) : node("AveragePool", {x});
  const Shape kernel = random_window(r, n, r.g.shape(x), false);
  if (kernel.empty()) return "";
  if (is_integer) {
    const AverageMultiplier m = average_multiplier(int(kernel[0] * kernel[1]));
    n.set("multiplier", int64_t(m.multiplier)).set("rshift", int64_t(m.shift));
  } else {
    n.set("count_include_pad", int64_t(r.chance(50)));
  }
  return r.g.add(n);
}

// ---- Floats
// -------------------------------------------------------------------------------------------------

Name arithmetic(RandomNetwork& r, const Name& x) {
  Shape other = r.g.shape(x);
  for (int64_t& size : other)
    if (r.chance(25)) size = 1;
  const char* ops[] = {"Add", "Sub", "Mul", "Max", "Min"};
  return r.g.add(ops[r.g.between(0, 4)],
                 {x, r.chance(50) ? r.g.floats(other) : r.partner(other, DataType::Float)});
}

Name activation(RandomNetwork& r, const Name& x) {
  const char* ops[] = {"Relu",      "Sigmoid", "Tanh",     "LeakyRelu", "HardSigmoid",
                       "HardSwish", "Elu",     "Softplus", "Abs"};
  return r.g.add(ops[r.g.between(0, 8)], {x});
}

Name reduction(RandomNetwork& r, const Name& x) {
  const char* ops[] = {"ReduceMean", "ReduceMax", "ReduceMin"};
  return r.g.add(node(ops[r.g.between(0, 2)], {x}).set("axes", r.chance(50) ? Shape{2, 3} : Shape{1}));
}

Name softmax(RandomNetwork& r, const Name& x) {
  return r.g.add(node("Softmax", {x}).set("axis", r.one_of({1, 2, 3})));
}

// ---- Bytes
// --------------------------------------------------------------------------------------------------

Name sum_of_two(RandomNetwork& r, const Name& x) {
  Node n = node("QAdd", {x, r.partner(r.g.shape(x), r.chance(50) ? DataType::Int8 : DataType::Uint8)},
                kQuernDomain);
  const std::vector<int64_t> m{r.g.between(-128, 127), r.g.between(1, 127)},
      s{r.g.between(0, 8), r.g.between(0, 8)};
  return r.g.add(n.set("multipliers", m).set("rshifts", s).set("relu", int64_t(r.chance(50))));
}

Name product(RandomNetwork& r, const Name& x) {
  Shape gate = r.g.shape(x);
  if (r.chance(50)) gate[2] = gate[3] = 1;
  Node n = node("QMul", {x, r.partner(gate, r.chance(50) ? DataType::Int8 : DataType::Uint8)}, kQuernDomain);
  return r.g.add(n.set("rshift", int64_t(r.g.between(0, 12))).set("relu", int64_t(r.chance(50))));
}

Name rescale(RandomNetwork& r, const Name& x) {
  Node n = node("QRescale", {x}, kQuernDomain);
  n.set("multiplier", int64_t(r.g.between(-128, 127))).set("rshift", int64_t(r.g.between(0, 10)));
  return r.g.add(n.set("relu", int64_t(r.chance(50))));
}

Name scale(RandomNetwork& r, const Name& x) {
  const int64_t channels = r.g.shape(x)[1];
  Node n = node("QScale", {x, r.g.integers({channels}, DataType::Int8), r.g.int16s({channels}, 32767)},
                kQuernDomain);
  std::vector<int64_t> shifts;
  for (int64_t c = 0; c < channels; ++c) shifts.push_back(r.g.between(0, 15));
  return r.g.add(n.set("rshifts", shifts).set("relu", int64_t(r.chance(50))));
}

Name look_up(RandomNetwork& r, const Name& x) {
  return r.g.add(
      node("QLut", {x, r.g.integers({256}, r.chance(50) ? DataType::Int8 : DataType::Uint8)}, kQuernDomain));
}

Name slope(RandomNetwork& r, const Name& x) {
  if (r.g.type(x) != DataType::Int8) return "";
  Node n = node("QPRelu", {x, r.g.integers({r.g.shape(x)[1]}, DataType::Int8)}, kQuernDomain);
  return r.g.add(n.set("rshift", int64_t(r.g.between(0, 8))));
}

}  // namespace

Shape random_window(RandomNetwork& r, Node& node, const Shape& x, bool has_dilations) {
  Shape kernel, strides, begin, end, dilations;
  for (size_t i = 2; i < 4; ++i) {
    const int64_t k = r.chance(10) ? r.g.between(6, 11) : r.g.between(1, 5);
    const int64_t dilation = has_dilations && r.chance(25) ? r.g.between(2, 3) : 1,
                  extent = (k - 1) * dilation + 1;
    kernel.push_back(k);
    dilations.push_back(dilation);
    strides.push_back(r.chance(50) ? 1 : r.g.between(2, 4));
    begin.push_back(r.g.between(0, int(k) - 1));
    end.push_back(r.g.between(0, int(k) - 1));
    if (x[i] + begin.back() + end.back() < extent) return {};
  }
  begin.insert(begin.end(), end.begin(), end.end());
  node.set("kernel_shape", kernel).set("strides", strides).set("pads", begin);
  if (has_dilations) node.set("dilations", dilations);
  return kernel;
}

std::string RandomNetwork::partner(const Shape& shape, DataType type) {
  std::vector<std::string> fitting;
  for (const std::string& name : tensors_)
    if (g.shape(name) == shape && g.type(name) == type) fitting.push_back(name);
  if (fitting.empty()) return g.input(shape, type);
  return fitting[size_t(g.between(0, int(fitting.size()) - 1))];
}

Graph RandomNetwork::grow(int length, DataType type, const std::vector<Generator>& generators) {
  tensors_ = {g.input(random_image(*this), type)};
  std::set<std::string> read;
  for (int tries = 0; int(tensors_.size()) <= length && tries < 20 * length; ++tries) {
    // Mostly the newest tensor, so that chains form.
    const std::string x =
        chance(75) ? tensors_.back() : tensors_[size_t(g.between(0, int(tensors_.size()) - 1))];
    if (element_count(g.shape(x)) > kMostElements) continue;
    const std::string made = generators[size_t(g.between(0, int(generators.size()) - 1))](*this, x);
    if (!made.empty()) tensors_.push_back(made);
  }
  std::vector<std::string> outputs;
  const Graph all = g.finish({tensors_.back()});
  for (const Node& n : all.nodes) read.insert(n.inputs.begin(), n.inputs.end());
  for (size_t i = 1; i < tensors_.size(); ++i)
    if (!read.contains(tensors_[i])) outputs.push_back(tensors_[i]);
  return g.finish(outputs);
}

Graph RandomNetwork::floats(int length) {
  return grow(length, DataType::Float,
              {concat, slice, transpose, reshape, max_pool, pad, upsample, depth_to_space, convolution,
               convolution, transposed_convolution, average_pool, arithmetic, arithmetic, activation,
               activation, reduction, softmax});
}

Graph RandomNetwork::integers(int length) {
  return grow(
      length, chance(50) ? DataType::Int8 : DataType::Uint8,
      {concat, slice, transpose, reshape, max_pool, pad, upsample, depth_to_space, convolution, convolution,
       transposed_convolution, average_pool, sum_of_two, product, rescale, scale, look_up, slope});
}

}  // namespace quern::bm1684::test
