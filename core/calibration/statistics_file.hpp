// statistics.bin: calibration statistics on disk.
//
// Little-endian: "QURNSTAT", u32 version, u64 samples, u32 number of tensors; then per tensor in byte order
// of the names: u32 length and bytes of the name, f32 minimum, f32 maximum, u64 count, u64 zeros, i32
// exponent of the bin width, and the negative and the positive histogram: u32 number of leading bins that are
// written (the rest is zero), and these as LEB128 numbers. At the end the CRC-32 of everything before it.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "calibration/statistics.hpp"

namespace quern::calibration {

std::string encode_statistics(const Statistics& statistics);

// Throws InputError where the bytes are damaged, cut off, or of another version. `where` names the file.
Statistics decode_statistics(std::span<const std::byte> bytes, const std::string& where);

Statistics read_statistics(const std::string& path);

}  // namespace quern::calibration
