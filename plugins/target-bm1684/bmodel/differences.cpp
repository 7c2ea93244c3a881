#include <map>

#include "bmodel/facts.hpp"

namespace quern::bmodel {

std::vector<std::string> differences(const Model& a, const Model& b) {
  // A multimap, because damaged models may hold two things of one name.
  std::multimap<std::string, std::string> rest;
  for (const Fact& fact : facts(b)) rest.insert(fact);
  std::vector<std::string> lines;
  for (const auto& [place, value] : facts(a)) {
    const auto other = rest.find(place);
    if (other == rest.end()) {
      lines.push_back(place + ": only in the first: " + value);
      continue;
    }
    if (other->second != value) lines.push_back(place + ": " + value + " | " + other->second);
    rest.erase(other);
  }
  for (const auto& [place, value] : rest) lines.push_back(place + ": only in the second: " + value);
  return lines;
}

}  // namespace quern::bmodel
