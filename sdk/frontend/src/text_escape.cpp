// Escapes in strings of the protobuf text format: those of C, and \u, \U for code points.
#include "text_lexer.hpp"

namespace quern::frontend {
namespace {

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 99;
}

// Reads up to `most` digits of a base at `position`.
uint32_t read_digits(std::string_view text, size_t& position, size_t most, int base, size_t& read) {
  uint32_t value = 0;
  for (read = 0; read < most && position < text.size() && digit_value(text[position]) < base; ++read)
    value = value * uint32_t(base) + uint32_t(digit_value(text[position++]));
  return value;
}

void append_utf8(std::string& out, uint32_t code) {
  if (code < 0x80) {
    out += char(code);
    return;
  }
  const int further = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  const uint32_t lead = further == 1 ? 0xC0 : further == 2 ? 0xE0 : 0xF0;
  out += char(lead | (code >> (6 * further)));
  for (int i = further - 1; i >= 0; --i) out += char(0x80 | ((code >> (6 * i)) & 0x3F));
}

}  // namespace

std::string unescape(const TextLexer& lexer, const TextToken& token) {
  constexpr std::string_view kNames = "abfnrtv", kValues = "\a\b\f\n\r\t\v";
  const std::string_view text = token.text.substr(1, token.text.size() - 2);
  std::string out;
  for (size_t i = 0; i < text.size();) {
    if (text[i] != '\\') {
      out += text[i++];
      continue;
    }
    const char c = ++i < text.size() ? text[i] : '\0';
    size_t digits = 0;
    if (digit_value(c) < 8) {
      out += char(read_digits(text, i, 3, 8, digits));
      continue;
    }
    ++i;
    if (c == 'x' || c == 'X') {
      out += char(read_digits(text, i, 2, 16, digits));
      if (digits == 0) throw lexer.error("\\x is followed by no hexadecimal digit", token);
    } else if (c == 'u' || c == 'U') {
      const size_t length = c == 'u' ? 4 : 8;
      const uint32_t code = read_digits(text, i, length, 16, digits);
      if (digits != length || code > 0x10FFFF) throw lexer.error("this is no code point", token);
      append_utf8(out, code);
    } else if (const size_t at = kNames.find(c); at != std::string_view::npos) {
      out += kValues[at];
    } else if (c == '\\' || c == '\'' || c == '"' || c == '?') {
      out += c;
    } else {
      throw lexer.error(std::string("the escape \\") + c + " does not exist", token);
    }
  }
  return out;
}

}  // namespace quern::frontend
