// NAME-symbol.json: the layers of a network.
#pragma once

#include <string>
#include <string_view>

#include "model/symbol.hpp"

namespace quern::frontend::mxnet {

// Reads the JSON text of a symbol of any version. Entries refer to existing layers; nothing else is checked.
// Throws InputError, naming `where` and the node, where the text is damaged or no symbol.
Symbol read_symbol(std::string_view text, const std::string& where);

}  // namespace quern::frontend::mxnet
