#include "data/labels.hpp"

#include <filesystem>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <quern/error.hpp>

#include "support/file.hpp"
#include "support/nearest.hpp"
#include "support/parse.hpp"

namespace quern::data {

namespace {

constexpr size_t kMaxFile = size_t(256) << 20;

// Calls f(number of the line, line) for the lines of a text, without their line ends.
template <class F>
void for_each_line(std::string_view text, F&& f) {
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    f(number, line);
  }
}

// Splits at the first comma, blank or tab; the separator belongs to neither part.
std::pair<std::string_view, std::string_view> split_field(std::string_view line) {
  const size_t end = std::min(line.find_first_of(", \t"), line.size());
  std::string_view rest = line.substr(end);
  while (!rest.empty() && (rest[0] == ',' || rest[0] == ' ' || rest[0] == '\t')) rest.remove_prefix(1);
  return {line.substr(0, end), rest};
}

// Class names to numbers; without a file of classes, labels are numbers already.
class Classes {
 public:
  explicit Classes(const std::string& file) : file_(file) {
    if (file.empty()) return;
    const std::string text = read_file(file, kMaxFile);
    for_each_line(text, [&](size_t number, std::string_view line) {
      const std::string name(split_field(line).first);
      if (name.empty()) throw InputError("a class without a name", file + ":" + std::to_string(number));
      if (!index_.emplace(name, int64_t(number) - 1).second)
        throw InputError("class \"" + name + "\" stands here twice", file + ":" + std::to_string(number));
      names_.push_back(name);
    });
    if (names_.empty()) throw InputError("the file of classes is empty", file);
  }

  [[nodiscard]] std::optional<int64_t> find(const std::string& label) const {
    if (const auto it = index_.find(label); it != index_.end()) return it->second;
    const std::optional<int64_t> number = parse_int(label);
    if (!number || *number < 0 || (!names_.empty() && *number >= int64_t(names_.size()))) return std::nullopt;
    return number;
  }
  [[nodiscard]] int64_t require(const std::string& label, const std::string& where) const {
    if (const std::optional<int64_t> found = find(label)) return *found;
    if (file_.empty())
      throw InputError("the label \"" + label + "\" is not a number", where,
                       "Name the file that lists the classes with classes:.");
    throw InputError("the label \"" + label + "\" is not in " + file_ + suggestion(label, names_), where);
  }

 private:
  std::string file_;
  std::vector<std::string> names_;
  std::unordered_map<std::string, int64_t> index_;
};

// A label file: lines "name,label" or "name label", further columns ignored; a first line whose label is no
// class is a heading. Names may be full paths below the image folder, or just the names of the files.
class LabelFile {
 public:
  LabelFile(const std::string& file, const Classes& classes) {
    const std::string text = read_file(file, kMaxFile);
    for_each_line(text, [&](size_t number, std::string_view line) {
      if (line.empty() || line[0] == '#') return;
      const auto [name, rest] = split_field(line);
      const std::string label(split_field(rest).first);
      const std::string where = file + ":" + std::to_string(number);
      if (number == 1 && !classes.find(label)) return;
      if (label.empty()) throw InputError("a name without a label", where);
      const int64_t value = classes.require(label, where);
      add(by_path_, std::string(name), value, where);
      add(by_file_, base(std::string(name)), value, "");
    });
  }

  [[nodiscard]] std::optional<int64_t> find(const std::string& sample) const {
    if (const auto it = by_path_.find(sample); it != by_path_.end()) return it->second;
    const auto it = by_file_.find(base(sample));
    return it == by_file_.end() || it->second == kAmbiguous ? std::nullopt
                                                            : std::optional<int64_t>(it->second);
  }

 private:
  static constexpr int64_t kAmbiguous = -1;
  using Map = std::unordered_map<std::string, int64_t>;

  static std::string base(const std::string& path) { return path.substr(path.rfind('/') + 1); }
  // Two labels for one name are an error at `where`; without a place, the name becomes ambiguous.
  static void add(Map& map, const std::string& name, int64_t value, const std::string& where) {
    const auto [it, added] = map.emplace(name, value);
    if (added || it->second == value) return;
    if (!where.empty()) throw InputError("\"" + name + "\" has two different labels", where);
    it->second = kAmbiguous;
  }

  Map by_path_, by_file_;
};

std::string folder_of(const std::string& images, const std::string& name) {
  const std::filesystem::path parent = std::filesystem::path(name).parent_path();
  if (!parent.empty()) return parent.filename().string();
  const std::filesystem::path root = std::filesystem::path(images).lexically_normal();
  return (root.has_filename() ? root : root.parent_path()).filename().string();
}

std::string prefix_of(const std::string& name) {
  const std::string file = name.substr(name.rfind('/') + 1);
  return file.substr(0, file.find_first_of("_."));
}

}  // namespace

std::vector<int64_t> read_labels(const DataDescription& description, const std::vector<std::string>& names) {
  std::vector<int64_t> labels;
  if (description.labels.empty()) return labels;
  const Classes classes(description.classes);
  labels.reserve(names.size());
  if (description.labels == "folder") {
    for (const std::string& name : names)
      labels.push_back(classes.require(folder_of(description.images, name), name));
  } else if (description.labels == "filename") {
    for (const std::string& name : names) labels.push_back(classes.require(prefix_of(name), name));
  } else {
    const LabelFile file(description.labels, classes);
    for (const std::string& name : names) {
      const std::optional<int64_t> label = file.find(name);
      if (!label)
        throw InputError("\"" + name + "\" has no label in the label file", description.labels,
                         "Add a line \"" + name + ",<label>\", or set limit:.");
      labels.push_back(*label);
    }
  }
  return labels;
}

}  // namespace quern::data
