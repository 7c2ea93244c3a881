// The pickles of a TorchScript archive.
#pragma once

#include <functional>
#include <string>

#include "model/heap.hpp"

namespace quern::frontend::pytorch {

// Gives the bytes of the archive's entry for a storage key ("0" -> "data/0").
using ReadStorage = std::function<Blob(const std::string& key)>;

// Rebuilds the value of a pickle. Only what TorchScript writes is understood: tensors, lists, tuples,
// dictionaries, numbers, texts, and instances of classes "__torch__...", which become plain objects. Nothing
// is ever executed: any other name is an InputError that says it. `where` names the pickle in messages.
Value read_pickle(const Blob& bytes, const std::string& where, Heap& heap, const ReadStorage& storages);

}  // namespace quern::frontend::pytorch
