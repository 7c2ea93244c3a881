#include "config/problems.hpp"

#include <algorithm>
#include <tuple>

#include <quern/error.hpp>

namespace quern::config {

void Problems::add(const Origin& origin, const std::string& message, quern_status status) {
  lines_.push_back({origin, message, status});
}

void Problems::throw_if_any() const {
  if (lines_.empty()) return;
  std::vector<Line> sorted = lines_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Line& a, const Line& b) {
    return std::tie(a.origin.line, a.origin.column) < std::tie(b.origin.line, b.origin.column);
  });
  std::string text;
  for (const Line& line : sorted)
    text += (text.empty() ? "" : "\n") + line.origin.label() + ": " + line.message;
  const quern_status status = lines_.front().status;
  const bool agree =
      std::all_of(lines_.begin(), lines_.end(), [&](const Line& line) { return line.status == status; });
  throw Error(agree ? status : QUERN_ERROR_ARGUMENT, text);
}

}  // namespace quern::config
