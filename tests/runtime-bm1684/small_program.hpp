// Hand-made programs of a few commands, written as .bmodel files.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "bmodel/model.hpp"
#include "isa/instruction.hpp"

namespace quern::bm1684::test {

// Where the parts of the small programs lie in DDR: the context begins 1 MiB behind the coefficients.
inline constexpr uint64_t kCoefficients = kArenaBase, kContext = kArenaBase + 0x100000,
                          kContextBytes = 0x100000;
inline constexpr uint64_t kInput = kContext, kOutput = kContext + 0x40000;

class SmallProgram {
 public:
  // Commands in the order of their queues; ids are counted here.
  SmallProgram& bd(const BdInstruction& instruction, uint16_t wait);
  SmallProgram& gdma(const GdmaInstruction& instruction, uint16_t wait);
  // Commands after it form the next group.
  SmallProgram& next_group();
  SmallProgram& coefficients(std::vector<uint8_t> bytes);

  bmodel::Tensor input, output;  // float32 at kInput and kOutput unless changed

  SmallProgram();
  [[nodiscard]] bmodel::Stage stage() const;
  [[nodiscard]] bmodel::Net net(const std::string& name = "net") const;

 private:
  struct Commands {
    std::vector<uint8_t> bd, gdma;
  };
  std::vector<Commands> groups_;
  std::vector<uint8_t> coefficients_;
};

// Writes a program with these nets into the test's temporary folder.
std::filesystem::path write_program(const std::vector<bmodel::Net>& nets, const std::string& file);
std::filesystem::path write_program(const SmallProgram& program, const std::string& file);

// A copy of a dense [n,c,h,w] tensor between DDR and the aligned layout of local memory (32-bit words).
GdmaCopy load(uint64_t from, LocalAddress to, const Dims& dims);
GdmaCopy save(LocalAddress from, uint64_t to, const Dims& dims);
// y = x + value, both in the aligned layout.
Scalar add_constant(LocalAddress x, LocalAddress y, const Dims& dims, float value);

}  // namespace quern::bm1684::test
