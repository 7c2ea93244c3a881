#include "bmodel/sha256.hpp"
#include "bmodel/table_writer.hpp"

namespace quern::bmodel {

wire::Binary TableWriter::binary(const Binary& data) {
  const BinarySection::Range range = binaries_.add(data);
  return {range.start, range.size};
}

flatbuffers::Offset<wire::Tensor> TableWriter::tensor(const Tensor& tensor) {
  std::vector<Offset<wire::Shape>> shapes;
  for (const Shape& shape : tensor.shapes)
    shapes.push_back(wire::CreateShape(
        builder_, builder_.CreateVector(std::vector<uint64_t>(shape.begin(), shape.end()))));
  const auto name = builder_.CreateString(tensor.name);
  return wire::CreateTensor(builder_, name, uint32_t(tensor.type), int32_t(tensor.store_mode), tensor.address,
                            tensor.size, builder_.CreateVector(shapes), tensor.memory_type, tensor.scale,
                            tensor.cpu_address, tensor.pad_h, tensor.zero_point, tensor.hidden, tensor.index);
}

flatbuffers::Offset<wire::CmdGroup> TableWriter::group(const CommandGroup& group) {
  if (group.bdc.size() != group.bdc_count * kCommandBytes ||
      group.gdma.size() != group.gdma_count * kCommandBytes)
    throw Error(QUERN_ERROR_INTERNAL, "a group of commands has not 128 bytes for each of them");
  const wire::Binary bdc = binary(group.bdc), gdma = binary(group.gdma);
  return wire::CreateCmdGroup(builder_, group.bdc_count, group.gdma_count, &bdc, &gdma, uint32_t(bdc.size()),
                              uint32_t(gdma.size()));
}

flatbuffers::Offset<wire::CoeffMem> TableWriter::coefficients(const Coefficients& coefficients) {
  std::vector<Offset<wire::Location>> ranges;
  for (const CoefficientRange& range : coefficients.ranges)
    ranges.push_back(
        wire::CreateLocation(builder_, builder_.CreateString(range.name), range.offset, range.size));
  const auto ranges_table = ranges.empty() ? 0 : builder_.CreateVector(ranges);
  const wire::Binary data = binary(coefficients.data);
  const Digest digest = sha256(coefficients.data);
  const auto hash = coefficients.sha256.empty() ? builder_.CreateVector(digest.data(), digest.size())
                                                : builder_.CreateVector(coefficients.sha256);
  return wire::CreateCoeffMem(builder_, coefficients.address, hash, &data, ranges_table);
}

flatbuffers::Offset<wire::StageIR> TableWriter::range(const DynamicRange& range) {
  return wire::CreateStageIR(builder_, range.ir_info_size, range.height_high, range.height_low,
                             range.width_high, range.width_low);
}

}  // namespace quern::bmodel
