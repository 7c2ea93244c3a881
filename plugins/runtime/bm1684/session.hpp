// A program opened for execution, any number of times.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include <quern/host.hpp>
#include <quern/plugin.h>

#include "check/finding.hpp"
#include "machine_state.hpp"
#include "program/program.hpp"
#include "program/runner.hpp"

namespace quern::bm1684 {

struct SessionOptions {
  std::string net;  // "": the only one
  int threads = 1;
  bool raw = false;     // integers as they are, without scale
  bool check = false;   // races, unwritten memory, both extreme orders
  std::string profile;  // file for the trace; "": none
  std::vector<std::string> observe;
};

class Session {
 public:
  Session(Program program, SessionOptions options);

  // Inputs and outputs of the net. A dimension in which its stages differ is -1.
  void describe(const quern_tensor_sink& inputs, const quern_tensor_sink& outputs) const;

  // The stage is chosen by the inputs' shapes.
  void run(const Host& host, std::span<const quern_tensor> inputs, const quern_tensor_sink& outputs,
           const quern_tensor_sink* observer);

 private:
  [[nodiscard]] const StageProgram& choose_stage(std::span<const quern_tensor> inputs) const;
  void prepare(const StageProgram& stage, std::span<const quern_tensor> inputs, uint8_t fill);
  void execute(const Host& host, const StageProgram& stage, Eager eager, Watcher* watcher);
  void execute_checked(const Host& host, const StageProgram& stage, std::span<const quern_tensor> inputs);
  void report_profile(const Host& host, const StageProgram& stage) const;
  [[nodiscard]] std::vector<std::vector<uint8_t>> output_bytes(const StageProgram& stage);

  SessionOptions options_;
  Program program_;
  std::unique_ptr<MachineState> machine_;
};

}  // namespace quern::bm1684
