#include <algorithm>
#include <map>

#include <quern/artefact.hpp>

#include "tools/tools.hpp"

namespace quern::bm1684 {
namespace {

using bmodel::Binary;

std::string hex(uint64_t address) {
  char text[24];
  std::snprintf(text, sizeof(text), "0x%llx", static_cast<unsigned long long>(address));
  return text;
}

std::string number(float value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%g", double(value));
  return text;
}

std::string counted(size_t count, const std::string& thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

std::string describe(const bmodel::Tensor& tensor) {
  std::string text = tensor.name + ": " + std::string(name_of(tensor.type)) + " ";
  for (const Shape& shape : tensor.shapes)
    text += (&shape == &tensor.shapes[0] ? "" : ", ") + to_string(shape);
  text += " (" + std::string(name_of(tensor.store_mode)) + ")";
  if (tensor.scale != 1) text += ", scale " + number(tensor.scale);
  if (tensor.zero_point != 0) text += ", zero point " + std::to_string(tensor.zero_point);
  return text + ", " + std::to_string(tensor.size) + " bytes at " + hex(tensor.address);
}

std::string describe(const std::vector<bmodel::CommandGroup>& groups) {
  uint64_t bdc = 0, gdma = 0;
  std::string each;
  for (const bmodel::CommandGroup& group : groups) {
    bdc += group.bdc_count;
    gdma += group.gdma_count;
    each += (each.empty() ? "" : ", ") + std::to_string(group.bdc_count) + " + " +
            std::to_string(group.gdma_count);
  }
  std::string text = std::to_string(bdc) + " BDC + " + std::to_string(gdma) + " GDMA";
  if (groups.size() > 1) text += " in " + counted(groups.size(), "group") + " (" + each + ")";
  return text;
}

std::string describe(const bmodel::Subnet& subnet) {
  std::string text = std::to_string(subnet.id) + ": " + std::string(name_of(subnet.mode));
  if (subnet.is_dynamic) text += ", dynamic, " + std::to_string(subnet.ir_size) + " bytes of code";
  if (!subnet.groups.empty()) text += ", " + describe(subnet.groups);
  for (const bmodel::CpuOperation& operation : subnet.operations)
    text += ", operation " + std::to_string(operation.operation) + (operation.is_custom ? " (custom)" : "");
  for (const int32_t& next : subnet.next)
    text += (&next == &subnet.next[0] ? ", then " : " or ") + std::to_string(next);
  return text;
}

// Sums binaries, each once however many stages share it.
class Bytes {
 public:
  void add(const Binary& data) {
    if (known_.try_emplace(data.data(), data.size()).second) total_ += data.size();
  }
  [[nodiscard]] uint64_t total() const { return total_; }

 private:
  std::map<const std::byte*, size_t> known_;
  uint64_t total_ = 0;
};

void print_stage(const bmodel::Stage& stage, const quern_text_sink* text) {
  const auto line = [&](const std::string& words) { write_line(text, "    " + words); };
  line("inputs");
  for (const bmodel::Tensor& tensor : stage.inputs) line("  " + describe(tensor));
  line("outputs");
  for (const bmodel::Tensor& tensor : stage.outputs) line("  " + describe(tensor));
  if (stage.coefficients)
    line("coefficients: " + std::to_string(stage.coefficients->data.size()) + " bytes at " +
         hex(stage.coefficients->address));
  line("context: " + std::to_string(context_bytes(stage)) + " bytes at " + hex(stage.context_address));
  if (stage.cpu_memory_size) line("memory of the CPU: " + std::to_string(stage.cpu_memory_size) + " bytes");
  line("commands: " + describe(stage.groups));
  if (stage.profile.size()) line("profile: " + std::to_string(stage.profile.size()) + " bytes");
  line("subnets");
  for (const bmodel::Subnet& subnet : stage.subnets) line("  " + describe(subnet));
}

void print_memory(const bmodel::Model& model, const quern_text_sink* text) {
  Bytes coefficients, commands;
  uint64_t context = 0;
  for (const bmodel::Net& net : model.nets)
    for (const bmodel::Stage& stage : net.stages) {
      if (stage.coefficients) coefficients.add(stage.coefficients->data);
      for (const bmodel::CommandGroup& group : stage.groups) {
        commands.add(group.bdc);
        commands.add(group.gdma);
      }
      context = std::max(context, context_bytes(stage));
    }
  write_line(text, "device memory: " + std::to_string(coefficients.total() + context + commands.total()) +
                       " bytes (coefficients " + std::to_string(coefficients.total()) + ", largest context " +
                       std::to_string(context) + ", commands " + std::to_string(commands.total()) + ")");
}

}  // namespace

void info(const Programs& programs) {
  const bmodel::Model& model = programs.models[0];
  std::string made = model.time;
  while (!made.empty() && made.back() == '\n') made.pop_back();
  write_line(programs.text, model.chip + " program, format " + model.version + ", made " + made);
  print_memory(model, programs.text);
  for (const bmodel::Net& net : model.nets) {
    write_line(programs.text, "net " + net.name + ": " + counted(net.stages.size(), "stage"));
    for (size_t i = 0; i < net.stages.size(); ++i) {
      write_line(programs.text,
                 "  stage " + std::to_string(i) + (net.stages[i].is_dynamic ? ", dynamic" : ""));
      print_stage(net.stages[i], programs.text);
    }
  }
}

}  // namespace quern::bm1684
