// Builds the operand list of a line of assembly.
#pragma once

#include <functional>
#include <string>

#include "types.hpp"

namespace quern::bm1684 {

// Names a system address, e.g. "conv1+0x80"; empty where there is no name.
using AddressNames = std::function<std::string(uint64_t address)>;

class Text {
 public:
  explicit Text(AddressNames names = {}) : names_(std::move(names)) {}

  void name(const std::string& mnemonic) { text_ += mnemonic; }
  void name(const std::string& mnemonic, Precision precision) {
    text_ += mnemonic + "." + name_of(precision);
  }
  // name=lane3+0x1000[1,64,28,28]:s8, with strides where they are explicit
  void tensor(const std::string& name, const Operand& operand, const Dims& dims);
  void operand(const std::string& name, const Operand& operand);
  void system(const std::string& name, uint64_t address, const Dims& dims, const Strides& strides);
  void local(const std::string& name, LocalAddress address, const Dims& dims, const Strides& strides);
  void window(const Window& window);
  void flag(const std::string& name, bool value);
  void number(const std::string& name, int64_t value);  // left out where it is 0
  void item(const std::string& item) { text_ += " " + item; }

  [[nodiscard]] const std::string& str() const { return text_; }

 private:
  AddressNames names_;
  std::string text_;
};

std::string to_text(LocalAddress address);    // lane3+0x1000
std::string to_text(const Dims& dims);        // [1,64,28,28]
std::string to_text(const Strides& strides);  // <n,c,h,w>
std::string hex(uint64_t value);              // 0x1f

}  // namespace quern::bm1684
