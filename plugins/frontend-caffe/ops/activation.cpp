// Activations that are one operator, or a few, without weights.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

template <const char* kOperator>
void translate_unary(Context& layer) {
  layer.emit().make(layer.output(), kOperator, {layer.input()});
}
constexpr char kSigmoid[] = "Sigmoid", kTanh[] = "Tanh", kAbs[] = "Abs", kSoftplus[] = "Softplus",
               kHardSwish[] = "HardSwish";

void translate_elu(Context& layer) {
  const double alpha = layer.parameters("elu_param").get_real("alpha", 1);
  layer.emit().make(layer.output(), "Elu", {layer.input()}, {{"alpha", float(alpha)}});
}

// x * sigmoid(beta * x)
void translate_swish(Context& layer) {
  Emitter& emit = layer.emit();
  const double beta = layer.parameters("swish_param").get_real("beta", 1);
  std::string x = layer.input();
  if (beta != 1) x = emit.add("scaled", "Mul", {x, emit.scalar("beta", float(beta))});
  emit.make(layer.output(), "Mul", {layer.input(), emit.add("sigmoid", "Sigmoid", {x})});
}

// x * tanh(softplus(x))
void translate_mish(Context& layer) {
  Emitter& emit = layer.emit();
  const std::string softplus = emit.add("softplus", "Softplus", {layer.input()});
  emit.make(layer.output(), "Mul", {layer.input(), emit.add("tanh", "Tanh", {softplus})});
}

// clip(x + 3, 0, 6) / 6
void translate_hard_sigmoid(Context& layer) {
  layer.emit().make(layer.output(), "HardSigmoid", {layer.input()}, {{"alpha", 1.0f / 6.0f}, {"beta", 0.5f}});
}

void translate_clip(Context& layer) {
  const FieldTree& p = layer.parameters("clip_param");
  if (!p.has("min") || !p.has("max")) throw InputError("clip_param needs min and max");
  Emitter& emit = layer.emit();
  emit.make(layer.output(), "Clip",
            {layer.input(), emit.scalar("min", float(p.get_real("min", 0))),
             emit.scalar("max", float(p.get_real("max", 0)))});
}

// 1 where x is above the threshold, else 0.
void translate_threshold(Context& layer) {
  Emitter& emit = layer.emit();
  const double threshold = layer.parameters("threshold_param").get_real("threshold", 0);
  const std::string above =
      emit.add("above", "Greater", {layer.input(), emit.scalar("threshold", float(threshold))});
  emit.make(layer.output(), "Cast", {above}, {{"to", int64_t(DataType::Float)}});
}

QUERN_CAFFE_LAYER("Sigmoid", translate_unary<kSigmoid>);
QUERN_CAFFE_LAYER("SigmoidCrossEntropyLoss", translate_unary<kSigmoid>);
QUERN_CAFFE_LAYER("TanH", translate_unary<kTanh>);
QUERN_CAFFE_LAYER("AbsVal", translate_unary<kAbs>);
QUERN_CAFFE_LAYER("BNLL", translate_unary<kSoftplus>);
QUERN_CAFFE_LAYER("HardSwish", translate_unary<kHardSwish>);
QUERN_CAFFE_LAYER("HSwish", translate_unary<kHardSwish>);
QUERN_CAFFE_LAYER("HardSigmoid", translate_hard_sigmoid);
QUERN_CAFFE_LAYER("HSigmoid", translate_hard_sigmoid);
QUERN_CAFFE_LAYER("ELU", translate_elu);
QUERN_CAFFE_LAYER("Swish", translate_swish);
QUERN_CAFFE_LAYER("Mish", translate_mish);
QUERN_CAFFE_LAYER("Clip", translate_clip);
QUERN_CAFFE_LAYER("Threshold", translate_threshold);

}  // namespace
}  // namespace quern::frontend::caffe
