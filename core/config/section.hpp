// Typed access to the keys of a checked section. Where a value does not fit, which check_section() has
// reported already, the fallback is returned.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "config/pipeline_file.hpp"
#include "config/value.hpp"

namespace quern::config {

class Section {
 public:
  // `folder` is what relative paths refer to.
  Section(const Value& value, std::filesystem::path folder) : value_(value), folder_(std::move(folder)) {}

  [[nodiscard]] const Value& value() const { return value_; }
  [[nodiscard]] bool is_mapping() const { return value_.kind == Value::Kind::Map; }
  [[nodiscard]] const Value* find(const char* key) const { return value_.find(key); }
  [[nodiscard]] bool has(const char* key) const { return find(key) != nullptr; }
  // Place of a key's value, or of the section where the key is left out.
  [[nodiscard]] const Origin& origin(const char* key) const {
    return has(key) ? find(key)->origin : value_.origin;
  }

  [[nodiscard]] std::string text(const char* key, const std::string& fallback = {}) const;
  [[nodiscard]] std::vector<std::string> texts(const char* key) const;
  [[nodiscard]] std::filesystem::path path(const char* key) const;
  [[nodiscard]] std::vector<std::filesystem::path> paths(const char* key) const;
  [[nodiscard]] bool flag(const char* key, bool fallback) const;
  [[nodiscard]] int integer(const char* key, int fallback) const;
  [[nodiscard]] std::vector<int> integers(const char* key, std::vector<int> fallback) const;
  [[nodiscard]] double number(const char* key, double fallback) const;
  [[nodiscard]] std::vector<float> numbers(const char* key, std::vector<float> fallback) const;
  // The plugin named by `key`, with the settings under "options".
  [[nodiscard]] PluginChoice plugin(const char* key) const;
  [[nodiscard]] Section section(const char* key) const { return {*find(key), folder_}; }
  [[nodiscard]] std::filesystem::path resolve(const std::string& path) const {
    return (folder_ / path).lexically_normal();
  }

 private:
  const Value& value_;
  std::filesystem::path folder_;
};

}  // namespace quern::config
