// Choosing a plugin by the content of a file.
#pragma once

#include <filesystem>
#include <functional>

#include "plugins/registry.hpp"

namespace quern::plugins {

// The plugin of that kind whose `sniff` answers the highest number above 0; among equals the first by name.
// Throws UnsupportedError naming `file` where all answer 0.
const Library& surest(Registry& registry, int32_t kind, const std::filesystem::path& file,
                      const std::function<int(const Library&)>& sniff);

}  // namespace quern::plugins
