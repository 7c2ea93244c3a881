#include "data/npy_header.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace quern::data {

namespace {

struct TypeCode {
  const char* descr;
  DataType type;
};
constexpr std::array<TypeCode, 12> kTypes = {{{"|b1", DataType::Bool},
                                              {"|i1", DataType::Int8},
                                              {"|u1", DataType::Uint8},
                                              {"<i2", DataType::Int16},
                                              {"<u2", DataType::Uint16},
                                              {"<i4", DataType::Int32},
                                              {"<u4", DataType::Uint32},
                                              {"<i8", DataType::Int64},
                                              {"<u8", DataType::Uint64},
                                              {"<f2", DataType::Float16},
                                              {"<f4", DataType::Float},
                                              {"<f8", DataType::Double}}};
constexpr size_t kMaxRank = 32;  // NumPy's own limit

DataType type_of(const std::string& descr, const std::string& where) {
  for (const TypeCode& code : kTypes)
    if (descr == code.descr) return code.type;
  throw UnsupportedError("arrays with NumPy element type \"" + descr + "\" cannot be read", where,
                         "Convert the array to float32 first: array.astype('<f4').");
}

// Reads the dictionary {'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), } with keys in any order.
class DictReader {
 public:
  DictReader(std::string_view text, const std::string& where) : text_(text), where_(where) {}

  NpyHeader read() {
    NpyHeader header;
    bool descr = false, order = false, shape = false;
    expect('{');
    while (!accept('}')) {
      const std::string key = quoted();
      expect(':');
      if (key == "descr" && !descr) {
        descr = true;
        header.type = type_of(quoted(), where_);
      } else if (key == "fortran_order" && !order) {
        order = true;
        header.fortran_order = boolean();
      } else if (key == "shape" && !shape) {
        shape = true;
        header.shape = tuple();
      } else {
        fail("unexpected key \"" + key + "\"");
      }
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    if (!descr || !order || !shape) fail("a key is missing");
    skip_space();
    if (!text_.empty()) fail("something follows the dictionary");
    return header;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw InputError("the .npy header is damaged: " + what, where_);
  }
  void skip_space() {
    while (!text_.empty() && (text_[0] == ' ' || text_[0] == '\n' || text_[0] == '\t'))
      text_.remove_prefix(1);
  }
  bool accept(char c) {
    skip_space();
    if (text_.empty() || text_[0] != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  void expect(char c) {
    if (!accept(c)) fail(std::string("'") + c + "' is missing");
  }
  bool accept_word(std::string_view word) {
    skip_space();
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  std::string quoted() {
    const char quote = accept('\'') ? '\'' : (expect('"'), '"');
    const size_t end = text_.find(quote);
    if (end == std::string_view::npos || end > 64) fail("a string does not end");
    std::string result(text_.substr(0, end));
    text_.remove_prefix(end + 1);
    return result;
  }
  bool boolean() {
    if (accept_word("True")) return true;
    if (!accept_word("False")) fail("fortran_order is neither True nor False");
    return false;
  }
  Shape tuple() {
    Shape shape;
    expect('(');
    while (!accept(')')) {
      skip_space();
      int64_t dim = 0;
      const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), dim);
      if (error != std::errc() || dim < 0 || shape.size() == kMaxRank)
        fail("the shape is not a list of sizes");
      text_.remove_prefix(size_t(end - text_.data()));
      shape.push_back(dim);
      if (!accept(',')) {
        expect(')');
        break;
      }
    }
    return shape;
  }

  std::string_view text_;
  const std::string& where_;
};

}  // namespace

NpyHeader parse_npy_header(std::span<const std::byte> file, const std::string& where) {
  constexpr std::string_view magic = "\x93NUMPY";
  const std::string_view bytes(reinterpret_cast<const char*>(file.data()), file.size());
  if (!bytes.starts_with(magic) || bytes.size() < 10) throw InputError("this is not a .npy file", where);
  const int version = uint8_t(bytes[6]);
  if (version < 1 || version > 3)
    throw UnsupportedError("version " + std::to_string(version) + " of the .npy format is not known", where);
  size_t start = 10, length = 0;
  if (version == 1) {
    length = uint8_t(bytes[8]) | size_t(uint8_t(bytes[9])) << 8;
  } else {
    if (bytes.size() < 12) throw InputError("the .npy header is cut off", where);
    for (size_t i = 0; i < 4; ++i) length |= size_t(uint8_t(bytes[8 + i])) << (8 * i);
    start = 12;
  }
  if (length > bytes.size() - start) throw InputError("the .npy header is cut off", where);
  NpyHeader header = DictReader(bytes.substr(start, length), where).read();
  header.size = start + length;
  return header;
}

std::string make_npy_header(DataType type, const Shape& shape) {
  const char* descr = nullptr;
  for (const TypeCode& code : kTypes)
    if (code.type == type) descr = code.descr;
  if (!descr)
    throw UnsupportedError(std::string("element type ") + name_of(type) + " cannot be written as .npy");
  std::string dict = std::string("{'descr': '") + descr + "', 'fortran_order': False, 'shape': (";
  for (size_t i = 0; i < shape.size(); ++i) {
    if (i) dict += ' ';
    dict += std::to_string(shape[i]);
    if (i == 0 || i + 1 < shape.size()) dict += ',';  // a tuple of one needs its comma
  }
  dict += "), }";
  constexpr size_t prefix = 10;
  dict.append(63 - (prefix + dict.size()) % 64, ' ');
  dict += '\n';
  std::string header("\x93NUMPY\x01\x00", 8);
  header += char(dict.size() & 0xFF);
  header += char(dict.size() >> 8);
  return header + dict;
}

}  // namespace quern::data
