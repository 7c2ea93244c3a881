#include "bmodel/combine.hpp"

#include <algorithm>

namespace quern::bmodel {
namespace {

bool same_tensors(const std::vector<Tensor>& a, const std::vector<Tensor>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Tensor& x, const Tensor& y) { return x.name == y.name && x.type == y.type; });
}

bool same_shapes(const std::vector<Tensor>& a, const std::vector<Tensor>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Tensor& x, const Tensor& y) { return x.shapes == y.shapes; });
}

void add_stage(Net& net, const Stage& stage, const std::string& where) {
  const std::string name = "net \"" + net.name + "\"";
  const Stage& first = net.stages.front();
  if (!same_tensors(first.inputs, stage.inputs) || !same_tensors(first.outputs, stage.outputs))
    throw InputError(name + " has other inputs or outputs here than in the files before", where,
                     "Nets of one name become stages of one net: compile it with another name.");
  if ((first.is_dynamic != 0) != (stage.is_dynamic != 0))
    throw UnsupportedError(name + " is static in one file and dynamic in another", where,
                           "Compile all of them in the same way.");
  for (const Stage& known : net.stages)
    if (same_shapes(known.inputs, stage.inputs))
      throw InputError(name + " has the same input shapes here as in a file before", where,
                       "Leave one of the files out, or compile it with another name or batch size.");
  net.stages.push_back(stage);
}

void add_net(Model& model, const Net& net, const std::string& where) {
  const auto known = std::find_if(model.nets.begin(), model.nets.end(),
                                  [&](const Net& other) { return other.name == net.name; });
  if (known == model.nets.end()) {
    model.nets.push_back(net);
    return;
  }
  if (known->address_mode != net.address_mode || known->cascade.has_value() || net.cascade.has_value())
    throw UnsupportedError("net \"" + net.name +
                               "\" cannot get further stages: it was compiled for several "
                               "devices, or the files place inputs and outputs differently",
                           where);
  for (const Stage& stage : net.stages) add_stage(*known, stage, where);
}

void add_module(std::optional<Module>& known, const std::optional<Module>& module, const std::string& where) {
  if (!module) return;
  if (known && !same_bytes(known->data, module->data))
    throw UnsupportedError("this file brings another module than a file before, and a program has one",
                           where);
  known = module;
}

// A part of a file name without folders or characters that a shell would take for something else.
std::string file_name(const std::string& net) {
  std::string name;
  for (const char c : net)
    name += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-'
                ? c
                : '_';
  if (name.starts_with('.') || name.starts_with('-')) name[0] = '_';
  return name;
}

}  // namespace

Model combine(const std::vector<Model>& models, const std::vector<std::string>& names) {
  Model result = models.at(0);
  result.nets.clear();
  for (size_t i = 0; i < models.size(); ++i) {
    for (const Net& net : models[i].nets) add_net(result, net, names.at(i));
    add_module(result.kernel_module, models[i].kernel_module, names[i]);
    add_module(result.cpu_module, models[i].cpu_module, names[i]);
  }
  return result;
}

std::vector<std::pair<std::string, Model>> extract(const Model& model) {
  std::vector<std::pair<std::string, Model>> results;
  for (const Net& net : model.nets)
    for (size_t i = 0; i < net.stages.size(); ++i) {
      Model single = model;
      single.nets = {net};
      single.nets[0].stages = {net.stages[i]};
      const std::string name = file_name(net.name) + "_" + std::to_string(i) + ".bmodel";
      for (const auto& [known, other] : results)
        if (known == name)
          throw UnsupportedError("two nets would be written to the one file " + name,
                                 "net \"" + net.name + "\"", "Compile one of them with another name.");
      results.emplace_back(name, std::move(single));
    }
  return results;
}

}  // namespace quern::bmodel
