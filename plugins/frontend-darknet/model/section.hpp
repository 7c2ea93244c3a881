// One section of a .cfg file and its options.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace quern::frontend::darknet {

struct Option {
  std::string value;
  int line = 0;
};

// Values are parsed when they are asked for, so options that only matter for training may say anything.
// All readers throw InputError, naming file and line, where a value is not what they promise.
class Section {
 public:
  Section() = default;
  Section(std::string type, std::string file, int line)
      : type_(std::move(type)), file_(std::move(file)), line_(line) {}

  // The name between the brackets, in lower case.
  [[nodiscard]] const std::string& type() const { return type_; }
  [[nodiscard]] int line() const { return line_; }
  // "net.cfg:12" of the section's first line, or of the line of one of its options.
  [[nodiscard]] std::string where() const;
  [[nodiscard]] std::string where(const std::string& key) const;

  // Darknet takes the first of several options of one name; false where `key` is there already.
  bool add(const std::string& key, std::string value, int line);
  [[nodiscard]] const Option* find(const std::string& key) const;
  [[nodiscard]] bool has(const std::string& key) const { return find(key) != nullptr; }

  [[nodiscard]] std::string text(const std::string& key, const std::string& fallback) const;
  // An integer between `least` and `most`; "2.0" is one too.
  [[nodiscard]] int64_t integer(const std::string& key, int64_t fallback, int64_t least, int64_t most) const;
  [[nodiscard]] double number(const std::string& key, double fallback) const;
  // Switches are numbers: everything but 0 is on.
  [[nodiscard]] bool flag(const std::string& key) const { return number(key, 0) != 0; }
  // Numbers separated by commas; empty where the option is missing.
  [[nodiscard]] std::vector<int64_t> integers(const std::string& key) const;
  [[nodiscard]] std::vector<float> numbers(const std::string& key) const;

 private:
  std::string type_, file_;
  int line_ = 0;
  std::map<std::string, Option> options_;
};

// What sizes, strides and counts in a .cfg file may be at most.
inline constexpr int64_t kMostOfAnything = 1 << 24;

}  // namespace quern::frontend::darknet
