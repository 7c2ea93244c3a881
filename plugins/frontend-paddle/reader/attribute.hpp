// One attribute of an operator.
#pragma once

#include <string>
#include <utility>

#include <quern/onnx/wire.hpp>

#include "model/program.hpp"

namespace quern::frontend::paddle {

// Name and value. Throws protozero::exception where the message is damaged, InputError where its type is
// none that the schema knows.
std::pair<std::string, OpAttribute> read_attribute(protozero::pbf_reader message);

}  // namespace quern::frontend::paddle
