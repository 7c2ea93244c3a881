#include "bmodel/table_reader.hpp"

namespace quern::bmodel {

TableReader::TableReader(Binary binaries, size_t tables_size, std::string where)
    : binaries_(std::move(binaries)), budget_(16 * tables_size), where_(std::move(where)) {}

void TableReader::fail(const std::string& what) const {
  throw InputError(place_.empty() ? what : place_ + ": " + what, where_, "Compile the model again.");
}

void TableReader::spend(size_t bytes) {
  if (bytes > budget_) fail("the tables refer to the same data far too often");
  budget_ -= bytes;
}

Model TableReader::model(const wire::Model& table) {
  Model model;
  model.chip = text(table.chip(), "chip");
  if (model.chip != "BM1684")
    throw UnsupportedError("this program is for the chip " + model.chip + ", not for the BM1684", where_,
                           "Compile the model for the BM1684.");
  model.type = optional_text(table.type());
  model.version = optional_text(table.version());
  model.time = optional_text(table.time());
  model.nets = list(table.net(), &TableReader::net);
  place_.clear();
  if (model.nets.empty()) fail("the file holds no network");
  model.kernel_module = module(table.kernel_module());
  model.cpu_module = module(table.cpuop_module());
  model.device_count = table.device_num();
  return model;
}

Net TableReader::net(const wire::Net& table) {
  place_.clear();
  Net net;
  net.name = text(table.name(), "net");
  place_ = "net \"" + net.name + "\"";
  if (!table.parameter() || table.parameter()->size() == 0) {
    if (table.net_static() || table.net_dynamic())
      throw UnsupportedError(place_ + " is in the format of before version 2 (net_static, net_dynamic)",
                             where_, "Compile the model again with a newer compiler.");
    fail("there is no stage");
  }
  for (const wire::NetParameter* parameter : *table.parameter()) {
    place_ = "net \"" + net.name + "\", stage " + std::to_string(net.stages.size());
    net.stages.push_back(stage(*parameter));
  }
  if (const wire::Cascade* cascade = table.cascade())
    net.cascade = {cascade->device_id(), cascade->step(), optional_text(cascade->main_name())};
  net.address_mode = table.addr_mode();
  return net;
}

std::optional<Module> TableReader::module(const wire::Module* table) {
  if (!table) return {};
  return Module{optional_text(table->file_name()), slice(table->binary(), "module")};
}

}  // namespace quern::bmodel
