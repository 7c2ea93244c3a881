#include "reader/debug_info.hpp"

#include <algorithm>

#include "reader/pickle.hpp"

// The pickle beside each file of code (torch/csrc/jit/serialization/source_range_serialization.cpp):
//   ((offset, (source, start, end), ...), ...)                                     up to PyTorch 1.10
//   ("FORMAT_WITH_STRING_TABLE", (texts...), ((offset, (source, start, end), ...), ...))    since then
// offset counts bytes of the code; start counts bytes of the source's text; source is (text, file, first
// line), with texts as positions in the table in the newer format.
namespace quern::frontend::pytorch {
namespace {

const std::vector<Value>& items_of(const Value& value) {
  if (const Tuple* tuple = value.ref<Tuple>()) return tuple->items;
  if (const List* list = value.ref<List>()) return list->items;
  throw InputError("a list is expected");
}
size_t number_at(const std::vector<Value>& items, size_t i) {
  const auto* number = items.at(i).get<int64_t>();
  if (!number || *number < 0) throw InputError("a number is expected");
  return size_t(*number);
}

class Table {
 public:
  explicit Table(const std::vector<Value>& texts) : texts_(texts) {}
  // A text, the number of one, or a list of numbers of texts that follow each other.
  [[nodiscard]] std::string text(const Value& value) const {
    if (const auto* text = value.get<std::string>()) return *text;
    if (const auto* number = value.get<int64_t>()) return entry(size_t(*number));
    std::string all;
    for (const Value& item : items_of(value))
      all += entry(item.is<int64_t>() ? size_t(*item.get<int64_t>()) : texts_.size());
    return all;
  }

 private:
  [[nodiscard]] std::string entry(size_t number) const {
    const auto* text = texts_.at(number).get<std::string>();
    if (!text) throw InputError("a text is expected");
    return *text;
  }

  const std::vector<Value>& texts_;
};

// The line of `text` that holds its byte `start`, without indentation.
std::string line_around(const std::string& text, size_t start) {
  size_t begin = text.rfind('\n', start == 0 ? 0 : start - 1);
  begin = begin == std::string::npos || begin > start ? 0 : begin + 1;
  const std::string line = text.substr(begin, text.find('\n', begin) - begin);
  const size_t first = line.find_first_not_of(" \t");
  return first == std::string::npos ? "" : line.substr(first, 200);
}

std::string describe(const Table& table, const std::vector<Value>& range) {
  const std::vector<Value>& source = items_of(range.at(0));
  const std::string text = table.text(source.at(0)), file = table.text(source.at(1));
  const size_t start = std::min(number_at(range, 1), text.size());
  const auto before = std::count(text.begin(), text.begin() + std::ptrdiff_t(start), '\n');
  // Traced code has a call stack instead of Python.
  if (file.empty() || text.find("): ") != std::string::npos) return "";
  return file.substr(file.rfind('/') + 1) + ":" + std::to_string(number_at(source, 2) + size_t(before) + 1) +
         ": " + line_around(text, start);
}

std::string find_line(const Value& info, size_t begin, size_t end) {
  const std::vector<Value>* entries = &items_of(info);
  static const std::vector<Value> none;
  const std::vector<Value>* texts = &none;
  if (entries->size() == 3 && (*entries)[0].is<std::string>()) {
    texts = &items_of((*entries)[1]);
    entries = &items_of((*entries)[2]);
  }
  for (const Value& entry : *entries) {
    const std::vector<Value>& parts = items_of(entry);
    const size_t offset = number_at(parts, 0);
    if (offset < begin || offset >= end) continue;
    const std::string found = describe(Table(*texts), items_of(parts.at(1)));
    if (!found.empty()) return found;
  }
  return "";
}

}  // namespace

std::string original_line(const Program& program, const std::string& file, size_t line) {
  const auto bytes = program.debug_info.find(file);
  const auto lines = program.lines.find(file);
  if (bytes == program.debug_info.end() || lines == program.lines.end() || line < 1 ||
      line > lines->second.size())
    return "";
  size_t begin = 0;
  for (size_t i = 0; i + 1 < line; ++i) begin += lines->second[i].size() + 1;
  try {
    Heap heap;
    const ReadStorage none = [](const std::string&) -> Blob { throw InputError("no tensors are expected"); };
    return find_line(read_pickle(bytes->second, file, heap, none), begin,
                     begin + lines->second[line - 1].size());
  } catch (const std::exception&) {
    return "";
  }
}

}  // namespace quern::frontend::pytorch
