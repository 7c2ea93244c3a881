#include "bmodel/table_writer.hpp"

namespace quern::bmodel {

flatbuffers::Offset<wire::NetParameter> TableWriter::stage(const Stage& stage) {
  const auto inputs = required_list(stage.inputs, &TableWriter::tensor);
  const auto outputs = required_list(stage.outputs, &TableWriter::tensor);
  Offset<wire::CoeffMem> coefficients_table = 0;
  if (stage.coefficients) coefficients_table = coefficients(*stage.coefficients);
  const auto groups = list(stage.groups, &TableWriter::group);
  const auto ranges = list(stage.dynamic_ranges, &TableWriter::range);
  const auto subnets = list(stage.subnets, &TableWriter::subnet);
  const auto context_sizes = numbers(stage.context_sizes);
  const wire::Binary profile = binary(stage.profile), code = binary(stage.dynamic_code);
  const wire::Binary statistics = binary(stage.statistics), locations = binary(stage.tensor_locations);
  const auto optional = [](const wire::Binary& data) { return data.size() ? &data : nullptr; };
  return wire::CreateNetParameter(builder_, inputs, outputs, stage.context_address, stage.context_size,
                                  coefficients_table, stage.is_dynamic, stage.n_dynamic, stage.h_w_dynamic,
                                  groups, optional(profile), ranges, optional(code), subnets,
                                  stage.cpu_memory_size, context_sizes, optional(statistics),
                                  stage.core_count, stage.io_address, stage.io_size, optional(locations));
}

flatbuffers::Offset<wire::SubNet> TableWriter::subnet(const Subnet& subnet) {
  const auto groups = list(subnet.groups, &TableWriter::group);
  const auto operations = list(subnet.operations, &TableWriter::operation);
  const auto inputs = list(subnet.inputs, &TableWriter::tensor);
  const auto outputs = list(subnet.outputs, &TableWriter::tensor);
  const auto next = builder_.CreateVector(subnet.next);  // runtimes read it even where it is empty
  const auto merge_table = merge(subnet);
  const auto switch_table = branch(subnet);
  return wire::CreateSubNet(builder_, int32_t(subnet.mode), groups, operations, inputs, outputs,
                            subnet.is_dynamic, subnet.ir_offset, subnet.ir_size, subnet.n_dynamic,
                            subnet.h_w_dynamic, subnet.id, next, merge_table, switch_table);
}

flatbuffers::Offset<wire::CpuParam> TableWriter::operation(const CpuOperation& operation) {
  std::vector<Offset<wire::CpuConst>> constants;
  for (const CpuConstant& constant : operation.constants) {
    const wire::Binary data = binary(constant.data);
    const auto name = builder_.CreateString(constant.name);
    const auto hash = numbers(constant.sha256);
    constants.push_back(wire::CreateCpuConst(builder_, name, &data, hash));
  }
  const auto constants_table = constants.empty() ? 0 : builder_.CreateVector(constants);
  const wire::Binary parameters = binary(operation.parameters);
  return wire::CreateCpuParam(builder_, operation.operation, &parameters, constants_table,
                              operation.is_custom);
}

flatbuffers::Offset<wire::MergeParam> TableWriter::merge(const Subnet& subnet) {
  if (subnet.merge_from.empty()) return 0;
  std::vector<Offset<wire::OutputFrom>> sources;
  for (const std::vector<int32_t>& from : subnet.merge_from)
    sources.push_back(wire::CreateOutputFrom(builder_, builder_.CreateVector(from)));
  return wire::CreateMergeParam(builder_, builder_.CreateVector(sources));
}

flatbuffers::Offset<wire::SwitchParam> TableWriter::branch(const Subnet& subnet) {
  if (subnet.switch_from.empty() && subnet.switch_branch.empty()) return 0;
  const auto from = builder_.CreateVector(subnet.switch_from);
  return wire::CreateSwitchParam(builder_, from, builder_.CreateVector(subnet.switch_branch));
}

}  // namespace quern::bmodel
