// Texts, and what has no effect on the graph: warnings, exceptions, devices.
#include <charconv>

#include "graph/primitive.hpp"

namespace quern::frontend::pytorch {
namespace {

std::string joined_items(const std::vector<Value>& items, int depth);

std::string text_at(const Value& value, int depth) {
  if (depth > 5) return "...";
  if (const auto* text = value.get<std::string>()) return *text;
  if (const auto* number = value.get<int64_t>()) return std::to_string(*number);
  if (const auto* flag = value.get<bool>()) return *flag ? "True" : "False";
  if (const auto* number = value.get<double>()) {
    char buffer[40];
    return {buffer, std::to_chars(buffer, buffer + sizeof(buffer), *number).ptr};
  }
  if (const List* list = value.ref<List>()) return "[" + joined_items(list->items, depth) + "]";
  if (const Tuple* tuple = value.ref<Tuple>()) return "(" + joined_items(tuple->items, depth) + ")";
  if (const auto* device = value.get<Device>()) return device->name;
  return value.is_none() ? "None" : type_name(value);
}

std::string joined_items(const std::vector<Value>& items, int depth) {
  std::string text;
  for (size_t i = 0; i < items.size() && i < 20 && text.size() < 500; ++i)
    text += (i ? ", " : "") + text_at(items[i], depth + 1);
  return text;
}

void to_text(Primitive& p) { p.result = text_of(p.arg(0)); }

// Every "{}" is one argument.
void format(Primitive& p) {
  const std::string& pattern = p.text(0);
  std::string text;
  size_t next = 1;
  for (size_t i = 0; i < pattern.size(); ++i)
    if (pattern[i] == '{' && i + 1 < pattern.size() && pattern[i + 1] == '}' && next < p.args.size()) {
      text += text_of(p.arg(next++));
      ++i;
    } else {
      text += pattern[i];
    }
  p.check_length(text.size());
  p.result = text;
}

void join(Primitive& p) {
  std::string text;
  for (size_t i = 0; i < p.items(1).size(); ++i) text += (i ? p.text(0) : "") + text_of(p.items(1)[i]);
  p.check_length(text.size());
  p.result = text;
}

void starts_with(Primitive& p) { p.result = p.text(0).starts_with(p.text(1)); }
void ends_with(Primitive& p) { p.result = p.text(0).ends_with(p.text(1)); }
void find(Primitive& p) {
  const size_t at = p.text(0).find(p.text(1));
  p.result = at == std::string::npos ? int64_t(-1) : int64_t(at);
}

void raise(Primitive& p) {
  throw InputError("the model refuses this input: " + (p.args.empty() ? "" : text_of(p.arg(0))), "",
                   "Bind the inputs to shapes that the model accepts.");
}

void nothing(Primitive&) {}
void keep(Primitive& p) { p.result = p.arg(0); }
void device(Primitive& p) { p.result = Device{p.arg(0).is<std::string>() ? p.text(0) : "cpu"}; }
void is_scripting(Primitive& p) { p.result = true; }
void no(Primitive& p) { p.result = false; }

QUERN_TRANSLATOR(Primitive, "aten::str", to_text);
QUERN_TRANSLATOR(Primitive, "aten::format", format);
QUERN_TRANSLATOR(Primitive, "aten::join", join);
QUERN_TRANSLATOR(Primitive, "aten::startswith", starts_with);
QUERN_TRANSLATOR(Primitive, "aten::endswith", ends_with);
QUERN_TRANSLATOR(Primitive, "aten::find", find);
QUERN_TRANSLATOR(Primitive, "prim::RaiseException", raise);
QUERN_TRANSLATOR(Primitive, "aten::warn", nothing);
QUERN_TRANSLATOR(Primitive, "prim::Print", nothing);
QUERN_TRANSLATOR(Primitive, "prim::unchecked_unwrap_optional", keep);
QUERN_TRANSLATOR(Primitive, "prim::unchecked_cast", keep);
QUERN_TRANSLATOR(Primitive, "aten::_unwrap_optional", keep);
QUERN_TRANSLATOR(Primitive, "aten::wait", keep);
QUERN_TRANSLATOR(Primitive, "aten::device", device);
QUERN_TRANSLATOR(Primitive, "aten::is_scripting", is_scripting);
QUERN_TRANSLATOR(Primitive, "aten::is_grad_enabled", no);
QUERN_TRANSLATOR(Primitive, "aten::set_grad_enabled", nothing);
QUERN_TRANSLATOR(Primitive, "aten::_no_grad_enter", nothing);
QUERN_TRANSLATOR(Primitive, "aten::is_autocast_enabled", no);
QUERN_TRANSLATOR(Primitive, "aten::_get_tracing_state", no);

}  // namespace

std::string text_of(const Value& value) { return text_at(value, 0); }

}  // namespace quern::frontend::pytorch
