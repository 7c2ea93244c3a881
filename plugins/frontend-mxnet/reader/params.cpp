#include "reader/params.hpp"

#include "reader/ndarray.hpp"

namespace quern::frontend::mxnet {
namespace {

std::string without_prefix(const std::string& name) {
  return name.starts_with("arg:") || name.starts_with("aux:") ? name.substr(4) : name;
}

// How messages call array number `i`: names come behind all arrays, so its own is not known yet.
std::string label(uint64_t i, uint64_t count) {
  return "array " + std::to_string(i + 1) + " of " + std::to_string(count);
}

std::vector<Tensor> read_arrays(ByteReader& file) {
  const auto count = file.read<uint64_t>("the number of arrays");
  std::vector<Tensor> arrays;  // grows with what is really there
  for (uint64_t i = 0; i < count; ++i) arrays.push_back(read_ndarray(file, label(i, count)));
  return arrays;
}

}  // namespace

Parameters read_params(const Blob& bytes, const std::string& where) {
  ByteReader file(bytes, where);
  try {
    if (file.read<uint64_t>("the magic number") != kParamsMagic)
      throw InputError("this is no MXNet parameter file: it does not begin with 0x112", where,
                       "Give the .params that Module.save_checkpoint() or HybridBlock.export() wrote.");
    file.skip(sizeof(uint64_t), "the reserved word");
    std::vector<Tensor> arrays = read_arrays(file);
    const auto names = file.read<uint64_t>("the number of names");
    if (names != arrays.size())
      throw InputError(
          "there are " + std::to_string(arrays.size()) + " arrays but " + std::to_string(names) + " names",
          where, "Save the parameters as a dictionary, as Module.save_checkpoint() does.");
    Parameters parameters;
    for (Tensor& array : arrays) {
      const auto size = file.read<uint64_t>("a name");
      const std::string name = without_prefix(file.text(size, "a name"));
      if (!array.is_defined()) continue;
      if (!parameters.emplace(name, std::move(array)).second)
        throw InputError("two parameters are called \"" + name + "\"", where);
    }
    return parameters;
  } catch (const Error& e) {
    if (!e.where().empty()) throw;
    throw Error(e.status(), e.what(), where, "It is truncated or damaged: copy or export it again.");
  }
}

}  // namespace quern::frontend::mxnet
