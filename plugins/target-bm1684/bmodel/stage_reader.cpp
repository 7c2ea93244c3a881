#include "bmodel/table_reader.hpp"

namespace quern::bmodel {

Stage TableReader::stage(const wire::NetParameter& table) {
  Stage stage;
  stage.inputs = list(table.input_tensor(), &TableReader::tensor);
  stage.outputs = list(table.output_tensor(), &TableReader::tensor);
  for (const std::vector<Tensor>* tensors : {&stage.inputs, &stage.outputs})
    for (const Tensor& tensor : *tensors)
      if (tensor.shapes.empty()) fail("tensor \"" + tensor.name + "\" has no shape");

  stage.context_address = table.ctx_addr();
  stage.context_size = table.ctx_size();
  stage.context_sizes = numbers(table.ctx_sizes());
  uint64_t end = stage.context_address;
  const std::vector<uint64_t> one{stage.context_size};
  for (const uint64_t size : stage.context_sizes.empty() ? one : stage.context_sizes)
    if (__builtin_add_overflow(end, size, &end)) fail("the context ends behind the last address");

  if (table.coeff_mem()) stage.coefficients = coefficients(*table.coeff_mem());
  stage.is_dynamic = table.is_dynamic();
  stage.n_dynamic = table.n_dynamic();
  stage.h_w_dynamic = table.h_w_dynamic();
  stage.groups = list(table.cmd_group(), &TableReader::group);
  stage.subnets = list(table.sub_net(), &TableReader::subnet);
  if (table.stage_ir())
    for (const wire::StageIR* range : *table.stage_ir())
      stage.dynamic_ranges.push_back({range->ir_info_len(), range->height_high(), range->height_low(),
                                      range->width_high(), range->width_low()});
  stage.dynamic_code = slice(table.binary_ir(), "dynamic code");
  stage.cpu_memory_size = table.cpu_mem_size();
  stage.profile = slice(table.net_profile(), "profile");
  stage.statistics = slice(table.net_stat(), "statistics");
  stage.tensor_locations = slice(table.tensor_loc(), "tensor locations");
  stage.core_count = table.core_num();
  stage.io_address = table.io_addr();
  stage.io_size = table.io_size();
  return stage;
}

Subnet TableReader::subnet(const wire::SubNet& table) {
  if (table.subnet_mode() < 0 || table.subnet_mode() >= kSubnetModes)
    fail("there is no kind of subnet " + std::to_string(table.subnet_mode()));
  Subnet subnet;
  subnet.mode = SubnetMode(table.subnet_mode());
  subnet.groups = list(table.cmd_group(), &TableReader::group);
  subnet.operations = list(table.cpu_param(), &TableReader::operation);
  subnet.inputs = list(table.input_tensor(), &TableReader::tensor);
  subnet.outputs = list(table.output_tensor(), &TableReader::tensor);
  subnet.is_dynamic = table.is_dynamic();
  subnet.n_dynamic = table.n_dynamic();
  subnet.h_w_dynamic = table.h_w_dynamic();
  subnet.ir_offset = table.ir_offset();
  subnet.ir_size = table.ir_len();
  subnet.id = table.id();
  subnet.next = numbers(table.next_subnet_ids());
  if (table.merge_param() && table.merge_param()->output_from())
    for (const wire::OutputFrom* from : *table.merge_param()->output_from())
      subnet.merge_from.push_back(numbers(from->indice()));
  if (table.switch_param()) {
    subnet.switch_from = numbers(table.switch_param()->output_from());
    subnet.switch_branch = numbers(table.switch_param()->output_branch());
  }
  return subnet;
}

CpuOperation TableReader::operation(const wire::CpuParam& table) {
  CpuOperation operation;
  operation.operation = table.op_type();
  operation.parameters = slice(table.binary_param(), "parameters of a CPU operation");
  operation.is_custom = table.is_custom();
  if (table.cpu_const())
    for (const wire::CpuConst* constant : *table.cpu_const())
      operation.constants.push_back({optional_text(constant->name()),
                                     slice(constant->const_data(), "constant of a CPU operation"),
                                     numbers(constant->check_code())});
  return operation;
}

}  // namespace quern::bmodel
