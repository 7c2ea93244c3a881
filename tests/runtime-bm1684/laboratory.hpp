// A program that is executed again and again with changes to its commands.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <random>

#include <quern/graph/tensor.hpp>

#include "check/checker.hpp"
#include "program/program.hpp"
#include "program/runner.hpp"

namespace quern::bm1684::test {

// One change: what it is, and how to take it back.
struct Change {
  std::string text;
  std::function<void()> undo;
};

class Laboratory {
 public:
  // Executes the stage with the least batch. Inputs that `inputs` lacks are random.
  Laboratory(const std::filesystem::path& program, std::map<std::string, Tensor> inputs);

  // Changes at a random place; nothing where there was nothing to change.
  // All waits of one size, up to the next larger one, express one order: they are weakened together.
  std::optional<Change> weaken_wait();
  // One address of one command, by a word, a row, a bank or more. The changed command may not even decode:
  // then nothing is changed, and that counts as found.
  std::optional<Change> move_address(bool& refused);

  // How the results compare with those of the unchanged program. By luck: right or wrong with the order of the
  // commands, or with what was in memory before.
  enum class Results { Right, Wrong, ByLuck };
  Results results();
  // Whether the program is refused, or checking mode finds a race, unwritten memory or unused results.
  bool is_found();

 private:
  using Outputs = std::vector<Tensor>;
  void prepare(uint8_t fill);
  Outputs run(Eager eager, uint8_t fill);
  [[nodiscard]] const bmodel::Stage& stage() const { return *program_.stages[stage_].stage; }
  Group& random_group();

  Program program_;
  size_t stage_ = 0;
  std::map<std::string, Tensor> inputs_;
  MachineState machine_;
  Outputs right_;
  std::mt19937 random_{11};
};

}  // namespace quern::bm1684::test
