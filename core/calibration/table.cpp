#include "calibration/table.hpp"

#include <charconv>
#include <functional>
#include <map>
#include <set>
#include <yaml-cpp/yaml.h>

#include <quern/error.hpp>

#include "support/file.hpp"
#include "support/nearest.hpp"
#include "support/parse.hpp"

namespace quern::calibration {

namespace {

constexpr int64_t kVersion = 1;
constexpr size_t kMaxFile = size_t(256) << 20;

// ---- Writing

// In double quotes, so that no name can be mistaken for something else.
std::string quoted(const std::string& text) {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = uint8_t(c);
    if (c == '"' || c == '\\') result += '\\';
    if (byte >= 0x20 && byte != 0x7F) {
      result += c;
    } else {
      result += "\\x";
      result += kDigits[byte >> 4];
      result += kDigits[byte & 15];
    }
  }
  return result + '"';
}

// The shortest text that reads back as the same number.
std::string shortest(double value) {
  char text[32];
  const auto [end, error] = std::to_chars(text, text + sizeof(text), value);
  return {text, end};
}

// ---- Reading

class Reader {
 public:
  explicit Reader(const std::string& where) : where_(where) {}

  [[noreturn]] void fail(const YAML::Node& node, const std::string& what,
                         const std::string& hint = {}) const {
    const YAML::Mark mark = node.Mark();
    const std::string place = mark.is_null() ? "" : ":" + std::to_string(mark.line + 1);
    throw InputError(what, where_ + place, hint);
  }

  using Keys = std::map<std::string, std::function<void(const YAML::Node&)>>;

  // Calls the function of each key of a mapping. Unknown and repeated keys are refused, and missing ones but
  // those in `optional`.
  void mapping(const YAML::Node& node, const Keys& keys, const std::set<std::string>& optional) const {
    if (!node.IsMap()) fail(node, "keys with values are expected here");
    std::set<std::string> found;
    for (const auto& item : node) {
      const std::string key = scalar(item.first);
      const auto it = keys.find(key);
      if (it == keys.end()) {
        std::vector<std::string> names;
        for (const auto& [name, unused] : keys) names.push_back(name);
        fail(item.first, "unknown key \"" + key + "\"" + suggestion(key, names));
      }
      if (!found.insert(key).second) fail(item.first, "the key \"" + key + "\" stands here twice");
      it->second(item.second);
    }
    for (const auto& [name, unused] : keys)
      if (!found.contains(name) && !optional.contains(name))
        fail(node, "the key \"" + name + "\" is missing");
  }

  [[nodiscard]] std::string scalar(const YAML::Node& node) const {
    if (!node.IsScalar()) fail(node, "a single value is expected here");
    return node.Scalar();
  }
  [[nodiscard]] bool boolean(const YAML::Node& node) const {
    const std::optional<bool> value = parse_bool(scalar(node));
    if (!value) fail(node, "true or false is expected here, not \"" + node.Scalar() + "\"");
    return *value;
  }
  [[nodiscard]] uint64_t count(const YAML::Node& node) const {
    const std::optional<int64_t> value = parse_int(scalar(node));
    if (!value || *value < 0) fail(node, "a count is expected here, not \"" + node.Scalar() + "\"");
    return uint64_t(*value);
  }
  [[nodiscard]] double threshold(const YAML::Node& node) const {
    const std::optional<double> value = parse_number(scalar(node));
    if (!value || *value <= 0)
      fail(node, "the threshold must be a number greater than 0, not \"" + node.Scalar() + "\"");
    return *value;
  }
  void version(const YAML::Node& node) const {
    if (parse_int(scalar(node)) != kVersion)
      fail(node, "version " + node.Scalar() + " of calibration tables is not known; this program knows 1");
  }

  [[nodiscard]] Entry entry(const YAML::Node& node) const {
    Entry e;
    mapping(node,
            {{"tensor", [&](const YAML::Node& n) { e.tensor = scalar(n); }},
             {"threshold", [&](const YAML::Node& n) { e.threshold = threshold(n); }},
             {"signed", [&](const YAML::Node& n) { e.is_signed = boolean(n); }},
             {"method", [&](const YAML::Node& n) { e.method = scalar(n); }},
             {"float", [&](const YAML::Node& n) { e.keep_float = boolean(n); }}},
            {"method", "float"});
    return e;
  }
  [[nodiscard]] std::vector<Entry> entries(const YAML::Node& node) const {
    if (!node.IsSequence()) fail(node, "a list of tensors is expected here");
    std::vector<Entry> result;
    std::set<std::string> names;
    for (const YAML::Node& item : node) {
      result.push_back(entry(item));
      const std::string& name = result.back().tensor;
      if (!names.insert(name).second) fail(item, "the tensor \"" + name + "\" stands here twice");
    }
    return result;
  }

 private:
  const std::string& where_;
};

}  // namespace

std::string encode_table(const Table& table) {
  std::string out = "quern_calibration: " + std::to_string(kVersion) + "\n";
  out += "model: " + quoted(table.model) + "\n";
  out += "method: " + quoted(table.method) + "\n";
  out += "samples: " + std::to_string(table.samples) + "\n";
  out += table.entries.empty() ? "tensors: []\n" : "tensors:\n";
  for (const Entry& e : table.entries) {
    out += "  - {tensor: " + quoted(e.tensor) + ", threshold: " + shortest(e.threshold);
    out += e.is_signed ? ", signed: true" : ", signed: false";
    out += ", method: " + quoted(e.method);
    out += e.keep_float ? ", float: true}\n" : "}\n";
  }
  return out;
}

Table decode_table(const std::string& text, const std::string& where) {
  Table table;
  try {
    const Reader reader(where);
    reader.mapping(YAML::Load(text),
                   {{"quern_calibration", [&](const YAML::Node& n) { reader.version(n); }},
                    {"model", [&](const YAML::Node& n) { table.model = reader.scalar(n); }},
                    {"method", [&](const YAML::Node& n) { table.method = reader.scalar(n); }},
                    {"samples", [&](const YAML::Node& n) { table.samples = reader.count(n); }},
                    {"tensors", [&](const YAML::Node& n) { table.entries = reader.entries(n); }}},
                   {"model", "method", "samples"});
  } catch (const YAML::Exception& e) {
    throw InputError("this is not valid YAML: " + e.msg,
                     where + (e.mark.is_null() ? "" : ":" + std::to_string(e.mark.line + 1)));
  }
  return table;
}

Table read_table(const std::string& path) { return decode_table(read_file(path, kMaxFile), path); }

std::vector<quern_calibration> view(const Table& table) {
  std::vector<quern_calibration> result;
  result.reserve(table.entries.size());
  for (const Entry& e : table.entries)
    result.push_back({e.tensor.c_str(), e.threshold, e.is_signed, e.keep_float});
  return result;
}

}  // namespace quern::calibration
