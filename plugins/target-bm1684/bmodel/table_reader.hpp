// From verified FlatBuffers tables to the structs of model.hpp.
#pragma once

#include <bmodel_generated.h>
#include <cstring>
#include <string>

#include "bmodel/model.hpp"

namespace quern::bmodel {

class TableReader {
 public:
  // `tables_size` bounds how much the result may hold: tables may refer to one string or list many times, so
  // that a small file could otherwise ask for any amount of memory.
  TableReader(Binary binaries, size_t tables_size, std::string where);

  // Throws InputError or UnsupportedError.
  Model model(const wire::Model& table);

 private:
  // table_reader.cpp
  Net net(const wire::Net& table);
  std::optional<Module> module(const wire::Module* table);
  [[noreturn]] void fail(const std::string& what) const;
  void spend(size_t bytes);
  // stage_reader.cpp
  Stage stage(const wire::NetParameter& table);
  Subnet subnet(const wire::SubNet& table);
  CpuOperation operation(const wire::CpuParam& table);
  // part_reader.cpp
  Tensor tensor(const wire::Tensor& table);
  CommandGroup group(const wire::CmdGroup& table);
  Coefficients coefficients(const wire::CoeffMem& table);
  Binary commands(const char* engine, uint32_t count, uint32_t bytes, const wire::Binary* range);
  Binary slice(const wire::Binary* range, const char* what);
  std::string text(const flatbuffers::String* table, const char* what);
  std::string optional_text(const flatbuffers::String* table);

  // The tables of a list, each converted by `read`; none where the list is absent.
  template <class Result, class Table>
  std::vector<Result> list(const flatbuffers::Vector<flatbuffers::Offset<Table>>* tables,
                           Result (TableReader::*read)(const Table&)) {
    std::vector<Result> results;
    if (!tables) return results;
    results.reserve(tables->size());
    for (const Table* table : *tables) results.push_back((this->*read)(*table));
    return results;
  }
  template <class Number>
  std::vector<Number> numbers(const flatbuffers::Vector<Number>* values) {
    if (!values || values->size() == 0) return {};
    const size_t bytes = values->size() * sizeof(Number);
    spend(bytes);
    std::vector<Number> copy(values->size());
    // Not by iterator: the verifier accepts 64-bit numbers that are not aligned.
    std::memcpy(copy.data(), values->Data(), bytes);
    return copy;
  }

  Binary binaries_;
  size_t budget_;
  std::string where_, place_;  // place_: the net and stage at hand
};

}  // namespace quern::bmodel
