#include "runner.hpp"

#include <cstring>

#include <quern/error.hpp>

#include "../execute/execute.hpp"
#include "cpu_part.hpp"
#include "isa/disassemble.hpp"

namespace quern::bm1684 {
namespace {

class StageRun {
 public:
  StageRun(const StageProgram& program, MachineState& machine, const RunOptions& options)
      : program_(program), machine_(machine), options_(options) {
    for (const Part& part : program.parts)
      for (const Group& group : part.groups) total_ += group.bd.size() + group.gdma.size();
  }

  void run() {
    for (size_t p = 0; p < program_.parts.size(); ++p) {
      const Part& part = program_.parts[p];
      if (part.subnet && part.subnet->mode == bmodel::SubnetMode::Cpu) {
        if (options_.watcher) options_.watcher->before_host_part(*part.subnet);
        execute_cpu_part(*part.subnet, machine_.memory);
      }
      for (const Group& group : part.groups) run(group, p);
    }
  }

 private:
  void run(const Group& group, size_t part) {
    const std::string where = "part " + std::to_string(part) + ", group " + std::to_string(group_);
    if (options_.watcher) options_.watcher->begin_group(group, part, group_);
    const auto step = [&](const auto& command, size_t index, const char* engine) {
      try {
        if (options_.watcher) options_.watcher->before(command, index);
        execute(command.instruction, machine_);
      } catch (const Error& e) {
        if (!e.where().empty()) throw;
        throw Error(e.status(), e.what(),
                    where + ", " + engine + " " + std::to_string(command.sync.id) + ": " +
                        describe(command.instruction),
                    e.hint());
      }
      if (options_.progress && ++done_ % 64 == 0) options_.progress(double(done_) / double(total_));
    };
    try {
      run_queues(
          group, options_.eager, [&](size_t i) { step(group.bd[i], i, "bd"); },
          [&](size_t i) { step(group.gdma[i], i, "gdma"); });
    } catch (const Error& e) {
      if (!e.where().empty()) throw;
      throw Error(e.status(), e.what(), where, e.hint());
    }
    ++group_;
  }

  const StageProgram& program_;
  MachineState& machine_;
  const RunOptions& options_;
  size_t group_ = 0, done_ = 0, total_ = 0;
};

}  // namespace

void load_coefficients(const bmodel::Stage& stage, Memory& memory) {
  if (!stage.coefficients || stage.coefficients->data.size() == 0) return;
  const bmodel::Coefficients& c = *stage.coefficients;
  std::memcpy(memory.at(c.address, c.data.size()), c.data.data(), c.data.size());
}

void run_stage(const StageProgram& program, MachineState& machine, const RunOptions& options) {
  StageRun(program, machine, options).run();
}

}  // namespace quern::bm1684
