#include "command/arguments.hpp"

#include <iostream>

#include "support/nearest.hpp"

namespace quern::command {
namespace po = boost::program_options;
namespace {

using Texts = std::vector<std::string>;

Error wrong(const Command& command, const std::string& what) {
  return {QUERN_ERROR_ARGUMENT,
          what,
          {},
          "Usage: quern " + std::string(command.name) + " " + std::string(command.usage)};
}

std::string long_name(const std::string& name) { return name.substr(0, name.find(',')); }

}  // namespace

Arguments::Arguments(const Command& command) : command_(command) { flag("help,h", "print this text"); }

Arguments& Arguments::flag(const char* name, const char* help) {
  visible_.add_options()(name, help);
  return *this;
}

Arguments& Arguments::text(const char* name, const char* help) {
  visible_.add_options()(name, po::value<std::string>()->value_name(""), help);
  return *this;
}

Arguments& Arguments::list(const char* name, const char* help) {
  visible_.add_options()(name, po::value<Texts>()->value_name("")->composing(), help);
  return *this;
}

Arguments& Arguments::number(const char* name, int minimum, const char* help) {
  visible_.add_options()(name, po::value<int>()->value_name("N"), help);
  minimums_.emplace_back(long_name(name), minimum);
  return *this;
}

Arguments& Arguments::positional(const char* name, bool many) {
  all_.add_options()(name, po::value<Texts>());
  positions_.add(name, many ? -1 : 1);
  required_.emplace_back(name);
  return *this;
}

Arguments& Arguments::plugins() { return list("plugin-dir", "search this folder for plugins first"); }

bool Arguments::parse(const Texts& arguments) {
  all_.add(visible_);
  try {
    const auto style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    po::store(po::command_line_parser(arguments).options(all_).positional(positions_).style(style).run(),
              values_);
    po::notify(values_);
  } catch (const po::unknown_option& e) {
    Texts names;
    for (const auto& option : visible_.options()) names.push_back("--" + option->long_name());
    throw wrong(command_,
                "there is no option " + e.get_option_name() + suggestion(e.get_option_name(), names));
  } catch (const po::error& e) {
    throw wrong(command_, e.what());
  }
  if (has("help")) {
    print_help();
    return false;
  }
  require_positionals();
  for (const auto& [name, minimum] : minimums_)
    if (has(name) && values_[name].as<int>() < minimum)
      throw wrong(command_, "--" + name + " must be at least " + std::to_string(minimum));
  return true;
}

void Arguments::print_help() const {
  std::cout << "quern " << command_.name << " " << command_.usage << "\n\n"
            << command_.summary << "\n\n"
            << visible_;
}

void Arguments::require_positionals() const {
  for (const std::string& name : required_)
    if (!has(name)) throw wrong(command_, name + " is missing");
}

std::string Arguments::get(const std::string& name) const {
  if (!has(name)) return {};
  const boost::any& value = values_[name].value();
  if (const auto* texts = boost::any_cast<Texts>(&value)) return texts->empty() ? "" : texts->front();
  return values_[name].as<std::string>();
}

std::vector<std::string> Arguments::get_list(const std::string& name) const {
  return has(name) ? values_[name].as<Texts>() : Texts();
}

int Arguments::get_number(const std::string& name, int fallback) const {
  return has(name) ? values_[name].as<int>() : fallback;
}

std::vector<std::filesystem::path> Arguments::plugin_folders() const {
  const Texts folders = get_list("plugin-dir");
  return {folders.begin(), folders.end()};
}

plugins::Registry Arguments::registry(const std::vector<std::filesystem::path>& yaml) const {
  return plugins::Registry(plugins::search_folders(plugin_folders(), yaml));
}

}  // namespace quern::command
