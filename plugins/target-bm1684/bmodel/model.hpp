// A BM1684 program in memory: what a .bmodel file holds (isa.md §2), as plain structs. Addresses are device
// addresses as the compiler chose them; the runtime moves coefficients and context as blocks (isa.md §2.1).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <quern/graph/shape.hpp>
#include <quern/graph/tensor.hpp>

#include "bmodel/types.hpp"

namespace quern::bmodel {

// Bytes of the binary section; a slice of the mapped file when the model was read from one.
using Binary = quern::Blob;

// Where models may begin; everything below is absolute and never moved (isa.md §2.1).
inline constexpr uint64_t kArenaBegin = 0x105100000;
// The bytes of a command of either engine.
inline constexpr uint64_t kCommandBytes = 128;

// Bits of Tensor::memory_type.
inline constexpr uint32_t kUsedByTpu = 1, kUsedByCpu = 2;

struct Tensor {
  std::string name;
  DataType type = DataType::Float32;
  StoreMode store_mode = StoreMode::OneN;
  uint64_t address = 0;
  uint64_t size = 0;          // bytes of device memory; often more than the shape needs, see bytes_of()
  std::vector<Shape> shapes;  // one; several only in programs for varying shapes
  uint32_t memory_type = 0;   // in subnets: kUsedByTpu | kUsedByCpu
  float scale = 1;  // of an integer input: integer = real * scale; of an output: real = integer * scale
  uint32_t cpu_address = 0;  // offset into the CPU memory of the stage
  uint32_t pad_h = 0;        // rows of padding that an input folded into channels has: top << 16 | bottom
  int32_t zero_point = 0;
  int32_t hidden = 0, index = 0;  // used where several devices share a network

  // The shape of a static program.
  [[nodiscard]] const Shape& shape() const { return shapes.at(0); }
};

// One stream per engine; ids restart at 1 in every group, so a group holds at most 65535 commands of each.
struct CommandGroup {
  uint32_t bdc_count = 0, gdma_count = 0;
  Binary bdc, gdma;  // count * 128 bytes, words in their natural order, addresses not relocated
};

// The name of a layer and its bytes within the coefficients.
struct CoefficientRange {
  std::string name;
  uint64_t offset = 0, size = 0;
};

struct Coefficients {
  uint64_t address = 0;
  std::vector<uint8_t> sha256;  // of `data`; the writer computes it where it is empty
  Binary data;
  std::vector<CoefficientRange> ranges;
};

struct CpuConstant {
  std::string name;
  Binary data;
  std::vector<uint8_t> sha256;  // of `data`
};

// Our operation of the host processor: its parameters are an ONNX model whose inputs and outputs are the
// subnet's tensors. (`is_custom` is set; 64-bit integers and booleans of the model are int32 in the subnet.)
inline constexpr int32_t kGraphOperation = 0x5155;

// An operation of the host processor: `operation` as numbered by the vendor's CPU library, and its
// parameters.
struct CpuOperation {
  int32_t operation = 0;
  Binary parameters;
  std::vector<CpuConstant> constants;
  int32_t is_custom = 0;
};

// A part of a stage that runs on one processor. Parts run in the order that `next` gives.
struct Subnet {
  SubnetMode mode = SubnetMode::Tpu;
  std::vector<CommandGroup> groups;      // TPU
  std::vector<CpuOperation> operations;  // CPU
  std::vector<Tensor> inputs, outputs;
  int32_t is_dynamic = 0, n_dynamic = 0, h_w_dynamic = 0;
  uint32_t ir_offset = 0, ir_size = 0;  // dynamic TPU: its part of Stage::dynamic_code
  int32_t id = -1;
  std::vector<int32_t> next;                     // ids; empty: the end
  std::vector<std::vector<int32_t>> merge_from;  // merge: per output, the inputs that it may come from
  std::vector<int32_t> switch_from,
      switch_branch;  // switch: per output, its input, and 0 (false) or 1 (true)
};

// Limits of one shape of a dynamic stage.
struct DynamicRange {
  uint32_t ir_info_size = 0;
  int32_t height_high = 0, height_low = 0, width_high = 0, width_low = 0;
};

// A network compiled for one set of input shapes.
struct Stage {
  std::vector<Tensor> inputs, outputs;
  uint64_t context_address = 0, context_size = 0;  // activations, inputs and outputs
  std::vector<uint64_t> context_sizes;             // several blocks in the place of one
  std::optional<Coefficients> coefficients;
  int32_t is_dynamic = 0, n_dynamic = 0, h_w_dynamic = 0;
  std::vector<CommandGroup> groups;  // those of all static TPU subnets, one after another
  std::vector<Subnet> subnets;       // at least one: runtimes look at the first
  std::vector<DynamicRange> dynamic_ranges;
  Binary dynamic_code;
  uint32_t cpu_memory_size = 0;
  Binary profile, statistics, tensor_locations;  // for the vendor's tools; optional
  uint32_t core_count = 0;
  uint64_t io_address = 0, io_size = 0;  // Net::address_mode 1: inputs and outputs outside of the context
};

// The place of a net among several devices.
struct Cascade {
  uint32_t device = 0, step = 0;
  std::string main_name;
};

struct Net {
  std::string name;
  std::vector<Stage> stages;
  std::optional<Cascade> cascade;
  int32_t address_mode = 0;  // 0: inputs and outputs are part of the context
};

struct Module {
  std::string file_name;
  Binary data;
};

struct Model {
  std::string type = "B", version = "2.2";
  std::string time = "Thu Jan  1 00:00:00 1970";  // fixed, so that the same program is the same file
  std::string chip = "BM1684";
  std::vector<Net> nets;
  std::optional<Module> kernel_module, cpu_module;
  uint32_t device_count = 0;
};

// Gives a stage without subnets the one that every static program needs: all groups, all inputs and outputs.
void add_tpu_subnet(Stage& stage);

bool same_bytes(const Binary& a, const Binary& b);
// The bytes of the context: its blocks together.
uint64_t context_bytes(const Stage& stage);
// The bytes that a tensor of this shape, type and store mode needs in device memory. Throws InputError where
// no machine could hold it.
uint64_t bytes_of(const Tensor& tensor);

}  // namespace quern::bmodel
