// Layer types that this frontend knows and does not translate, each with its reason.
#pragma once

#include <optional>
#include <string>

namespace quern::frontend::caffe {

struct Refusal {
  std::string reason, hint;
};

// Nothing for types that are translated or not known at all.
std::optional<Refusal> refusal_of(const std::string& type);

}  // namespace quern::frontend::caffe
