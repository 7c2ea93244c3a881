// Functions of one tensor that ONNX has under another name.
#include "ops/context.hpp"

namespace quern::frontend::paddle {
namespace {

// Paddle's name and ONNX's. One template instance per line keeps the registry's plain function pointers.
template <size_t N>
struct Name {
  char text[N];
  constexpr Name(const char (&literal)[N]) {
    for (size_t i = 0; i < N; ++i) text[i] = literal[i];
  }
};

template <Name kOnnx>
void translate(Context& layer) {
  layer.make(kOnnx.text, {layer.input("X")});
}

QUERN_PADDLE_OP("relu", translate<"Relu">);
QUERN_PADDLE_OP("sigmoid", translate<"Sigmoid">);
QUERN_PADDLE_OP("tanh", translate<"Tanh">);
QUERN_PADDLE_OP("exp", translate<"Exp">);
QUERN_PADDLE_OP("log", translate<"Log">);
QUERN_PADDLE_OP("sqrt", translate<"Sqrt">);
QUERN_PADDLE_OP("abs", translate<"Abs">);
QUERN_PADDLE_OP("floor", translate<"Floor">);
QUERN_PADDLE_OP("ceil", translate<"Ceil">);
QUERN_PADDLE_OP("sin", translate<"Sin">);
QUERN_PADDLE_OP("cos", translate<"Cos">);
QUERN_PADDLE_OP("tan", translate<"Tan">);
QUERN_PADDLE_OP("asin", translate<"Asin">);
QUERN_PADDLE_OP("acos", translate<"Acos">);
QUERN_PADDLE_OP("atan", translate<"Atan">);
QUERN_PADDLE_OP("sinh", translate<"Sinh">);
QUERN_PADDLE_OP("cosh", translate<"Cosh">);
QUERN_PADDLE_OP("asinh", translate<"Asinh">);
QUERN_PADDLE_OP("acosh", translate<"Acosh">);
QUERN_PADDLE_OP("atanh", translate<"Atanh">);
QUERN_PADDLE_OP("sign", translate<"Sign">);
QUERN_PADDLE_OP("erf", translate<"Erf">);
QUERN_PADDLE_OP("reciprocal", translate<"Reciprocal">);
QUERN_PADDLE_OP("softsign", translate<"Softsign">);
QUERN_PADDLE_OP("logical_not", translate<"Not">);
QUERN_PADDLE_OP("isnan_v2", translate<"IsNaN">);
QUERN_PADDLE_OP("isinf_v2", translate<"IsInf">);

template <Name kOnnx>
void translate_quern(Context& layer) {
  layer.make(kOnnx.text, {layer.input("X")}, {}, kQuernDomain);
}

QUERN_PADDLE_OP("silu", translate_quern<"Silu">);
QUERN_PADDLE_OP("mish", translate_quern<"Mish">);

}  // namespace
}  // namespace quern::frontend::paddle
