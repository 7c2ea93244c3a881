// From a file to the model it holds: objects, constants and code.
#pragma once

#include <filesystem>
#include <string>

#include "model/ast.hpp"
#include "model/heap.hpp"

namespace quern::frontend::pytorch {

struct Archive {
  Object* root = nullptr;  // the model
  Value constants;         // CONSTANTS.c0, .c1 ...: a tuple
  Program program;
};

// Reads a TorchScript archive (.pt, .pth, .ptl). Whatever refers to values belongs to `heap`. Throws Error;
// files that PyTorch wrote but that hold no program (state dictionaries, pickled modules) are refused with
// the lines of Python that make one of them.
Archive read_archive(const Blob& bytes, const std::string& where, Heap& heap);

}  // namespace quern::frontend::pytorch
