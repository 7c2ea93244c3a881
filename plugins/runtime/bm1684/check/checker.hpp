// Watches an execution for races, for use of unwritten memory and for results that are not used.
//
// Races are found by order, not by luck: a command of one engine is ordered before a command of the other
// only if the latter, or a command before it in its queue, waits for it. Any other pair that shares a byte
// which one of them writes is a race, whichever came first this time.
#pragma once

#include "../machine_state.hpp"
#include "../program/runner.hpp"
#include "finding.hpp"
#include "ownership.hpp"
#include "uses.hpp"

namespace quern::bm1684 {

class Checker : public Watcher {
 public:
  // DDR as the machine that is watched has it.
  Checker(uint64_t ddr_base, uint64_t ddr_bytes);

  // These bytes hold something before the program starts: coefficients and inputs.
  void mark_written(uint64_t address, uint64_t bytes);
  // Reports bytes of a tensor that nothing has written.
  void expect_written(const bmodel::Tensor& tensor, const std::string& what);
  // After the last command: reports commands whose results nothing has used, and coefficients that nothing
  // has read (zeros may be padding).
  void report_unused(const bmodel::Stage& stage);

  void begin_group(const Group& group, size_t part, size_t number) override;
  void before(const BdStep& step, size_t index) override;
  void before(const GdmaStep& step, size_t index) override;
  void before_host_part(const bmodel::Subnet& subnet) override;

  [[nodiscard]] const FindingList& findings() const { return findings_; }
  [[nodiscard]] FindingList& findings() { return findings_; }

 private:
  template <class Step>
  void record(Engine engine, const Step& step, size_t index, size_t ordered);
  [[nodiscard]] std::string command_text(Engine engine, size_t index) const;

  const Group* group_ = nullptr;
  std::string where_;
  std::vector<size_t> bd_waits_, gdma_waits_;
  Ownership ownership_;
  Uses uses_;
  MachineState written_;  // one byte for each of the machine's: 0 where nothing has been written
  FindingList findings_;
};

}  // namespace quern::bm1684
