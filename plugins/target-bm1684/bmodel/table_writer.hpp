// From the structs of model.hpp to FlatBuffers tables, collecting the binaries on the way.
#pragma once

#include <bmodel_generated.h>
#include <string>
#include <vector>

#include "bmodel/binary_section.hpp"
#include "bmodel/model.hpp"

namespace quern::bmodel {

class TableWriter {
 public:
  // The finished tables stay in builder().
  void write(const Model& model);
  [[nodiscard]] const flatbuffers::FlatBufferBuilder& builder() const { return builder_; }
  [[nodiscard]] const BinarySection& binaries() const { return binaries_; }

 private:
  template <class T>
  using Offset = flatbuffers::Offset<T>;
  template <class T>
  using Offsets = Offset<flatbuffers::Vector<Offset<T>>>;

  // table_writer.cpp
  Offset<wire::Net> net(const Net& net);
  Offset<wire::Module> module(const std::optional<Module>& module);
  // stage_writer.cpp
  Offset<wire::NetParameter> stage(const Stage& stage);
  Offset<wire::SubNet> subnet(const Subnet& subnet);
  Offset<wire::CpuParam> operation(const CpuOperation& operation);
  Offset<wire::MergeParam> merge(const Subnet& subnet);
  Offset<wire::SwitchParam> branch(const Subnet& subnet);
  // part_writer.cpp
  Offset<wire::Tensor> tensor(const Tensor& tensor);
  Offset<wire::CmdGroup> group(const CommandGroup& group);
  Offset<wire::CoeffMem> coefficients(const Coefficients& coefficients);
  Offset<wire::StageIR> range(const DynamicRange& range);
  wire::Binary binary(const Binary& data);

  // A list of tables; absent where `items` is empty, as most readers expect.
  template <class Table, class Item>
  Offsets<Table> list(const std::vector<Item>& items, Offset<Table> (TableWriter::*write)(const Item&)) {
    if (items.empty()) return 0;
    return required_list(items, write);
  }
  template <class Table, class Item>
  Offsets<Table> required_list(const std::vector<Item>& items,
                               Offset<Table> (TableWriter::*write)(const Item&)) {
    std::vector<Offset<Table>> offsets;
    for (const Item& item : items) offsets.push_back((this->*write)(item));
    return builder_.CreateVector(offsets);
  }
  template <class Number>
  Offset<flatbuffers::Vector<Number>> numbers(const std::vector<Number>& values) {
    return values.empty() ? Offset<flatbuffers::Vector<Number>>(0) : builder_.CreateVector(values);
  }

  flatbuffers::FlatBufferBuilder builder_;
  BinarySection binaries_;
};

}  // namespace quern::bmodel
