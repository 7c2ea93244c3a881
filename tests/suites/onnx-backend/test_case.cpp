#include "test_case.hpp"

#include <algorithm>
#include <cmath>

#include <quern/onnx/file.hpp>

namespace quern::suite {
namespace {

namespace fs = std::filesystem;

constexpr double kRelative = 1e-3, kAbsolute = 1e-7;
constexpr double kHalfTolerance = 2e-3;  // float16 results are computed in float32 here

template <class T>
std::string first_difference(const T* got, const T* want, size_t count, double relative) {
  for (size_t i = 0; i < count; ++i) {
    const double a = double(got[i]), b = double(want[i]);
    const bool same =
        a == b || (std::isnan(a) && std::isnan(b)) || std::fabs(a - b) <= kAbsolute + relative * std::fabs(b);
    if (!same)
      return "element " + std::to_string(i) + " is " + std::to_string(a) + ", not " + std::to_string(b);
  }
  return "";
}

}  // namespace

std::vector<TestCase> find_cases(const fs::path& root) {
  std::vector<TestCase> cases;
  for (const char* suite : {"node", "simple", "pytorch-converted", "pytorch-operator"}) {
    if (!fs::is_directory(root / suite)) continue;
    for (const fs::directory_entry& entry : fs::directory_iterator(root / suite)) {
      TestCase test{suite + ("/" + entry.path().filename().string()), entry.path() / "model.onnx", {}};
      if (!fs::exists(test.model)) continue;
      for (const fs::directory_entry& set : fs::directory_iterator(entry.path()))
        if (set.is_directory()) test.data_sets.push_back(set.path());
      std::sort(test.data_sets.begin(), test.data_sets.end());
      cases.push_back(std::move(test));
    }
  }
  std::sort(cases.begin(), cases.end(), [](const TestCase& a, const TestCase& b) { return a.name < b.name; });
  return cases;
}

std::vector<Tensor> read_tensors(const fs::path& data_set, const std::string& kind,
                                 const std::vector<ValueInfo>& ports) {
  std::vector<Tensor> tensors;
  for (size_t i = 0; i < ports.size(); ++i) {
    if (!ports[i].is_tensor) throw UnsupportedError(kind + " \"" + ports[i].name + "\" is not a tensor");
    const fs::path file = data_set / (kind + "_" + std::to_string(i) + ".pb");
    if (!fs::exists(file)) break;  // optional inputs at the end
    const Blob bytes = map_file(file);
    const protozero::pbf_reader message(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    tensors.push_back(onnx_reader::read_tensor(message, {bytes, {}}));
    tensors.back().name = ports[i].name;
  }
  return tensors;
}

std::string difference(const Tensor& got, const Tensor& want) {
  if (got.dims != want.dims) return "shape is " + to_string(got.dims) + ", not " + to_string(want.dims);
  if (want.type == DataType::String) return got.strings == want.strings ? "" : "strings differ";
  const bool is_half = want.type == DataType::Float16 || want.type == DataType::BFloat16;
  if (is_half || want.type == DataType::Double || want.type == DataType::Float) {
    const std::vector<float> a = got.to_float(), b = want.to_float();
    return first_difference(a.data(), b.data(), a.size(), is_half ? kHalfTolerance : kRelative);
  }
  if (got.type != want.type)
    return std::string("type is ") + name_of(got.type) + ", not " + name_of(want.type);
  return with_type(want.type, [&]<class T>() -> std::string {
    if constexpr (!std::is_arithmetic_v<T>)
      return "";  // the 16-bit floats were compared above
    else
      return first_difference(got.data<T>(), want.data<T>(), size_t(want.count()), kRelative);
  });
}

}  // namespace quern::suite
