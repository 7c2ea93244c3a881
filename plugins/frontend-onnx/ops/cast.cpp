// Cast: opset 1 names the type in words; opset 19 adds `saturate`, which concerns 8-bit floats only.
#include <array>

#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

DataType type_called(const std::string& name, const Rewriter& r) {
  static const std::array<std::pair<const char*, DataType>, 14> types = {{
      {"FLOAT", DataType::Float},
      {"FLOAT16", DataType::Float},
      {"DOUBLE", DataType::Float},
      {"UINT8", DataType::Uint8},
      {"INT8", DataType::Int8},
      {"UINT16", DataType::Uint16},
      {"INT16", DataType::Int16},
      {"UINT32", DataType::Uint32},
      {"INT32", DataType::Int32},
      {"UINT64", DataType::Uint64},
      {"INT64", DataType::Int64},
      {"BOOL", DataType::Bool},
      {"STRING", DataType::String},
      {"BFLOAT16", DataType::Float},
  }};
  for (const auto& [text, type] : types)
    if (name == text) return type;
  throw r.wrong("\"" + name + "\" is no element type");
}

void adapt_cast(Rewriter& r) {
  Node node = r.node();
  const Attribute* to = node.find("to");
  if (!to) throw r.wrong("attribute \"to\" is missing");
  if (const std::string* name = std::get_if<std::string>(&to->value))
    node.set("to", int64_t(type_called(*name, r)));
  node.remove("saturate");
  r.keep(std::move(node));
}

void adapt_cast_like(Rewriter& r) {
  Node node = r.node();
  node.remove("saturate");
  r.keep(std::move(node));
}

QUERN_ONNX_ADAPTER("", "Cast", adapt_cast);
QUERN_ONNX_ADAPTER("", "CastLike", adapt_cast_like);

}  // namespace
}  // namespace quern::frontend::onnx
