#include "text.hpp"

#include <bit>
#include <cstdio>

namespace quern::bm1684 {

std::string hex(uint64_t value) {
  char buffer[24];
  std::snprintf(buffer, sizeof buffer, "0x%llx", static_cast<unsigned long long>(value));
  return buffer;
}

std::string to_text(LocalAddress address) {
  return "lane" + std::to_string(address.lane) + "+" + hex(address.offset);
}

std::string to_text(const Dims& d) {
  return "[" + std::to_string(d.n) + "," + std::to_string(d.c) + "," + std::to_string(d.h) + "," +
         std::to_string(d.w) + "]";
}

std::string to_text(const Strides& s) {
  return "<" + std::to_string(s.n) + "," + std::to_string(s.c) + "," + std::to_string(s.h) + "," +
         std::to_string(s.w) + ">";
}

namespace {

std::string type_of(const Operand& operand) {
  std::string name = name_of(operand.precision);
  if (!is_float(operand.precision) && !operand.is_signed) name[0] = 'u';
  return ":" + name;
}

std::string place_of(const Operand& operand) {
  if (!operand.constant) return to_text(operand.address);
  if (!is_float(operand.precision)) return hex(operand.value);
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.9g", double(std::bit_cast<float>(operand.value)));
  return buffer;
}

std::string pair(int y, int x) { return std::to_string(y) + "x" + std::to_string(x); }

}  // namespace

void Text::operand(const std::string& name, const Operand& operand) {
  text_ += " " + name + "=" + place_of(operand);
  if (!operand.constant && operand.arrangement == Arrangement::Explicit) text_ += to_text(operand.strides);
  text_ += type_of(operand);
  if (operand.repeats_batch) text_ += ":n1";
}

void Text::tensor(const std::string& name, const Operand& operand, const Dims& dims) {
  text_ += " " + name + "=" + place_of(operand) + to_text(dims);
  if (!operand.constant && operand.arrangement == Arrangement::Explicit) text_ += to_text(operand.strides);
  text_ += type_of(operand);
  if (operand.repeats_batch) text_ += ":n1";
}

void Text::system(const std::string& name, uint64_t address, const Dims& dims, const Strides& strides) {
  std::string place = names_ ? names_(address) : std::string();
  if (place.empty()) place = (is_l2(address) ? "l2:" : "ddr:") + hex(address);
  text_ += " " + name + "=" + place + to_text(dims) + to_text(strides);
}

void Text::local(const std::string& name, LocalAddress address, const Dims& dims, const Strides& strides) {
  text_ += " " + name + "=" + to_text(address) + to_text(dims) + to_text(strides);
}

void Text::window(const Window& w) {
  text_ += " k=" + pair(w.kernel_h, w.kernel_w);
  if (w.stride_y != 1 || w.stride_x != 1) text_ += " stride=" + pair(w.stride_y, w.stride_x);
  if (w.dilation_y != 1 || w.dilation_x != 1) text_ += " dilation=" + pair(w.dilation_y, w.dilation_x);
  if (w.insert_y != 0 || w.insert_x != 0) text_ += " insert=" + pair(w.insert_y, w.insert_x);
  if (w.pad_up != 0 || w.pad_down != 0 || w.pad_left != 0 || w.pad_right != 0)
    text_ += " pad=" + std::to_string(w.pad_up) + "," + std::to_string(w.pad_down) + "," +
             std::to_string(w.pad_left) + "," + std::to_string(w.pad_right);
}

void Text::flag(const std::string& name, bool value) {
  if (value) text_ += " " + name;
}

void Text::number(const std::string& name, int64_t value) {
  if (value != 0) text_ += " " + name + "=" + std::to_string(value);
}

}  // namespace quern::bm1684
