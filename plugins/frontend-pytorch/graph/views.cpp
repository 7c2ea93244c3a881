#include "graph/views.hpp"

#include <algorithm>
#include <numeric>

#include "ops/context.hpp"

namespace quern::frontend::pytorch {
namespace {

const std::set<std::string> kReshapes = {"aten::view",      "aten::reshape",    "aten::flatten",
                                         "aten::view_as",   "aten::reshape_as", "aten::_reshape_alias",
                                         "aten::unflatten", "aten::ravel",      "aten::_unsafe_view"};
const std::set<std::string> kSameOrder = {"aten::unsqueeze", "aten::squeeze", "aten::detach", "aten::alias"};
const std::set<std::string> kPermutations = {"aten::transpose", "aten::permute",  "aten::t",
                                             "aten::numpy_T",   "aten::movedim",  "aten::moveaxis",
                                             "aten::swapaxes",  "aten::swapdims", "aten::mT"};
const std::set<std::string> kParts = {
    "aten::select",   "aten::slice",  "aten::narrow",           "aten::chunk",
    "aten::split",    "aten::unbind", "aten::split_with_sizes", "aten::tensor_split",
    "aten::diagonal", "aten::unfold"};
const std::set<std::string> kExpansions = {"aten::expand", "aten::expand_as", "aten::broadcast_to"};

// The part of one axis that a view shows.
struct Box {
  int64_t axis, begin, length;
};

std::optional<Box> box_of(Session& session, const ViewCall& view, const Shape& base) {
  std::vector<Value> args = view.args;
  Keywords keywords = view.keywords;
  Call call(session, view.op, args, keywords, "");
  const size_t rank = base.size();
  const auto clamped = [](int64_t i, int64_t size) {
    return std::clamp<int64_t>(i < 0 ? i + size : i, 0, size);
  };
  if (view.op == "aten::select") {
    const int64_t axis = call.axis(1, rank), index = call.integer(2);
    return Box{axis, index < 0 ? index + base[size_t(axis)] : index, 1};
  }
  if (view.op == "aten::slice") {
    const int64_t axis = call.axis(1, rank), size = base[size_t(axis)];
    if (call.integer(4, 1) != 1) return std::nullopt;
    const int64_t begin = clamped(call.integer(2, 0), size);
    return Box{axis, begin, std::max<int64_t>(0, clamped(call.integer(3, size), size) - begin)};
  }
  if (view.op == "aten::narrow") {
    const int64_t axis = call.axis(1, rank);
    return Box{axis, clamped(call.integer(2), base[size_t(axis)]), call.integer(3)};
  }
  const auto item = int64_t(view.item.value_or(0));
  if (view.op == "aten::unbind") return Box{call.axis(1, rank), item, 1};
  if (view.op == "aten::split" || view.op == "aten::chunk") {
    const int64_t axis = call.axis(2, rank), size = base[size_t(axis)];
    if (!call.arg(1).is_number()) return std::nullopt;
    const int64_t given = std::max<int64_t>(1, call.integer(1));
    if (view.op == "aten::split" && given > size) return Box{axis, 0, size};
    const int64_t step = view.op == "aten::split" ? given : size / given + (size % given != 0 ? 1 : 0);
    return Box{axis, item * step, std::min(step, size - item * step)};
  }
  return std::nullopt;
}

std::string slice(Session& session, const std::string& tensor, int64_t axis, int64_t begin, int64_t end) {
  Emitter& emit = session.emitter();
  return emit.add("kept", "Slice",
                  {tensor, emit.ints("begin", {begin}), emit.ints("end", {end}), emit.ints("axis", {axis})});
}

std::string reshaped(Session& session, const std::string& tensor, const Shape& shape) {
  return session.emitter().add("shaped", "Reshape", {tensor, session.emitter().ints("shape", shape)});
}

// What lies before the part, the part, what lies behind it.
std::string replace_box(Session& session, const std::string& base, const Shape& shape, const Box& box,
                        const std::string& value) {
  Shape part = shape;
  part[size_t(box.axis)] = box.length;
  std::vector<std::string> pieces;
  const int64_t size = shape[size_t(box.axis)], end = box.begin + box.length;
  if (box.begin > 0) pieces.push_back(slice(session, base, box.axis, 0, box.begin));
  if (box.length > 0) pieces.push_back(reshaped(session, value, part));
  if (end < size) pieces.push_back(slice(session, base, box.axis, end, size));
  if (pieces.size() == 1) return pieces[0];
  return session.emitter().add("written", "Concat", pieces, {{"axis", box.axis}});
}

// For views of any kind: the same view of 0, 1, 2 ... tells where each element goes.
std::string scatter(Session& session, const ViewCall& view, const std::string& base, const Shape& shape,
                    const std::string& value) {
  constexpr int64_t kMostElements = int64_t(1) << 24;
  const int64_t count = element_count(shape);
  if (count > kMostElements) throw UnsupportedError("writing into a part of a tensor " + to_string(shape));
  std::vector<int64_t> positions(size_t(count), 0);
  std::iota(positions.begin(), positions.end(), 0);
  Emitter& emit = session.emitter();
  std::vector<Value> args = view.args;
  args[0] = session.heap().tensor(emit.constant("positions", Tensor::from(positions, shape)));
  Keywords keywords = view.keywords;
  Value where = session.translate(view.op, args, keywords);
  if (view.item) where = where.ref<List>()->items.at(*view.item);
  const std::string indices = reshaped(session, session.name_of(*where.ref<TensorValue>()), {-1});
  const std::string flat = reshaped(session, base, {-1});
  const std::string written =
      emit.add("scattered", "ScatterElements", {flat, indices, reshaped(session, value, {-1})},
               {{"axis", int64_t(0)}});
  return reshaped(session, written, shape);
}

}  // namespace

bool is_view(const std::string& op) {
  return kReshapes.contains(op) || kSameOrder.contains(op) || kPermutations.contains(op) ||
         kParts.contains(op) || kExpansions.contains(op);
}

bool shares_memory(Session&, const std::string& op, const TensorValue& base, TensorValue&) {
  // A view that PyTorch allows shares memory whatever its strides are; the others copy where they must.
  return op == "aten::view" || !kReshapes.contains(op) || base.contiguous;
}

bool stays_contiguous(Session& session, const std::string& op, const TensorValue& base, TensorValue& view) {
  if (kReshapes.contains(op)) return base.contiguous || op != "aten::view";
  if (kSameOrder.contains(op)) return base.contiguous;
  const std::optional<Shape> before = session.emitter().shape(base.name);
  const std::optional<Shape> after = session.emitter().shape(view.name);
  if (!before || !after) return false;
  Shape from = *before, to = *after;
  std::erase(from, 1);
  std::erase(to, 1);
  // Moving axes of size 1 moves nothing, and neither does taking all; parts of the first axis stay in order.
  if (kPermutations.contains(op)) return base.contiguous && from.size() <= 1;
  if (from == to) return base.contiguous;
  const bool only_first_axis_differs =
      (from.size() == to.size() + 1 && std::equal(to.begin(), to.end(), from.begin() + 1)) ||
      (from.size() == to.size() && !from.empty() && std::equal(to.begin() + 1, to.end(), from.begin() + 1));
  static const std::set<std::string> whole = {"aten::select", "aten::narrow", "aten::chunk", "aten::split",
                                              "aten::unbind"};
  return whole.contains(op) && only_first_axis_differs && base.contiguous;
}

std::string with_view_replaced(Session& session, TensorValue& view, const std::string& value) {
  const ViewCall& call = *view.view;
  if (kExpansions.contains(call.op)) throw UnsupportedError("writing into an expanded tensor");
  const std::string base = session.name_of(*view.base);
  const Shape shape = session.emitter().static_shape(base);
  if (session.emitter().static_shape(session.name_of(view)) == shape && kParts.contains(call.op) &&
      call.op == "aten::slice" && box_of(session, call, shape))
    return value;
  if (kReshapes.contains(call.op) || kSameOrder.contains(call.op)) return reshaped(session, value, shape);
  if (const std::optional<Box> box = box_of(session, call, shape))
    return replace_box(session, base, shape, *box, value);
  if ((call.op == "aten::transpose" || call.op == "aten::t") && shape.size() >= 2) {
    // Swapping two axes undoes itself.
    std::vector<Value> args = call.args;
    args[0] = session.heap().tensor(value);
    Keywords keywords = call.keywords;
    const Value swapped = session.translate(call.op, args, keywords);
    return session.name_of(*swapped.ref<TensorValue>());
  }
  return scatter(session, call, base, shape, value);
}

}  // namespace quern::frontend::pytorch
