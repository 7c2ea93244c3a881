// box_coder: boxes to offsets from prior boxes (encode_center_size) and back (decode_center_size); box_clip.
//   encode: TargetBox [R, 4], PriorBox [C, 4] to [R, C, 4]
//   decode: TargetBox [R, C, 4] with PriorBox [C, 4] (axis 0) or [R, 4] (axis 1), to [R, C, 4]
// PriorBoxVar has the shape of PriorBox; else the attribute `variance` holds for all, else it is 1.
// Boxes that are not normalised are longer by one pixel than the distance of their corners.
#include "ops/context.hpp"

namespace quern::frontend::paddle {
namespace {

// The four numbers of boxes, each as a tensor that ends in an axis of size 1.
struct Numbers {
  std::string first, second, third, fourth;
};

Numbers take_apart(Context& layer, const std::string& boxes) {
  std::vector<std::string> parts;
  for (int i = 0; i < 4; ++i) parts.push_back(layer.emit().tensor("number"));
  Node node("Split", {boxes, layer.emit().ints("sections", {1, 1, 1, 1})}, parts);
  node.set("axis", int64_t(-1));
  layer.emit().append(std::move(node));
  return {parts[0], parts[1], parts[2], parts[3]};
}

// Arithmetic on tensors of one layer.
class Arithmetic {
 public:
  explicit Arithmetic(Context& layer) : layer_(&layer) {}
  std::string add(const std::string& a, const std::string& b) { return layer_->add("sum", "Add", {a, b}); }
  std::string subtract(const std::string& a, const std::string& b) {
    return layer_->add("difference", "Sub", {a, b});
  }
  std::string multiply(const std::string& a, const std::string& b) {
    return layer_->add("product", "Mul", {a, b});
  }
  std::string divide(const std::string& a, const std::string& b) {
    return layer_->add("quotient", "Div", {a, b});
  }
  std::string scalar(float value) { return layer_->emit().scalar("number", value); }
  std::string half(const std::string& a) { return multiply(a, scalar(0.5f)); }

 private:
  Context* layer_;
};

struct Centred {
  std::string x, y, width, height;
};

Centred centred(Context& layer, const std::string& boxes, float rim) {
  Arithmetic a(layer);
  const Numbers corner = take_apart(layer, boxes);
  Centred box{a.half(a.add(corner.first, corner.third)), a.half(a.add(corner.second, corner.fourth)),
              a.subtract(corner.third, corner.first), a.subtract(corner.fourth, corner.second)};
  if (rim != 0) {
    box.width = a.add(box.width, a.scalar(rim));
    box.height = a.add(box.height, a.scalar(rim));
  }
  return box;
}

// The tensor [n, 4] with an axis of size 1 in front (axis 0) or behind n (axis 1).
std::string extended(Context& layer, const std::string& boxes, int64_t axis) {
  const Shape dims = layer.shape(boxes);
  if (dims.size() != 2 || dims[1] != 4) throw InputError("boxes of shape " + to_string(dims));
  return layer.reshape("boxes", boxes, axis == 0 ? Shape{1, dims[0], 4} : Shape{dims[0], 1, 4});
}

// Variances that broadcast against the boxes; "" where they are all 1.
std::string variances_of(Context& layer, int64_t axis) {
  if (layer.has_input("PriorBoxVar")) return extended(layer, layer.input("PriorBoxVar"), axis);
  const std::vector<float> list = layer.floats("variance");
  if (list.empty()) return "";
  if (list.size() != 4) throw InputError("box_coder needs four variances");
  return layer.emit().constant("variance", Tensor::from(list, {1, 1, 4}));
}

void finish(Context& layer, const std::vector<std::string>& numbers) {
  layer.emit().make(layer.output("OutputBox"), "Concat", numbers, {{"axis", int64_t(-1)}});
}

void decode(Context& layer, float rim) {
  Arithmetic a(layer);
  const int64_t axis = layer.integer("axis", 0);
  std::string target = layer.input("TargetBox");
  if (layer.rank(target) != 3) throw InputError("box_coder decodes tensors of three axes");
  const Centred prior = centred(layer, extended(layer, layer.input("PriorBox"), axis), rim);
  if (const std::string variances = variances_of(layer, axis); !variances.empty())
    target = a.multiply(target, variances);
  const Numbers t = take_apart(layer, target);
  const std::string x = a.add(a.multiply(t.first, prior.width), prior.x),
                    y = a.add(a.multiply(t.second, prior.height), prior.y),
                    half_width = a.half(a.multiply(layer.add("power", "Exp", {t.third}), prior.width)),
                    half_height = a.half(a.multiply(layer.add("power", "Exp", {t.fourth}), prior.height));
  std::string right = a.add(x, half_width), bottom = a.add(y, half_height);
  if (rim != 0) {
    right = a.subtract(right, a.scalar(rim));
    bottom = a.subtract(bottom, a.scalar(rim));
  }
  finish(layer, {a.subtract(x, half_width), a.subtract(y, half_height), right, bottom});
}

void encode(Context& layer, float rim) {
  Arithmetic a(layer);
  const Centred prior = centred(layer, extended(layer, layer.input("PriorBox"), 0), rim);
  const Centred target = centred(layer, extended(layer, layer.input("TargetBox"), 1), rim);
  const auto logarithm = [&](const std::string& size, const std::string& of) {
    return layer.add("log", "Log", {layer.add("magnitude", "Abs", {a.divide(size, of)})});
  };
  const std::string code =
      layer.add("code", "Concat",
                {a.divide(a.subtract(target.x, prior.x), prior.width),
                 a.divide(a.subtract(target.y, prior.y), prior.height), logarithm(target.width, prior.width),
                 logarithm(target.height, prior.height)},
                {{"axis", int64_t(-1)}});
  const std::string variances = variances_of(layer, 0);
  if (variances.empty()) return layer.emit().make(layer.output("OutputBox"), "Identity", {code});
  layer.emit().make(layer.output("OutputBox"), "Div", {code, variances});
}

void translate_box_coder(Context& layer) {
  const float rim = layer.flag("box_normalized", true) ? 0.0f : 1.0f;
  const std::string type = layer.text("code_type", "encode_center_size");
  if (type == "decode_center_size") return decode(layer, rim);
  if (type == "encode_center_size") return encode(layer, rim);
  throw InputError("box_coder has the unknown code_type \"" + type + "\"");
}

// Corners moved into the original image, whose last pixel is round(height / scale) - 1; ImInfo [1, 3] holds
// height, width and scale of the resized one.
void translate_box_clip(Context& layer) {
  const std::string boxes = layer.input("Input"), info = layer.input("ImInfo");
  if (element_count(layer.shape(info)) != 3) throw UnsupportedError("box_clip for several images");
  Arithmetic a(layer);
  Emitter& emit = layer.emit();
  const auto number = [&](int64_t i) {
    return layer.add("info", "Gather", {layer.reshape("flat", info, {3}), emit.ints("index", {i})},
                     {{"axis", int64_t(0)}});
  };
  const auto last = [&](int64_t i) {
    const std::string size = a.add(a.divide(number(i), number(2)), a.scalar(0.5f));
    return a.subtract(layer.add("size", "Floor", {size}), a.scalar(1));
  };
  const std::string bottom = last(0), right = last(1);
  const std::string limits =
      layer.add("limits", "Concat", {right, bottom, right, bottom}, {{"axis", int64_t(0)}});
  const std::string positive = layer.add("positive", "Relu", {boxes});
  emit.make(layer.output("Output"), "Min", {positive, limits});
}

QUERN_PADDLE_OP("box_coder", translate_box_coder);
QUERN_PADDLE_OP("box_clip", translate_box_clip);

}  // namespace
}  // namespace quern::frontend::paddle
