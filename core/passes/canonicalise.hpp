// From any opset-17 model to canonical ONNX (docs/canonical.md).
#pragma once

#include <functional>

#include <quern/graph/graph.hpp>
#include <quern/host.hpp>

namespace quern::passes {

// Rewrites `model`, whose input shapes should be bound. Graph inputs and outputs keep their names and order.
// Everything that is not canonical in the end is reported; throws InputError after the last report where that
// makes the model unusable, and Error at once where the model contradicts itself.
void canonicalise(Model& model, const std::function<void(const Diagnostic&)>& report);

}  // namespace quern::passes
