// Dropout in inference passes its input on; its mask, where somebody reads it, keeps every element.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_dropout(Rewriter& r) {
  r.finish("Identity", {r.input(0)});
  if (!r.node().has_output(1)) return;
  const std::string dims = r.add("mask_shape", "Shape", {r.input(0)});
  const DataType type = r.opset() < 10 ? DataType::Float : DataType::Bool;
  Tensor one(type, {1});
  if (type == DataType::Float)
    *one.mutable_data<float>() = 1.0f;
  else
    *one.mutable_data<bool>() = true;
  r.finish_output(1, "ConstantOfShape", {dims}, {{"value", one}});
}

QUERN_ONNX_ADAPTER("", "Dropout", adapt_dropout);

}  // namespace
}  // namespace quern::frontend::onnx
