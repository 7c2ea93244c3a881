#include "command/command.hpp"

namespace quern::command {

const std::vector<const Command*>& commands() {
  static const std::vector<const Command*> list{&kRun,     &kCheck, &kConvert,  &kExec, &kBench,
                                                &kInfo,    &kModel, &kDisasm,   &kOps,  &kPlugins,
                                                &kVersion, &kHelp,  &kReference};
  return list;
}

}  // namespace quern::command
