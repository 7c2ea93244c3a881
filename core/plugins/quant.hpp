// Quant plugins: the statistics of one tensor to its threshold.
#pragma once

#include <quern/plugin.h>

#include "plugins/library.hpp"

namespace quern::plugins {

class Quant {
 public:
  explicit Quant(const Library& library) : library_(&library) {}

  [[nodiscard]] const Library& library() const { return *library_; }
  // May be called from any thread. Throws Error.
  [[nodiscard]] double threshold(const quern_statistics& statistics, const OptionValues& options) const;

 private:
  const Library* library_;
};

}  // namespace quern::plugins
