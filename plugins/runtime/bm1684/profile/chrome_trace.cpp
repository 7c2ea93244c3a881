#include <nlohmann/json.hpp>

#include "profile.hpp"

namespace quern::bm1684 {

std::string chrome_trace(const Profile& profile) {
  using nlohmann::json;
  json events = json::array();
  const std::pair<int, const char*> tracks[] = {{1, "BD (compute)"}, {2, "GDMA (copy)"}};
  for (const auto& [track, name] : tracks)
    events.push_back(
        {{"ph", "M"}, {"pid", 1}, {"tid", track}, {"name", "thread_name"}, {"args", {{"name", name}}}});
  for (const TimedCommand& command : profile.commands) {
    json args = {{"command", command.text}, {"group", command.group}, {"index", command.index}};
    if (!command.layer.empty()) args["layer"] = command.layer;
    const std::string instruction = command.text.substr(0, command.text.find(' '));
    events.push_back({{"ph", "X"},
                      {"pid", 1},
                      {"tid", command.is_bd ? 1 : 2},
                      {"name", command.layer.empty() ? instruction : command.layer + " " + instruction},
                      {"cat", instruction},
                      {"ts", command.time.begin * 1e-3},  // microseconds
                      {"dur", (command.time.end - command.time.begin) * 1e-3},
                      {"args", args}});
  }
  const Cost& total = profile.total;
  return json{{"traceEvents", events},
              {"displayTimeUnit", "ns"},
              {"otherData",
               {{"nanoseconds", total.nanoseconds},
                {"cycles", total.cycles()},
                {"mac_utilisation", total.mac_utilisation()},
                {"ddr_bytes_read", total.ddr.read},
                {"ddr_bytes_written", total.ddr.written}}}}
      .dump(-1, ' ', false, json::error_handler_t::replace);  // names come from files: not always UTF-8
}

}  // namespace quern::bm1684
