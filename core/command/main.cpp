#include "command/command.hpp"
#include "support/cancel.hpp"

int main(int argc, char** argv) {
  quern::install_cancel_handler();
  return quern::command::run({argv + 1, argv + argc});
}
