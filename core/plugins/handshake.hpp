// Whether a loaded plugin speaks this host's language.
#pragma once

#include <string>

#include <quern/plugin.h>

namespace quern::plugins {

// What is wrong with the descriptor, a sentence part that begins with "it"; "" where it can be used.
std::string handshake_objection(const quern_plugin* plugin);

}  // namespace quern::plugins
