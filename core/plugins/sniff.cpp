#include "plugins/sniff.hpp"

#include <quern/error.hpp>

#include "plugins/kind.hpp"

namespace quern::plugins {

const Library& surest(Registry& registry, int32_t kind, const std::filesystem::path& file,
                      const std::function<int(const Library&)>& sniff) {
  const Library* best = nullptr;
  int best_answer = 0;
  std::string asked;
  for (const std::string& name : registry.names(kind)) {
    const Library& library = registry.load(kind, name);
    asked += (asked.empty() ? "" : ", ") + name;
    if (const int answer = sniff(library); answer > best_answer) {
      best = &library;
      best_answer = answer;
    }
  }
  if (best) return *best;
  const std::string label(kind_name(kind));
  throw UnsupportedError(asked.empty()
                             ? "no " + label + " plugin is installed"
                             : "no " + label + " plugin knows this kind of file (asked: " + asked + ")",
                         file.string(), "\"quern plugins\" lists what was found and where.");
}

}  // namespace quern::plugins
