// Serialised code to trees.
#pragma once

#include <string>

#include "model/ast.hpp"

namespace quern::frontend::pytorch {

// Adds the classes and functions of one file of code to `program`. `module` is the dotted name that its
// position in the archive gives it ("__torch__.torch.nn.modules.conv"), `file` names it in messages. Throws
// InputError, naming the line.
void parse_code(const std::string& text, const std::string& module, const std::string& file,
                Program& program);

}  // namespace quern::frontend::pytorch
