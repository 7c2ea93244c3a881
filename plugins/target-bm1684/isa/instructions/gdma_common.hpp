// What the encodings of all copy instructions share.
#pragma once

#include "../command.hpp"
#include "../findings.hpp"
#include "../text.hpp"

namespace quern::bm1684 {

// S is DDR or L2 ("system"), L local memory. Numbers of the field `direction`.
enum class Direction : uint8_t { S2L = 0, L2S = 1, S2S = 2, L2L = 3 };
constexpr bool reads_local(Direction d) { return d == Direction::L2S || d == Direction::L2L; }
constexpr bool writes_local(Direction d) { return d == Direction::S2L || d == Direction::L2L; }
const char* name_of(Direction direction);

// Element formats; only their size matters to a copy. Numbers of the fields *_data_format.
enum class Format : uint8_t { F32 = 0, I16 = 1, U8 = 2, I8 = 3, F16 = 4 };
constexpr int bytes_of(Format f) {
  return f == Format::F32 ? 4 : f == Format::I16 || f == Format::F16 ? 2 : 1;
}
const char* name_of(Format format);

// Numbers of special_func.
enum class GdmaFunction : uint8_t { Copy = 0, Transpose = 1, Fill = 4 };

enum class Side : uint8_t { Source, Target };

// One end of a copy. Strides count elements. In local memory the c stride counts channel slots, and channel c
// is on lane (start lane + c) % 64; elements of 8 and 16 bits are not interleaved by the copy engine.
struct Endpoint {
  uint64_t address = 0;  // 40 bits; local memory begins at kLocalBase
  Dims dims{};
  Strides strides{};
  bool operator==(const Endpoint&) const = default;

  static Endpoint local(LocalAddress place, const Dims& dims, const Strides& strides) {
    return {place.encoded(), dims, strides};
  }
  [[nodiscard]] LocalAddress place() const { return LocalAddress::from(address); }
};

// A command with the bits that are set in all valid commands.
GdmaCommand gdma_template(Direction direction, Format format, GdmaFunction function);

Direction get_direction(const GdmaCommand& command);
Format get_format(const GdmaCommand& command);

void set_endpoint(GdmaCommand& command, Side side, const Endpoint& end);
Endpoint get_endpoint(const GdmaCommand& command, Side side);
void set_sizes(GdmaCommand& command, Side side, const Dims& dims);

// Throws UnsupportedError where a bit is set whose meaning is not documented.
void require_known_modes(const GdmaCommand& command);

Access access_of(const Endpoint& end, bool local, Format format, bool write);
void check_endpoint(Findings& findings, const std::string& what, const Endpoint& end, bool local,
                    Format format, bool written);
void describe_endpoint(Text& text, const std::string& name, const Endpoint& end, bool local);

}  // namespace quern::bm1684
