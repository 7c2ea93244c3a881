// The functions that TorchScript's pickles may name.
#pragma once

#include <string>
#include <vector>

#include "reader/pickle.hpp"

namespace quern::frontend::pytorch {

struct PickleGlobals {
  Heap& heap;
  const ReadStorage& read_storage;
  std::unordered_map<std::string, Storage*> storages;  // by key: tensors may share one

  // What the function `name` gives; it is looked up in a fixed list. Throws InputError where it is not there.
  Value call(const std::string& name, const std::vector<Value>& arguments);
  // The storage of a persistent id: ("storage", class, key, location, count). The location (a GPU, say) does
  // not matter.
  Value storage_of(const Value& id);
};

InputError forbidden_global(const std::string& name);

}  // namespace quern::frontend::pytorch
