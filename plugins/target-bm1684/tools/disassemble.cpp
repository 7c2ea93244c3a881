#include "isa/disassemble.hpp"

#include <quern/artefact.hpp>

#include "tools/address_names.hpp"
#include "tools/command_order.hpp"
#include "tools/tools.hpp"

namespace quern::bm1684 {
namespace {

void print_tensors(const char* what, const std::vector<bmodel::Tensor>& tensors,
                   const quern_text_sink* text) {
  for (const bmodel::Tensor& tensor : tensors)
    write_line(text, std::string("; ") + what + " " + tensor.name + ": " + std::string(name_of(tensor.type)) +
                         " " + to_string(tensor.shape()) + " (" + std::string(name_of(tensor.store_mode)) +
                         ") at " + hex(tensor.address));
}

void print_group(const bmodel::CommandGroup& group, const AddressNames& names, const quern_text_sink* text) {
  const CommandOrder order = compute_eager(group);
  for (size_t i = 0; i < order.commands.size(); ++i) {
    if (i == order.executable) write_line(text, "; both engines wait for ever before this command");
    const auto [engine, index] = order.commands[i];
    write_line(text, engine == QueueSide::Bd ? quern::bm1684::disassemble(bd_command(group, index), names)
                                             : quern::bm1684::disassemble(gdma_command(group, index), names));
  }
}

}  // namespace

void disassemble(const Programs& programs) {
  for (const bmodel::Net& net : programs.models[0].nets)
    for (size_t i = 0; i < net.stages.size(); ++i) {
      const bmodel::Stage& stage = net.stages[i];
      write_line(programs.text, "; net " + net.name + ", stage " + std::to_string(i));
      print_tensors("input", stage.inputs, programs.text);
      print_tensors("output", stage.outputs, programs.text);
      if (stage.groups.empty()) write_line(programs.text, "; no commands");
      const AddressNames names = address_names(stage);
      for (size_t g = 0; g < stage.groups.size(); ++g) {
        write_line(programs.text, "; group " + std::to_string(g) + ": " +
                                      std::to_string(stage.groups[g].bdc_count) + " BD and " +
                                      std::to_string(stage.groups[g].gdma_count) + " GDMA commands");
        print_group(stage.groups[g], names, programs.text);
      }
    }
}

}  // namespace quern::bm1684
