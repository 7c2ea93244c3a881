// Recognising PyTorch's files.
#pragma once

#include <filesystem>

#include <quern/graph/tensor.hpp>

#include "reader/zip.hpp"

namespace quern::frontend::pytorch {

// How sure it is, 0 to 100, that `file` was written by PyTorch. Looks at the archive's directory only, so it
// is fast on files of any size. Weights without a program count too: the answer to them is an error that says
// how to make one.
int sniff(const std::filesystem::path& file);

// What torch.save wrote before 1.6: a pickle that begins with a magic number.
bool is_legacy_pickle(const Blob& bytes);
// A mobile program in flatbuffer format.
bool is_mobile_flatbuffer(const Blob& bytes);
// What torch.export.save writes (.pt2), up to 2.7 and since.
bool is_exported_program(const ZipArchive& zip);
// TorchScript of PyTorch 1.0 to 1.3.
bool is_first_format(const ZipArchive& zip);

}  // namespace quern::frontend::pytorch
