#include "session.hpp"

#include <algorithm>

#include <quern/error.hpp>

#include "check/bank_conflicts.hpp"
#include "check/checker.hpp"
#include "check/report.hpp"
#include "profile/profile.hpp"
#include "profile/write_file.hpp"
#include "program/device_tensor.hpp"

namespace quern::bm1684 {
namespace {

const quern_tensor* find_input(std::span<const quern_tensor> inputs, const std::string& name) {
  const auto it =
      std::find_if(inputs.begin(), inputs.end(), [&](const quern_tensor& t) { return name == t.name; });
  return it == inputs.end() ? nullptr : &*it;
}

const bmodel::Tensor* find_tensor(const bmodel::Stage& stage, const std::string& name) {
  const auto search = [&](const std::vector<bmodel::Tensor>& list) -> const bmodel::Tensor* {
    const auto it =
        std::find_if(list.begin(), list.end(), [&](const bmodel::Tensor& t) { return t.name == name; });
    return it == list.end() ? nullptr : &*it;
  };
  if (const auto* t = search(stage.outputs)) return t;
  if (const auto* t = search(stage.inputs)) return t;
  for (const bmodel::Subnet& subnet : stage.subnets) {
    if (const auto* t = search(subnet.outputs)) return t;
    if (const auto* t = search(subnet.inputs)) return t;
  }
  return nullptr;
}

void hand_over(const Tensor& tensor, const std::string& name, const quern_tensor_sink& sink) {
  const quern_tensor view{sizeof(quern_tensor), int32_t(tensor.type), name.c_str(),      tensor.dims.data(),
                          tensor.dims.size(),   tensor.blob.data(),   tensor.byte_size()};
  sink.add(sink.context, &view);
}

}  // namespace

Session::Session(Program program, SessionOptions options)
    : options_(std::move(options)), program_(std::move(program)) {
  for (const StageProgram& stage : program_.stages) {
    for (const auto* list : {&stage.stage->inputs, &stage.stage->outputs})
      for (const bmodel::Tensor& tensor : *list) (void)device_bytes(tensor);
    for (const std::string& name : options_.observe)
      if (!find_tensor(*stage.stage, name))
        throw UnsupportedError(
            "tensor \"" + name + "\" cannot be observed: the program does not keep it in its memory", {},
            "Observe it in int8.onnx or fp32.onnx instead.");
  }
  machine_ = std::make_unique<MachineState>(kArenaBase, program_.ddr_bytes, options_.threads);
}

void Session::describe(const quern_tensor_sink& inputs, const quern_tensor_sink& outputs) const {
  const auto add = [&](const quern_tensor_sink& sink, std::vector<bmodel::Tensor> bmodel::Stage::*list) {
    const auto& first = program_.stages.front().stage->*list;
    for (size_t i = 0; i < first.size(); ++i) {
      Shape shape = first[i].shape();
      for (const StageProgram& stage : program_.stages) {
        const auto& tensors = stage.stage->*list;
        if (i >= tensors.size() || tensors[i].shape().size() != shape.size()) continue;
        for (size_t d = 0; d < shape.size(); ++d)
          if (tensors[i].shape()[d] != shape[d]) shape[d] = kUnknownDim;
      }
      const DataType own = host_type(first[i].type);
      const quern_tensor tensor{sizeof(quern_tensor),
                                int32_t(is_scaled(first[i].type) && !options_.raw ? DataType::Float : own),
                                first[i].name.c_str(),
                                shape.data(),
                                shape.size(),
                                nullptr,
                                0};
      sink.add(sink.context, &tensor);
    }
  };
  add(inputs, &bmodel::Stage::inputs);
  add(outputs, &bmodel::Stage::outputs);
}

const StageProgram& Session::choose_stage(std::span<const quern_tensor> inputs) const {
  std::string known;
  for (const StageProgram& stage : program_.stages) {
    bool fits = true;
    for (const bmodel::Tensor& tensor : stage.stage->inputs) {
      const quern_tensor* given = find_input(inputs, tensor.name);
      if (!given) throw InputError("input \"" + tensor.name + "\" is missing");
      fits = fits && Shape(given->dims, given->dims + given->rank) == tensor.shape();
      known += " \"" + tensor.name + "\" " + to_string(tensor.shape());
    }
    if (fits) return stage;
    known += ";";
  }
  std::string given;
  for (const quern_tensor& t : inputs)
    given += " \"" + std::string(t.name) + "\" " + to_string(Shape(t.dims, t.dims + t.rank));
  throw InputError("the program is not compiled for inputs" + given + "; it is for" + known);
}

void Session::prepare(const StageProgram& stage, std::span<const quern_tensor> inputs, uint8_t fill) {
  Memory& memory = machine_->memory;
  memory.fill(fill);
  load_coefficients(*stage.stage, memory);
  if (stage.stage->coefficients)
    memory.protect(stage.stage->coefficients->address, stage.stage->coefficients->data.size());
  for (const bmodel::Tensor& tensor : stage.stage->inputs)
    store_input(*find_input(inputs, tensor.name), tensor, memory);
}

void Session::execute(const Host& host, const StageProgram& stage, Eager eager, Watcher* watcher) {
  run_stage(stage, *machine_, {eager, watcher, [&](double done) { host.progress(done, "executing"); }});
}

std::vector<std::vector<uint8_t>> Session::output_bytes(const StageProgram& stage) {
  std::vector<std::vector<uint8_t>> outputs;
  for (const bmodel::Tensor& tensor : stage.stage->outputs) {
    const Tensor value = load_tensor(tensor, machine_->memory, true);
    const auto* bytes = reinterpret_cast<const uint8_t*>(value.blob.data());
    outputs.emplace_back(bytes, bytes + value.byte_size());
  }
  return outputs;
}

void Session::execute_checked(const Host& host, const StageProgram& stage,
                              std::span<const quern_tensor> inputs) {
  const bmodel::Stage& s = *stage.stage;
  Checker checker(kArenaBase, program_.ddr_bytes);
  if (s.coefficients) checker.mark_written(s.coefficients->address, s.coefficients->data.size());
  for (const bmodel::Tensor& tensor : s.inputs) checker.mark_written(tensor.address, device_bytes(tensor));
  prepare(stage, inputs, 0x00);
  execute(host, stage, Eager::Copy, &checker);
  for (const bmodel::Tensor& tensor : s.outputs)
    checker.expect_written(tensor, "output \"" + tensor.name + "\"");
  checker.report_unused(s);
  const auto copy_first = output_bytes(stage);
  // Other left-overs in memory as well: what depends on them depends on luck.
  prepare(stage, inputs, 0xA5);
  execute(host, stage, Eager::Compute, nullptr);
  const auto compute_first = output_bytes(stage);
  FindingList& findings = checker.findings();
  for (size_t i = 0; i < copy_first.size(); ++i)
    if (copy_first[i] != compute_first[i])
      findings.add({Finding::Kind::Disagreement, "output \"" + s.outputs[i].name + "\"",
                    "the copy-first and the compute-first order of the commands give different results"});
  size_t number = 0;
  for (const Part& part : stage.parts)
    for (const Group& group : part.groups)
      find_bank_conflicts(group, "group " + std::to_string(number++), findings);
  report(host, findings);
}

void Session::report_profile(const Host& host, const StageProgram& stage) const {
  const Profile profile = profile_of(stage);
  for (const std::string& line : layer_lines(profile)) host.note(line);
  host.note("net \"" + program_.net->name + "\": " + summary(profile.total));
  write_file(options_.profile, chrome_trace(profile));
}

void Session::run(const Host& host, std::span<const quern_tensor> inputs, const quern_tensor_sink& outputs,
                  const quern_tensor_sink* observer) {
  const StageProgram& stage = choose_stage(inputs);
  if (options_.check) {
    execute_checked(host, stage, inputs);
  } else {
    prepare(stage, inputs, 0x00);
    execute(host, stage, Eager::Copy, nullptr);
  }
  if (!options_.profile.empty()) report_profile(host, stage);
  for (const bmodel::Tensor& tensor : stage.stage->outputs)
    hand_over(load_tensor(tensor, machine_->memory, options_.raw), tensor.name, outputs);
  if (!observer) return;
  for (const std::string& name : options_.observe)
    hand_over(load_tensor(*find_tensor(*stage.stage, name), machine_->memory, options_.raw), name, *observer);
}

}  // namespace quern::bm1684
