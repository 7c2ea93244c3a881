// What the instructions of tsk_typ 1 (depthwise convolution, poolings) share.
#pragma once

#include "../findings.hpp"
#include "bd_common.hpp"

namespace quern::bm1684 {

void get_pooling(const BdCommand& command, Dims& input, Dims& result, Window& window, Operand& x, Operand& y);
BdCommand pooling_template(int eu_type, int operands, const Dims& input, const Dims& result,
                           const Window& window, const Operand& x, const Operand& y);
void check_pooling(Findings& findings, const Dims& input, const Dims& result, const Window& window,
                   const Operand& x, const Operand& y);

}  // namespace quern::bm1684
