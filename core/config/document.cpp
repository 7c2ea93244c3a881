#include "config/document.hpp"

#include <algorithm>
#include <optional>
#include <sstream>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <quern/error.hpp>

namespace quern::config {
namespace {

// Builds the tree from the parser's events, because yaml-cpp's own nodes forget repeated keys.
class Builder : public YAML::EventHandler {
 public:
  Builder(std::string name, Problems& problems) : name_(std::move(name)), problems_(problems) {}

  Value take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    add(make(Value::Kind::Null, mark, anchor));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse(mark, "aliases (*name) are not supported");
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    require_known_tag(mark, tag);
    Value value = make(Value::Kind::Scalar, mark, anchor);
    value.text = text;
    value.quoted = tag == "!";
    if (!value.quoted && (text.empty() || text == "~" || text == "null")) value.kind = Value::Kind::Null;
    add(std::move(value));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    require_known_tag(mark, tag);
    open(make(Value::Kind::List, mark, anchor));
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    require_known_tag(mark, tag);
    open(make(Value::Kind::Map, mark, anchor));
  }
  void OnMapEnd() override { close(); }

 private:
  // A list or mapping that is not closed yet; `key` is set between a key and its value.
  struct Open {
    Value value;
    std::optional<Entry> key;
  };

  [[noreturn]] void refuse(const YAML::Mark& mark, const std::string& message) const {
    throw Error(QUERN_ERROR_ARGUMENT, message, origin(mark).label());
  }

  [[nodiscard]] Origin origin(const YAML::Mark& mark) const {
    return {name_, mark.line + 1, mark.column + 1};
  }

  // "" and "?" are untagged, "!" is a quoted scalar.
  void require_known_tag(const YAML::Mark& mark, const std::string& tag) const {
    if (!tag.empty() && tag != "?" && tag != "!") refuse(mark, "tags (" + tag + ") are not supported");
  }

  [[nodiscard]] Value make(Value::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) const {
    if (anchor != YAML::NullAnchor) refuse(mark, "anchors (&name) are not supported");
    Value value;
    value.kind = kind;
    value.origin = origin(mark);
    return value;
  }

  void open(Value value) {
    if (int(open_.size()) >= kDeepestNesting)
      throw Error(QUERN_ERROR_ARGUMENT, "more than " + std::to_string(kDeepestNesting) + " levels of nesting",
                  value.origin.label());
    open_.push_back({std::move(value), std::nullopt});
  }

  void close() {
    Value value = std::move(open_.back().value);
    open_.pop_back();
    add(std::move(value));
  }

  void add(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return;
    }
    Open& parent = open_.back();
    if (parent.value.kind == Value::Kind::List) {
      parent.value.items.push_back(std::move(value));
    } else if (!parent.key) {
      if (value.kind != Value::Kind::Scalar)
        throw Error(QUERN_ERROR_ARGUMENT, "a key must be a word", value.origin.label());
      parent.key = Entry{value.text, value.origin, {}};
    } else {
      add_entry(parent, std::move(value));
    }
  }

  void add_entry(Open& parent, Value value) {
    Entry entry = std::move(*parent.key);
    parent.key.reset();
    for (const Entry& earlier : parent.value.entries)
      if (earlier.key == entry.key) {
        problems_.add(entry.origin, "the key \"" + entry.key +
                                        "\" stands here a second time; the first is in line " +
                                        std::to_string(earlier.origin.line));
        return;
      }
    entry.value = std::move(value);
    if (entry.value.kind == Value::Kind::Null) entry.value.origin = entry.origin;  // nothing stands nowhere
    parent.value.entries.push_back(std::move(entry));
  }

  std::string name_;
  Problems& problems_;
  std::vector<Open> open_;
  Value root_;
};

void require_utf8(const std::string& text, const std::string& name) {
  const size_t at = find_invalid_utf8(text);
  if (at == std::string::npos) return;
  const auto begin = text.begin();
  const auto line = 1 + std::count(begin, begin + int64_t(at), '\n');
  throw Error(QUERN_ERROR_ARGUMENT, "the file is not UTF-8 text", name + ":" + std::to_string(line),
              "Save it with the encoding UTF-8.");
}

// Lexical limits that keep the parser's own recursion shallow: brackets nest at most this deep in a line of
// YAML that is worth reading.
void require_shallow(const std::string& text, const std::string& name) {
  constexpr int kDeepest = 4 * kDeepestNesting;
  int depth = 0, line = 1;
  for (const char c : text) {
    if (c == '\n') ++line;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') depth = std::max(0, depth - 1);
    if (depth > kDeepest)
      throw Error(QUERN_ERROR_ARGUMENT, "too many nested brackets", name + ":" + std::to_string(line));
  }
}

// A --set has no lines worth naming.
void forget_lines(Value& value) {
  value.origin.line = 0;
  for (Value& item : value.items) forget_lines(item);
  for (Entry& entry : value.entries) {
    entry.origin.line = 0;
    forget_lines(entry.value);
  }
}

}  // namespace

Value parse_document(const std::string& text, const std::string& name, Problems& problems) {
  if (text.size() > kLargestFile)
    throw Error(QUERN_ERROR_ARGUMENT, "the file is larger than " + std::to_string(kLargestFile) + " bytes",
                name);
  require_utf8(text, name);
  require_shallow(text, name);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    Builder builder(name, problems);
    if (!parser.HandleNextDocument(builder)) return {};
    Value root = builder.take();
    Problems ignored;
    Builder second(name, ignored);
    if (parser.HandleNextDocument(second))
      throw Error(QUERN_ERROR_ARGUMENT, "the file holds a second document (---)",
                  second.take().origin.label());
    return root;
  } catch (const YAML::Exception& e) {
    throw Error(QUERN_ERROR_ARGUMENT, "this is not valid YAML: " + e.msg,
                Origin{name, e.mark.line + 1, e.mark.column + 1}.label());
  }
}

Value parse_setting(const std::string& text, const std::string& key) {
  Problems problems;
  Value value = parse_document(text, "--set " + key, problems);
  problems.throw_if_any();
  forget_lines(value);
  return value;
}

}  // namespace quern::config
