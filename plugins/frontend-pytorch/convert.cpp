#include "convert.hpp"

#include <deque>
#include <unordered_set>

#include <quern/frontend/cut_outputs.hpp>
#include <quern/onnx/file.hpp>

#include "graph/paths.hpp"
#include "graph/ports.hpp"
#include "ops/context.hpp"
#include "reader/archive.hpp"

namespace quern::frontend::pytorch {
namespace {

// Objects whose class brings a __setstate__ are finished by it.
void restore_states(Object& root, Evaluator& evaluator) {
  std::deque<Object*> open = {&root};
  std::unordered_set<Object*> seen = {&root};
  while (!open.empty()) {
    Object* object = open.front();
    open.pop_front();
    if (!object->state.is_none() && evaluator.find_method(*object, "__setstate__"))
      evaluator.call_method(*object, "__setstate__", {object->state});
    for (const auto& [name, value] : object->attributes)
      if (Object* child = value.ref<Object>(); child && seen.insert(child).second) open.push_back(child);
  }
}

// The module that "layer1.0.forward" is a method of.
Object& find_module(Object& root, const std::string& method) {
  Object* module = &root;
  size_t begin = 0;
  for (size_t dot = method.find('.'); dot != std::string::npos; dot = method.find('.', begin)) {
    const std::string name = method.substr(begin, dot - begin);
    const auto child = module->attributes.find(name);
    Object* next = child == module->attributes.end() ? nullptr : child->second.ref<Object>();
    if (!next) throw Error(QUERN_ERROR_ARGUMENT, "the model has no module \"" + method.substr(0, dot) + "\"");
    module = next;
    begin = dot + 1;
  }
  return *module;
}

// One attempt; RetypeInput ends it where an input's type was guessed wrongly.
Model attempt(const Blob& bytes, const ConvertOptions& options, const std::map<std::string, DataType>& types,
              const Host& host, const std::string& where) {
  Heap heap;
  Archive archive = read_archive(bytes, where, heap);
  name_objects(*archive.root);
  name_constants(archive.constants);

  Model model;
  Object& module = find_module(*archive.root, options.method);
  const std::string method_name = options.method.substr(options.method.rfind('.') + 1);
  model.graph.name = module.type.substr(module.type.rfind('.') + 1);
  const auto type = archive.program.classes.find(module.type);
  if (type == archive.program.classes.end() || !type->second.methods.contains(method_name))
    throw InputError("class " + module.type + " has no method \"" + method_name + "\"", where,
                     "Name another one with --option method=NAME.");
  const Function& method = type->second.methods.at(method_name);
  declare_inputs(method, options.inputs, types, model.graph);
  name_only_input(options.inputs, model.graph, host);
  bind_inputs(model.graph, options.inputs);
  require_static_inputs(model.graph, host);

  Emitter emitter(model.graph);
  SessionOptions session_options{options.simulate_quantisation, {}};
  for (const auto& [name, t] : options.types) session_options.typed_inputs.insert(name);
  Session session(emitter, heap, host, session_options);
  Evaluator evaluator(archive.program, archive.constants, session);
  host.progress(0.3, "evaluating the model's code");
  try {
    restore_states(*archive.root, evaluator);
    const Value result = evaluator.call_method(module, method_name, arguments_of(method, evaluator, session));
    declare_outputs(result, session);
  } catch (const Error&) {
    session.report_unsupported(where);  // more likely the cause than what happened behind it
    throw;
  }
  cut_outputs(model.graph, options.outputs);
  remove_unreachable(model.graph);
  session.report_unsupported(where);

  for (const auto& [tensor, text] : session.range_hints()) model.metadata["quern.hint:" + tensor] = text;
  model.opsets = canonical_opsets();
  host.progress(1.0, "converted");
  return model;
}

}  // namespace

std::map<std::string, DataType> parse_types(const std::string& text) {
  std::map<std::string, DataType> types;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find(',', begin), text.size());
    const std::string item = text.substr(begin, end - begin);
    begin = end + 1;
    const size_t equals = item.find('=');
    const std::string name = item.substr(equals == std::string::npos ? 0 : equals + 1);
    DataType found = DataType::Undefined;
    for (const DataType type : {DataType::Float, DataType::Int64, DataType::Int32, DataType::Int16,
                                DataType::Int8, DataType::Uint8, DataType::Bool})
      if (name == name_of(type)) found = type;
    if (equals == std::string::npos || found == DataType::Undefined)
      throw Error(QUERN_ERROR_ARGUMENT, "option types: \"" + item + "\" is not NAME=TYPE", "",
                  "Write it as in types=ids=int64,mask=bool.");
    types[item.substr(0, equals)] = found;
  }
  return types;
}

Model convert_file(const std::filesystem::path& file, const ConvertOptions& options, const Host& host) {
  host.progress(0.0, "reading " + file.filename().string());
  return convert_archive(map_file(file), options, host, file.string());
}

Model convert_archive(const Blob& bytes, const ConvertOptions& options, const Host& host,
                      const std::string& where) {
  std::map<std::string, DataType> types = options.types;
  return with_place(where, [&] {
    for (;;) {
      try {
        return attempt(bytes, options, types, host, where);
      } catch (const RetypeInput& retype) {
        if (!types.emplace(retype.input, retype.type).second)
          throw InputError("the code uses input \"" + retype.input + "\" as a tensor of two element types",
                           where, "Name its type with --option types=" + retype.input + "=int64.");
        host.note("input \"" + retype.input + "\" has element type " + name_of(retype.type) +
                  ", as its use shows");
      }
    }
  });
}

std::vector<std::string> supported_operators() { return OperatorTable::names(); }

}  // namespace quern::frontend::pytorch
