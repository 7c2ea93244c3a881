#include "ops/window.hpp"

namespace quern::frontend::caffe {

Shape spatial_values(const FieldTree& parameter, const std::string& name, const std::string& short_name,
                     size_t axes, int64_t fallback, int64_t least) {
  constexpr int64_t kMost = int64_t(1) << 20;
  const std::string h = short_name + "_h", w = short_name + "_w";
  Shape values = parameter.get_ints(name);
  if (axes == 2 && (parameter.has(h) || parameter.has(w))) {
    const int64_t common = values.empty() ? fallback : values[0];
    values = {parameter.get_int(h, common), parameter.get_int(w, common)};
  }
  if (values.empty()) values = {fallback};
  if (values.size() == 1) values.assign(axes, values[0]);
  if (values.size() != axes)
    throw InputError(name + " has " + std::to_string(values.size()) + " values for " + std::to_string(axes) +
                     " axes");
  for (const int64_t value : values)
    if (value < least || value > kMost)
      throw InputError(name + " is " + std::to_string(value) +
                       (value < least ? ", or it is missing" : ", which is too large"));
  return values;
}

}  // namespace quern::frontend::caffe
