#include "reader/sniff.hpp"

#include <algorithm>
#include <cstring>

#include <quern/onnx/file.hpp>
#include <quern/onnx/wire.hpp>

namespace quern::frontend::caffe {
namespace {

using protozero::pbf_wire_type;

constexpr int kCertain = 100, kDamaged = 30;

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The names of fields at the outermost level that open a message, without reading what is in them.
class OuterNames {
 public:
  explicit OuterNames(std::string_view text) : text_(text) {}

  // The next name with the character behind it, ':' or '{' (which a colon may precede); "" at the end.
  std::string_view next(char& behind) {
    while (position_ < text_.size()) {
      const char c = text_[position_];
      if (c == '#') {
        while (position_ < text_.size() && text_[position_] != '\n') ++position_;
      } else if (c == '"' || c == '\'') {
        skip_string(c);
      } else if (c == '{' || c == '<') {
        ++depth_;
        ++position_;
      } else if (c == '}' || c == '>') {
        --depth_;
        ++position_;
      } else if (is_name(c)) {
        const std::string_view name = take_name();
        behind = first_from(position_);
        if (behind == ':' && first_from(text_.find(':', position_) + 1) == '{') behind = '{';
        if (depth_ == 0 && (behind == ':' || behind == '{')) return name;
      } else {
        ++position_;
      }
    }
    return {};
  }

 private:
  // The first character that is no blank.
  [[nodiscard]] char first_from(size_t position) const {
    const size_t at = text_.find_first_not_of(" \t\r\n", position);
    return at == std::string_view::npos ? '\0' : text_[at];
  }
  void skip_string(char quote) {
    for (++position_; position_ < text_.size() && text_[position_] != quote && text_[position_] != '\n';
         ++position_)
      if (text_[position_] == '\\') ++position_;
    ++position_;
  }
  std::string_view take_name() {
    const size_t begin = position_;
    while (position_ < text_.size() && is_name(text_[position_])) ++position_;
    return text_.substr(begin, position_ - begin);
  }

  std::string_view text_;
  size_t position_ = 0;
  int depth_ = 0;
};

int sniff_text(std::string_view text) {
  OuterNames names(text);
  char behind = '\0';
  for (std::string_view name = names.next(behind); !name.empty(); name = names.next(behind)) {
    if (name == "layer" || name == "layers") return behind == '{' ? kCertain : 0;
    // Solvers are known too: reading one says which file to give instead.
    if (name == "base_lr" || name == "train_net" || name == "solver_mode") return kDamaged;
    const bool may_precede = name == "name" || name == "force_backward" || name == "state" ||
                             name == "debug_info" || name.starts_with("input") || name == "net" ||
                             name.starts_with("test");
    if (!may_precede) return 0;
  }
  return 0;
}

// LayerParameter: name 1, type 2, bottom 3, top 4, ... as texts. V1LayerParameter: layer 1, bottom 2, top 3,
// name 4 as texts, type 5 as a number, and 1 a message.
bool begins_like_layer(protozero::data_view bytes, bool is_old) {
  protozero::pbf_reader layer(bytes);
  if (!layer.next()) return false;
  if (is_old && layer.tag() == 5) return layer.wire_type() == pbf_wire_type::varint;
  return layer.tag() >= 1 && layer.tag() <= 4 && layer.wire_type() == pbf_wire_type::length_delimited;
}

// NetParameter: name 1, layers 2, input 3, input_dim 4, force_backward 5, state 6, debug_info 7, input_shape
// 8, layer 100.
int sniff_binary(const Blob& bytes) {
  protozero::pbf_reader net(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  bool has_layer = false;
  size_t names = 0;
  try {
    while (net.next()) {
      const uint32_t tag = net.tag();
      if ((tag < 1 || tag > 8) && tag != 100) return 0;
      const bool is_number = tag == 5 || tag == 7;
      const bool is_run = net.wire_type() == pbf_wire_type::length_delimited;
      if (tag == 4 ? !is_run && net.wire_type() != pbf_wire_type::varint : is_run == is_number) return 0;
      if (tag == 1 && ++names > 1) return 0;  // one name; messages of other formats have lists here
      const bool is_first_layer = !has_layer && (tag == 2 || tag == 100);
      if (is_first_layer) {
        if (!begins_like_layer(net.get_view(), tag == 2)) return 0;
        has_layer = true;
      } else {
        net.skip();
      }
    }
  } catch (const protozero::exception&) {
    return has_layer ? kDamaged : 0;  // truncated: reading it will say so
  }
  return has_layer ? kCertain : 0;
}

}  // namespace

bool looks_like_text(const Blob& bytes) {
  constexpr size_t kLooked = 512;
  const auto* text = reinterpret_cast<const unsigned char*>(bytes.data());
  return std::all_of(text, text + std::min(bytes.size(), kLooked),
                     [](unsigned char c) { return c >= 0x20 || (c >= '\t' && c <= '\r'); });
}

bool is_hdf5(const Blob& bytes) {
  constexpr std::string_view kSignature = "\x89HDF\r\n\x1a\n";
  return bytes.size() >= kSignature.size() &&
         std::memcmp(bytes.data(), kSignature.data(), kSignature.size()) == 0;
}

int sniff(const std::filesystem::path& file) {
  try {
    const Blob bytes = map_file(file);
    if (bytes.size() == 0) return 0;
    // Reading it says what to do.
    if (is_hdf5(bytes))
      return file.filename().string().find("caffemodel") == std::string::npos ? 0 : kDamaged;
    if (looks_like_text(bytes))
      return sniff_text({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    return sniff_binary(bytes);
  } catch (const Error&) {
    return 0;
  }
}

}  // namespace quern::frontend::caffe
