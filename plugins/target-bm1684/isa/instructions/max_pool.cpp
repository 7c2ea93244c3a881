#include "max_pool.hpp"

#include "pooling.hpp"

namespace quern::bm1684 {

MaxPool MaxPool::decode(const BdCommand& command) {
  MaxPool op;
  get_pooling(command, op.input, op.result, op.window, op.x, op.y);
  return op;
}

BdCommand MaxPool::encode() const {
  BdCommand command = pooling_template(4, 1, input, result, window, x, y);
  command.set(BdField::opd1_addr, 0);
  return command;
}

Accesses MaxPool::accesses() const {
  return {read_local(activation_map(x, input), input), write_local(activation_map(y, result), result)};
}

void MaxPool::check(Findings& findings) const {
  check_pooling(findings, input, result, window, x, y);
  findings.require(x.precision == y.precision, "input and result need the same precision");
  findings.require(
      window.dilation_y == 1 && window.dilation_x == 1 && window.insert_y == 0 && window.insert_x == 0,
      "maximum pooling with dilation or inserted zeros is not verified");
  findings.require(window.pad_up < window.kernel_h && window.pad_down < window.kernel_h &&
                       window.pad_left < window.kernel_w && window.pad_right < window.kernel_w,
                   "a window must not lie in the padding only");
  findings.lane_bounds(accesses());
}

void MaxPool::describe(Text& text) const {
  text.name("maxpool", x.precision);
  text.tensor("y", y, result);
  text.tensor("x", x, input);
  text.window(window);
}

}  // namespace quern::bm1684
