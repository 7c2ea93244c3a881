#include "bmodel/table_writer.hpp"

#include <algorithm>

namespace quern::bmodel {

void TableWriter::write(const Model& model) {
  const auto nets = required_list(model.nets, &TableWriter::net);
  const auto kernel = module(model.kernel_module), cpu = module(model.cpu_module);
  uint64_t largest_context = 0;
  for (const Net& net : model.nets)
    for (const Stage& stage : net.stages) largest_context = std::max(largest_context, context_bytes(stage));
  const auto type = builder_.CreateString(model.type), version = builder_.CreateString(model.version);
  const auto time = builder_.CreateString(model.time), chip = builder_.CreateString(model.chip);
  builder_.Finish(wire::CreateModel(builder_, type, version, time, chip, nets, largest_context, kernel,
                                    model.device_count, cpu));
}

flatbuffers::Offset<wire::Net> TableWriter::net(const Net& net) {
  const auto stages = required_list(net.stages, &TableWriter::stage);
  const auto name = builder_.CreateString(net.name);
  Offset<wire::Cascade> cascade = 0;
  if (net.cascade)
    cascade = wire::CreateCascade(builder_, net.cascade->device, net.cascade->step,
                                  builder_.CreateString(net.cascade->main_name));
  return wire::CreateNet(builder_, name, 0, 0, stages, cascade, net.address_mode);
}

flatbuffers::Offset<wire::Module> TableWriter::module(const std::optional<Module>& module) {
  if (!module) return 0;
  const wire::Binary data = binary(module->data);
  return wire::CreateModule(builder_, builder_.CreateString(module->file_name), &data);
}

}  // namespace quern::bmodel
