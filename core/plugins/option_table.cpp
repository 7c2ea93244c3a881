#include "plugins/option_table.hpp"

#include <algorithm>

#include <quern/error.hpp>

#include "support/parse.hpp"

namespace quern::plugins {
namespace {

std::string text(const char* s) { return s ? s : ""; }

std::string range_objection(const OptionSpec& option, double value) {
  if (const auto minimum = parse_number(option.minimum); minimum && value < *minimum)
    return "must be at least " + option.minimum;
  if (const auto maximum = parse_number(option.maximum); maximum && value > *maximum)
    return "must be at most " + option.maximum;
  return {};
}

std::string join(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + word;
  return list;
}

}  // namespace

std::vector<OptionSpec> read_options(const quern_plugin& plugin) {
  std::vector<OptionSpec> options;
  const auto* bytes = reinterpret_cast<const char*>(plugin.options);
  if (plugin.option_count > 0 && !bytes) throw InputError("it declares options but has no option table");
  for (uint64_t i = 0; i < plugin.option_count; ++i) {
    // The elements are as large as the plugin's SDK made them, which may be more than this host knows.
    const auto& option = *reinterpret_cast<const quern_option*>(bytes + i * plugin.options->struct_size);
    if (option.struct_size < sizeof(quern_option))
      throw InputError("its option table has too small elements");
    OptionSpec spec{
        option.type,          text(option.name), text(option.default_value),      text(option.minimum),
        text(option.maximum), text(option.help), split(text(option.choices), '|')};
    if (spec.name.empty()) throw InputError("it declares an option without a name");
    if (const std::string wrong = objection(spec, spec.default_value); !wrong.empty())
      throw InputError("the default of its option \"" + spec.name + "\" " + wrong);
    options.push_back(std::move(spec));
  }
  return options;
}

std::string objection(const OptionSpec& option, const std::string& value) {
  switch (option.type) {
    case QUERN_OPTION_BOOL:
      return parse_bool(value) ? "" : "must be true or false";
    case QUERN_OPTION_INT: {
      const auto number = parse_int(value);
      return number ? range_objection(option, double(*number)) : "must be a decimal integer";
    }
    case QUERN_OPTION_FLOAT: {
      const auto number = parse_number(value);
      return number ? range_objection(option, *number) : "must be a number";
    }
    case QUERN_OPTION_ENUM: {
      const bool known =
          std::find(option.choices.begin(), option.choices.end(), value) != option.choices.end();
      return known ? "" : "must be one of " + join(option.choices);
    }
    case QUERN_OPTION_STRING:
      return {};
    default:
      return "has a type that this quern does not know";
  }
}

std::string type_text(const OptionSpec& option) {
  const auto range = [&](const std::string& type) {
    if (!option.minimum.empty() && !option.maximum.empty())
      return type + ", " + option.minimum + " to " + option.maximum;
    if (!option.minimum.empty()) return type + ", at least " + option.minimum;
    if (!option.maximum.empty()) return type + ", at most " + option.maximum;
    return type;
  };
  switch (option.type) {
    case QUERN_OPTION_BOOL:
      return "true or false";
    case QUERN_OPTION_INT:
      return range("integer");
    case QUERN_OPTION_FLOAT:
      return range("number");
    case QUERN_OPTION_ENUM:
      return "one of " + join(option.choices);
    default:
      return "text";
  }
}

std::vector<std::string> names_of(const std::vector<OptionSpec>& options) {
  std::vector<std::string> names;
  for (const OptionSpec& option : options) names.push_back(option.name);
  return names;
}

OptionValues default_values(const std::vector<OptionSpec>& options) {
  OptionValues values;
  for (const OptionSpec& option : options) values.emplace_back(option.name, option.default_value);
  return values;
}

std::vector<quern_option_value> to_abi(const OptionValues& values) {
  std::vector<quern_option_value> list;
  for (const auto& [name, value] : values) list.push_back({name.c_str(), value.c_str()});
  return list;
}

}  // namespace quern::plugins
