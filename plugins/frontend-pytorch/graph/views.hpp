// Tensors that share memory: which operators make views, and writing through them.
#pragma once

#include <string>

#include "graph/session.hpp"

namespace quern::frontend::pytorch {

// Whether the operator's results may share memory with its first argument.
bool is_view(const std::string& op);
// Whether they do: reshaping copies what is not contiguous.
bool shares_memory(Session& session, const std::string& op, const TensorValue& base, TensorValue& view);
// Whether the elements of the result lie in row-major order.
bool stays_contiguous(Session& session, const std::string& op, const TensorValue& base, TensorValue& view);

// The tensor below `view` with the view's elements replaced by those of `value`, which has the view's shape
// and type. Throws UnsupportedError for expanded tensors.
std::string with_view_replaced(Session& session, TensorValue& view, const std::string& value);

}  // namespace quern::frontend::pytorch
