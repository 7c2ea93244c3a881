// The registry of adapters: functions that rewrite one node of any opset to opset 17.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ops/rewriter.hpp"

namespace quern::frontend::onnx {

struct Adapter {
  std::string_view domain;
  std::string_view op_type;
  // Appends the nodes that stand for the original. Throws UnsupportedError where that cannot be done for this
  // node, InputError where the node contradicts its operator.
  void (*adapt)(Rewriter&);
};

// The adapter of an operator; null where its nodes mean the same in opset 17 as they stand.
const Adapter* find_adapter(std::string_view domain, std::string_view op_type);

// What this frontend translates, sorted: ONNX operators by name, others as "domain.name".
std::vector<std::string> supported_operators();

namespace detail {
struct AdapterRegistration {
  explicit AdapterRegistration(const Adapter& adapter);
};
}  // namespace detail

// At namespace scope of an operator's file.
#define QUERN_ONNX_CAT_(a, b) a##b
#define QUERN_ONNX_CAT(a, b) QUERN_ONNX_CAT_(a, b)
#define QUERN_ONNX_ADAPTER(DOMAIN, OP_TYPE, FUNCTION)                                                  \
  static const ::quern::frontend::onnx::Adapter QUERN_ONNX_CAT(adapter_, __LINE__) = {DOMAIN, OP_TYPE, \
                                                                                      FUNCTION};       \
  static const ::quern::frontend::onnx::detail::AdapterRegistration QUERN_ONNX_CAT(                    \
      registration_, __LINE__)(QUERN_ONNX_CAT(adapter_, __LINE__))

}  // namespace quern::frontend::onnx
