#include "ops/activation.hpp"

namespace quern::frontend::paddle {
namespace {

std::string name_of_activation(const Context& layer) {
  if (layer.flag("fuse_relu", false) || layer.flag("with_relu", false) || layer.flag("fuse_with_relu", false))
    return "relu";
  for (const char* attribute : {"fuse_activation", "activation", "activation_type"})
    if (const std::string name = layer.text(attribute, ""); !name.empty()) return name;
  return "";
}

}  // namespace

void make_activation(Context& layer, const std::string& output, const std::string& x,
                     const std::string& name) {
  Emitter& emit = layer.emit();
  if (name.empty() || name == "identity" || name == "linear") return emit.make(output, "Identity", {x});
  if (name == "relu") return emit.make(output, "Relu", {x});
  if (name == "sigmoid") return emit.make(output, "Sigmoid", {x});
  if (name == "tanh") return emit.make(output, "Tanh", {x});
  if (name == "relu6")
    return emit.make(output, "Clip", {x, emit.scalar("min", 0.0f), emit.scalar("max", 6.0f)});
  if (name == "leaky_relu")
    return emit.make(output, "LeakyRelu", {x},
                     {{"alpha", layer.number("fuse_alpha", double(layer.number("alpha", 0.02)))}});
  if (name == "hard_swish") return emit.make(output, "HardSwish", {x});
  if (name == "swish" || name == "silu") return emit.make(output, "Silu", {x}, {}, kQuernDomain);
  if (name == "mish") return emit.make(output, "Mish", {x}, {}, kQuernDomain);
  if (name == "gelu") return emit.make(output, "Gelu", {x}, {}, kQuernDomain);
  throw UnsupportedError("the fused activation \"" + name + "\"");
}

void make_fused_activation(Context& layer, const std::string& output, const std::string& x) {
  make_activation(layer, output, x, name_of_activation(layer));
}

}  // namespace quern::frontend::paddle
