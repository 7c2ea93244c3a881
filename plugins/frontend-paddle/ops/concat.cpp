// concat, split, stack, unstack, unbind.
#include <numeric>

#include "ops/context.hpp"

namespace quern::frontend::paddle {
namespace {

void translate_concat(Context& layer) {
  const std::vector<std::string> parts = layer.inputs("X");
  if (parts.empty()) throw InputError("a concatenation of nothing");
  const auto axis = int64_t(axis_from_front(layer.integer_of("axis", "AxisTensor", 0), layer.rank(parts[0])));
  layer.make("Concat", parts, {{"axis", axis}});
}

// Sections with one -1, which takes what is left; or `num` equal parts.
std::vector<int64_t> sections_of(const Context& layer, int64_t size, size_t outputs) {
  std::vector<int64_t> sections = layer.ints_of("sections", "", "SectionsTensorList");
  const int64_t number = layer.integer("num", 0);
  if (sections.empty() || number > 0) {
    const auto count = int64_t(outputs);
    if (size % count != 0)
      throw InputError(std::to_string(size) + " cells cannot be split into " + std::to_string(count) +
                       " equal parts");
    return std::vector<int64_t>(outputs, size / count);
  }
  for (const int64_t s : sections)
    if (s > size)
      throw InputError("a section of " + std::to_string(s) + " of " + std::to_string(size) + " cells");
  int64_t rest = size;
  for (const int64_t s : sections) rest -= s < 0 ? 0 : s;
  for (int64_t& s : sections)
    if (s < 0) s = rest;
  return sections;
}

// Appends a node with several outputs; those that nobody reads get names of their own.
void split(Context& layer, const std::string& x, std::vector<std::string> outputs, int64_t axis,
           const std::vector<int64_t>& sections) {
  for (std::string& output : outputs)
    if (output.empty()) output = layer.emit().tensor("unused");
  Node node("Split", {x, layer.emit().ints("sections", sections)}, std::move(outputs));
  node.set("axis", axis);
  layer.emit().append(std::move(node));
}

void translate_split(Context& layer) {
  const std::string x = layer.input("X");
  const std::vector<std::string> outputs = layer.outputs("Out");
  const Shape dims = layer.shape(x);
  const size_t axis = axis_from_front(layer.integer_of("axis", "AxisTensor", 0), dims.size());
  if (outputs.empty()) throw InputError("a split into nothing");
  const std::vector<int64_t> sections = sections_of(layer, dims[axis], outputs.size());
  if (sections.size() != outputs.size())
    throw InputError("a split into " + std::to_string(sections.size()) + " parts has " +
                     std::to_string(outputs.size()) + " outputs");
  split(layer, x, outputs, int64_t(axis), sections);
}

void translate_stack(Context& layer) {
  const std::vector<std::string> parts = layer.inputs("X");
  if (parts.empty()) throw InputError("a stack of nothing");
  Shape shape = layer.shape(parts[0]);
  const size_t axis = axis_from_front(layer.integer("axis", 0), shape.size() + 1);
  shape.insert(shape.begin() + std::ptrdiff_t(axis), 1);
  std::vector<std::string> layers;
  for (const std::string& part : parts) layers.push_back(layer.reshape("layer", part, shape));
  layer.emit().make(layer.output("Y"), "Concat", layers, {{"axis", int64_t(axis)}});
}

// One output per cell of an axis, which they lack.
void take_apart(Context& layer, const std::vector<std::string>& outputs) {
  const std::string x = layer.input("X");
  Shape shape = layer.shape(x);
  const size_t axis = axis_from_front(layer.integer("axis", 0), shape.size());
  if (int64_t(outputs.size()) != shape[axis])
    throw InputError(std::to_string(shape[axis]) + " cells taken apart into " +
                     std::to_string(outputs.size()) + " outputs");
  std::vector<std::string> parts;
  for (size_t i = 0; i < outputs.size(); ++i) parts.push_back(layer.emit().tensor("part"));
  split(layer, x, parts, int64_t(axis), std::vector<int64_t>(outputs.size(), 1));
  shape.erase(shape.begin() + std::ptrdiff_t(axis));
  for (size_t i = 0; i < outputs.size(); ++i)
    if (!outputs[i].empty()) layer.finish(outputs[i], layer.reshape("cell", parts[i], shape));
}

void translate_unstack(Context& layer) { take_apart(layer, layer.outputs("Y")); }
void translate_unbind(Context& layer) { take_apart(layer, layer.outputs("Out")); }

QUERN_PADDLE_OP("concat", translate_concat);
QUERN_PADDLE_OP("split", translate_split);
QUERN_PADDLE_OP("stack", translate_stack);
QUERN_PADDLE_OP("unstack", translate_unstack);
QUERN_PADDLE_OP("unbind", translate_unbind);

}  // namespace
}  // namespace quern::frontend::paddle
