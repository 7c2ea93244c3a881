#include "reader/cfg.hpp"

#include <algorithm>
#include <cctype>

#include <quern/error.hpp>

namespace quern::frontend::darknet {
namespace {

// Hands out the lines of a text without blanks and comments.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
  }

  // False at the end. `line` is empty for lines that only hold blanks and comments.
  bool next(std::string& line) {
    if (rest_.empty()) return false;
    const size_t end = std::min(rest_.find_first_of("\r\n"), rest_.size());
    line.clear();
    for (const char c : rest_.substr(0, end)) {
      if (c == '#' || c == ';') break;
      if (!std::isspace(static_cast<unsigned char>(c))) line += c;
    }
    const bool crlf = rest_.substr(end).starts_with("\r\n");
    rest_.remove_prefix(std::min(rest_.size(), end + (crlf ? 2 : 1)));
    ++number_;
    return true;
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  std::string_view rest_;
  int number_ = 0;
};

// "[Net]" gives "net"; nothing where the line is no section.
std::string section_name(const std::string& line) {
  const size_t end = line.find(']');
  if (line.empty() || line[0] != '[' || end == std::string::npos) return {};
  std::string name = line.substr(1, end - 1);
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  return name;
}

bool is_net(const std::string& name) { return name == "net" || name == "network"; }

void add_option(Section& section, const std::string& line, const std::string& where, int number,
                const Host& host) {
  const size_t equals = line.find('=');
  if (equals == 0 || equals == std::string::npos || equals + 1 == line.size()) {
    host.warn("\"" + line.substr(0, 60) + "\" is no option and is ignored", where,
              "Options are written NAME=VALUE.");
    return;
  }
  const std::string key = line.substr(0, equals), value = line.substr(equals + 1);
  if (!section.add(key, value, number) && section.find(key)->value != value)
    host.warn("\"" + key + "\" is given twice; as in Darknet the first one counts", where);
}

}  // namespace

std::vector<Section> read_cfg(std::string_view text, const std::string& file, const Host& host) {
  std::vector<Section> sections;
  Lines lines(text);
  for (std::string line; lines.next(line);) {
    if (line.empty()) continue;
    const std::string where = file + ":" + std::to_string(lines.number());
    if (line[0] == '[') {
      const std::string name = section_name(line);
      if (name.empty()) throw InputError("\"" + line.substr(0, 60) + "\" names no section", where);
      sections.emplace_back(name, file, lines.number());
    } else if (sections.empty()) {
      throw InputError("this line stands before the first section", where,
                       "A Darknet .cfg file begins with the section [net].");
    } else {
      add_option(sections.back(), line, where, lines.number(), host);
    }
  }
  if (sections.empty()) throw InputError("there are no sections in this file", file);
  if (!is_net(sections.front().type()))
    throw InputError("the first section is [" + sections.front().type() + "], not [net]",
                     sections.front().where());
  return sections;
}

bool looks_like_cfg(std::string_view text) {
  Lines lines(text);
  for (std::string line; lines.next(line);)
    if (!line.empty()) return is_net(section_name(line));
  return false;
}

}  // namespace quern::frontend::darknet
