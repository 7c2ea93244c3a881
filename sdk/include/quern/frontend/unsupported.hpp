// Everything in a model that a frontend cannot translate, reported at once before any work is wasted.
#pragma once

#include <map>
#include <string>
#include <utility>

#include <quern/graph/node.hpp>
#include <quern/host.hpp>

namespace quern::frontend {

class Unsupported {
 public:
  // Notes one use. `type` groups (an operator's name with its domain), `node` and `source` say where it
  // stands, `reason` and `hint` what is the matter and what to do; the first use of a type speaks for all.
  void add(const std::string& type, const std::string& node, const std::string& source,
           const std::string& reason = {}, const std::string& hint = {}) {
    const auto [it, is_new] = types_.emplace(type, Use{node, source, reason, hint, 0});
    ++it->second.count;
    ++total_;
  }
  void add(const Node& node, const std::string& reason = {}, const std::string& hint = {}) {
    const auto source = node.metadata.find("quern.source");
    add(node.domain.empty() ? node.op_type : node.domain + "." + node.op_type, node.name,
        source == node.metadata.end() ? node.name : source->second, reason, hint);
  }

  [[nodiscard]] bool empty() const { return types_.empty(); }

  // Reports one error per type to the host, then throws the summary as UnsupportedError. Does nothing where
  // everything is supported. `file` names the model.
  void report(const Host& host, const std::string& file) const {
    if (empty()) return;
    std::string summary;
    for (const auto& [type, use] : types_) {
      const std::string times = use.count == 1 ? "1 node" : std::to_string(use.count) + " nodes";
      const bool has_layer = !use.source.empty() && use.source != use.node;
      const std::string layer = has_layer ? " of layer \"" + use.source + "\"" : "";
      host.report(
          {QUERN_SEVERITY_ERROR,
           "operator " + type + " is not supported (" + times + ", the first is \"" + use.node + "\"" +
               layer + ")" + (use.reason.empty() ? "" : ": " + use.reason),
           use.node, type, use.source,
           use.hint.empty()
               ? "End the graph before it with --output (in YAML: outputs:), or export the model without it."
               : use.hint});
      summary += (summary.empty() ? "" : ", ") + type + " (" + std::to_string(use.count) + ")";
    }
    throw UnsupportedError(
        std::to_string(total_) + (total_ == 1 ? " node of " : " nodes of ") + std::to_string(types_.size()) +
            (types_.size() == 1 ? " operator" : " operators") + " cannot be converted: " + summary,
        file, "`quern ops` lists what is supported.");
  }

 private:
  struct Use {
    std::string node, source, reason, hint;
    size_t count;
  };
  std::map<std::string, Use> types_;  // sorted: the report does not depend on hashing
  size_t total_ = 0;
};

}  // namespace quern::frontend
