// box_decode: offsets [N, A, 4] and anchors [1, A, 4] to boxes (x1, y1, x2, y2).
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

// Two of the four numbers in every row.
std::string columns(Context& layer, const std::string& rows, const char* suffix, int64_t first) {
  Emitter& emit = layer.emit();
  return layer.add(
      suffix, "Slice",
      {rows, emit.ints("first", {first}), emit.ints("end", {first + 2}), emit.ints("last_axis", {-1})});
}

std::string pair(Context& layer, const char* suffix, double a, double b) {
  return layer.emit().constant(suffix, Tensor::from<float>({float(a), float(b)}));
}

// The centre moves by offset * std * size, the size grows by exp(offset * std).
void translate_box_decode(Context& layer) {
  const Attributes& a = layer.attributes();
  const bool is_centre = a.text("format", "center") == "center";
  if (!is_centre && a.text("format", "") != "corner")
    throw UnsupportedError("format " + a.text("format", ""));
  const std::string first = columns(layer, layer.input(1), "anchor_first", 0),
                    second = columns(layer, layer.input(1), "anchor_second", 2);
  const std::string half = layer.emit().scalar("half", 0.5f);
  const std::string size = is_centre ? second : layer.add("anchor_size", "Sub", {second, first});
  const std::string half_size = layer.add("half_size", "Mul", {size, half});
  const std::string centre = is_centre ? first : layer.add("anchor_centre", "Add", {first, half_size});

  const std::string shift = layer.add("shift", "Mul",
                                      {columns(layer, layer.input(), "offset_centre", 0),
                                       pair(layer, "std_centre", a.number("std0", 1), a.number("std1", 1))});
  const std::string moved = layer.add("moved", "Add", {layer.add("distance", "Mul", {shift, size}), centre});
  std::string growth = layer.add("growth", "Mul",
                                 {columns(layer, layer.input(), "offset_size", 2),
                                  pair(layer, "std_size", a.number("std2", 1), a.number("std3", 1))});
  if (const double limit = a.number("clip", -1); limit > 0)
    growth = layer.add("limited", "Min", {growth, layer.emit().scalar("limit", float(limit))});
  const std::string extent = layer.add("extent", "Mul", {layer.add("factor", "Exp", {growth}), half_size});
  const std::string begin = layer.add("begin", "Sub", {moved, extent}),
                    end = layer.add("end", "Add", {moved, extent});
  layer.make("Concat", {begin, end}, {{"axis", int64_t(-1)}});
}

QUERN_MXNET_OPERATOR(translate_box_decode, "_contrib_box_decode");

}  // namespace
}  // namespace quern::frontend::mxnet
