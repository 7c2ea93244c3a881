#include "chip_vectors.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "support/vector_files.hpp"

namespace quern::bm1684::test {
namespace {

std::vector<MemoryRange> ranges_of(const nlohmann::json& list) {
  std::vector<MemoryRange> ranges;
  for (const auto& range : list)
    ranges.push_back({std::stoull(range.at("addr").get<std::string>(), nullptr, 16),
                      quern::test::decode_base64(range.at("data").get<std::string>())});
  return ranges;
}

}  // namespace

void for_each_case(const std::string& kind, const std::function<void(const VectorCase&)>& f) {
  quern::test::for_each_vector(kind, [&](const nlohmann::json& object) {
    VectorCase c;
    c.name = object.at("name");
    c.is_bd = object.at("engine") == "bdc";
    const std::string digits = object.at("command");
    if (digits.size() != 2 * kCommandBytes) throw std::runtime_error("a command has 256 digits");
    for (size_t i = 0; i < kCommandBytes; ++i)
      c.command[i] = uint8_t(std::stoul(digits.substr(2 * i, 2), nullptr, 16));
    c.before = ranges_of(object.at("before"));
    c.after = ranges_of(object.at("after"));
    c.exact = object.at("exact");
    if (!c.exact) {
      c.max_rel = object.at("max_rel");
      c.floor = object.at("floor");
    }
    f(c);
  });
}

}  // namespace quern::bm1684::test
