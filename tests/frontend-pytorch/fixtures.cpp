#include "fixtures.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "data/npz.hpp"

namespace quern::frontend::pytorch::test {
namespace {

namespace fs = std::filesystem;

fs::path folder() {
  const char* source = std::getenv("QUERN_TEST_SOURCE");
  return fs::path(source ? source : ".") / "tests" / "frontend-pytorch" / "fixtures";
}

const Arrays& arrays_of(const std::string& group) {
  static std::map<std::string, Arrays> read;
  if (!read.contains(group)) {
    const auto arrays = data::read_npz((folder() / (group + ".npz")).string());
    read[group] = Arrays(arrays.begin(), arrays.end());
  }
  return read[group];
}

// "CASE/in/" or "CASE/out/" to the tensors behind it.
Arrays part_of(const std::string& group, const std::string& prefix) {
  Arrays part;
  for (const auto& [name, tensor] : arrays_of(group))
    if (name.starts_with(prefix)) part[name.substr(prefix.size())] = tensor;
  return part;
}

}  // namespace

fs::path OperatorCase::archive() const { return folder() / (group + ".pt"); }
Arrays OperatorCase::inputs() const { return part_of(group, name + "/in/"); }
Arrays OperatorCase::outputs() const { return part_of(group, name + "/out/"); }

ConvertOptions OperatorCase::options() const {
  ConvertOptions options;
  if (name != "model") options.method = name + ".forward";
  for (const auto& [input, tensor] : inputs()) {
    options.inputs.push_back({input, tensor.dims});
    options.types[input] = tensor.type;
  }
  options.simulate_quantisation = group == "quantised" && name != "dynamic";
  return options;
}

std::vector<OperatorCase> operator_cases() {
  std::vector<OperatorCase> cases;
  if (!fs::is_directory(folder())) return cases;
  for (const auto& entry : fs::directory_iterator(folder())) {
    if (entry.path().extension() != ".npz") continue;
    const std::string group = entry.path().stem().string();
    std::set<std::string> names;
    for (const auto& [name, tensor] : arrays_of(group)) names.insert(name.substr(0, name.find('/')));
    for (const std::string& name : names) cases.push_back({group, name});
  }
  const auto key = [](const OperatorCase& c) { return std::pair(c.group, c.name); };
  std::sort(cases.begin(), cases.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  return cases;
}

}  // namespace quern::frontend::pytorch::test
