// Schemas of the domain "quern" (docs/canonical.md) for the onnx library.
#pragma once

namespace quern::schemas {

// Registers all of them once per process.
void register_quern_domain();

}  // namespace quern::schemas
