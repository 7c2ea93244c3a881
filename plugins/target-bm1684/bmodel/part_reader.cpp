#include <limits>

#include "bmodel/table_reader.hpp"

namespace quern::bmodel {
namespace {

constexpr size_t kMaxRank = 8;  // of the vendor's runtime interface

}  // namespace

std::string TableReader::text(const flatbuffers::String* table, const char* what) {
  std::string text = optional_text(table);
  if (text.empty()) fail(std::string("a ") + what + " has no name");
  return text;
}

std::string TableReader::optional_text(const flatbuffers::String* table) {
  if (!table) return {};
  spend(table->size());
  return table->str();
}

Binary TableReader::slice(const wire::Binary* range, const char* what) {
  if (!range || range->size() == 0) return {};
  if (range->start() > binaries_.size() || range->size() > binaries_.size() - range->start())
    fail(std::string("the ") + what + " at " + std::to_string(range->start()) + " of " +
         std::to_string(range->size()) + " bytes lie outside of the binary section of " +
         std::to_string(binaries_.size()) + " bytes");
  return {binaries_.owner(), binaries_.data() + range->start(), range->size()};
}

Tensor TableReader::tensor(const wire::Tensor& table) {
  Tensor tensor;
  tensor.name = text(table.name(), "tensor");
  const auto wrong = [&](const std::string& what) { fail("tensor \"" + tensor.name + "\" " + what); };
  if (table.data_type() >= kDataTypes) wrong("has the unknown type " + std::to_string(table.data_type()));
  if (table.gmem_stmode() < 0 || table.gmem_stmode() >= kStoreModes)
    wrong("has the unknown store mode " + std::to_string(table.gmem_stmode()));
  tensor.type = DataType(table.data_type());
  tensor.store_mode = StoreMode(table.gmem_stmode());
  tensor.address = table.device_addr();
  tensor.size = table.size();
  if (tensor.size > std::numeric_limits<uint64_t>::max() - tensor.address)
    wrong("ends behind the last address");
  if (table.shape())
    for (const wire::Shape* shape : *table.shape()) {
      const std::vector<uint64_t> dims = numbers(shape->dim());
      if (dims.size() > kMaxRank) wrong("has " + std::to_string(dims.size()) + " dimensions, more than 8");
      for (const uint64_t d : dims)
        if (d == 0 || d > uint64_t(std::numeric_limits<int32_t>::max()))
          wrong("has a dimension of " + std::to_string(d));
      tensor.shapes.emplace_back(dims.begin(), dims.end());
    }
  tensor.memory_type = table.mem_type();
  tensor.scale = table.scale();
  tensor.cpu_address = table.cpu_addr();
  tensor.pad_h = table.pad_h();
  tensor.zero_point = table.zero_point();
  tensor.hidden = table.hidden();
  tensor.index = table.index();
  return tensor;
}

Binary TableReader::commands(const char* engine, uint32_t count, uint32_t bytes, const wire::Binary* range) {
  Binary data = slice(range, engine);
  const uint64_t expected = count * kCommandBytes;
  if ((bytes != 0 && bytes != expected) || data.size() != expected)
    fail(std::to_string(count) + " " + engine + " need " + std::to_string(expected) +
         " bytes, the file says " + std::to_string(bytes) + " and holds " + std::to_string(data.size()));
  return data;
}

CommandGroup TableReader::group(const wire::CmdGroup& table) {
  return {table.bdc_num(), table.gdma_num(),
          commands("BDC commands", table.bdc_num(), table.bdc_cmd_byte(), table.binary_bdc()),
          commands("GDMA commands", table.gdma_num(), table.gdma_cmd_byte(), table.binary_gdma())};
}

Coefficients TableReader::coefficients(const wire::CoeffMem& table) {
  Coefficients result;
  result.address = table.address();
  result.sha256 = numbers(table.check_code());
  result.data = slice(table.binary_coeff(), "coefficients");
  if (result.data.size() > std::numeric_limits<uint64_t>::max() - result.address)
    fail("the coefficients end behind the last address");
  if (table.location())
    for (const wire::Location* range : *table.location())
      result.ranges.push_back({optional_text(range->name()), range->offset(), range->size()});
  return result;
}

}  // namespace quern::bmodel
