// Inputs and outputs of the network: parameters of the method that is converted, and what it returns.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <quern/frontend/bind_inputs.hpp>

#include "graph/evaluator.hpp"

namespace quern::frontend::pytorch {

// Declares the inputs of the graph: one for each tensor parameter, "NAME.0", "NAME.1" ... for tuples and
// lists of tensors. TorchScript tells neither shapes nor element types. Throws UnsupportedError for other
// parameters without a default value.
void declare_inputs(const Function& method, const std::vector<Binding>& bindings,
                    const std::map<std::string, DataType>& types, Graph& graph);

// TorchScript's callers name no arguments, so a single input takes the name that the user binds it by.
void name_only_input(const std::vector<Binding>& bindings, Graph& graph, const Host& host);

// The arguments that the method is to be called with.
std::vector<Value> arguments_of(const Function& method, Evaluator& evaluator, Session& session);

// Makes what the method returned the outputs of the graph. A single tensor is "out", items of tuples and
// lists are "out0", "out1" ..., items of dictionaries have the names of their keys.
void declare_outputs(const Value& result, Session& session);

}  // namespace quern::frontend::pytorch
