#include <iostream>
#include <map>
#include <set>

#include "command/arguments.hpp"
#include "command/exit_code.hpp"
#include "plugins/frontend.hpp"
#include "plugins/runtime.hpp"
#include "plugins/target.hpp"

namespace quern::command {
namespace {

// A column of the matrix.
struct Column {
  std::string title;
  std::set<std::string> operators;
};

void add_column(std::vector<Column>& columns, const plugins::Library& library,
                const std::vector<std::string>& operators) {
  columns.push_back({library.label(), {operators.begin(), operators.end()}});
}

// The plugins of a kind: the named one, or all where `name` is "".
std::vector<std::string> chosen(const plugins::Registry& registry, int32_t kind, const std::string& name) {
  return name.empty() ? registry.names(kind) : std::vector<std::string>{name};
}

void print_matrix(const std::vector<Column>& columns) {
  std::set<std::string> rows;
  size_t width = 8;
  for (const Column& column : columns) rows.insert(column.operators.begin(), column.operators.end());
  for (const std::string& row : rows) width = std::max(width, row.size());
  const auto pad = [](std::string text, size_t size) {
    text.resize(std::max(size, text.size()), ' ');
    return text;
  };
  std::cout << pad("operator", width);
  for (const Column& column : columns) std::cout << "  " << column.title;
  std::cout << "\n";
  for (const std::string& row : rows) {
    std::string line = pad(row, width);
    for (const Column& column : columns)
      line += "  " + pad(column.operators.contains(row) ? "yes" : "-", column.title.size());
    std::cout << line.substr(0, line.find_last_not_of(' ') + 1) << "\n";
  }
}

int list_operators(const std::vector<std::string>& words) {
  Arguments arguments(kOps);
  arguments.text("frontend", "only this frontend")
      .text("target", "only this target")
      .text("runtime", "only this runtime")
      .plugins();
  if (!arguments.parse(words)) return kSuccess;
  plugins::Registry registry = arguments.registry();
  const bool filtered = arguments.has("frontend") || arguments.has("target") || arguments.has("runtime");
  const auto wanted = [&](const char* kind) { return !filtered || arguments.has(kind); };

  std::vector<Column> columns;
  if (wanted("frontend"))
    for (const std::string& name : chosen(registry, QUERN_KIND_FRONTEND, arguments.get("frontend"))) {
      const plugins::Library& library = registry.load(QUERN_KIND_FRONTEND, name);
      add_column(columns, library, plugins::Frontend(library).operators());
    }
  if (wanted("target"))
    for (const std::string& name : chosen(registry, QUERN_KIND_TARGET, arguments.get("target"))) {
      const plugins::Library& library = registry.load(QUERN_KIND_TARGET, name);
      add_column(columns, library, plugins::Target(library).operators());
    }
  if (wanted("runtime"))
    for (const std::string& name : chosen(registry, QUERN_KIND_RUNTIME, arguments.get("runtime"))) {
      const plugins::Library& library = registry.load(QUERN_KIND_RUNTIME, name);
      add_column(columns, library, plugins::Runtime(library).operators());
    }
  print_matrix(columns);
  return kSuccess;
}

}  // namespace

const Command kOps{"ops", "[--frontend NAME] [--target NAME] [--runtime NAME]",
                   "Show which operators the plugins support", list_operators};

}  // namespace quern::command
