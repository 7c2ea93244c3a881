// The attributes of a layer. In the file all of them are texts; the operator that reads one knows its type.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <quern/graph/data_type.hpp>

namespace quern::frontend::mxnet {

// Reading an attribute that is absent or "None" gives the fallback. A text of the wrong form throws
// InputError with the attribute's name.
class Attributes {
 public:
  void set(std::string name, std::string value) {
    texts_.insert_or_assign(std::move(name), std::move(value));
  }
  void remove(const std::string& name) { texts_.erase(name); }
  // Whether it is there and not "None".
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  // Whether it is there and "None".
  [[nodiscard]] bool is_none(std::string_view name) const {
    return texts_.find(name) != texts_.end() && !has(name);
  }

  [[nodiscard]] std::string text(std::string_view name, std::string fallback) const;
  [[nodiscard]] bool flag(std::string_view name, bool fallback) const;  // "True", "true", "1", ...
  [[nodiscard]] int64_t integer(std::string_view name, int64_t fallback) const;
  [[nodiscard]] double number(std::string_view name, double fallback) const;
  // "(1, 2)", "[1, 2]", "(3L,)", or a single number.
  [[nodiscard]] std::vector<int64_t> integers(std::string_view name,
                                              std::vector<int64_t> fallback = {}) const;
  [[nodiscard]] std::vector<double> numbers(std::string_view name, std::vector<double> fallback = {}) const;
  // A list in which entries may be "None".
  [[nodiscard]] std::vector<std::optional<int64_t>> optional_integers(std::string_view name) const;
  // "float32", "int32", ... or the number of the type in mshadow. float16 and float64 give float32, the one
  // floating-point type of a converted model.
  [[nodiscard]] DataType data_type(std::string_view name, DataType fallback) const;

 private:
  [[nodiscard]] const std::string* find(std::string_view name) const;

  std::map<std::string, std::string, std::less<>> texts_;
};

// The element type with number `flag` in mshadow (the list in mshadow/base.h, which files refer to).
// Undefined where there is none.
DataType data_type_of_flag(int64_t flag);

}  // namespace quern::frontend::mxnet
