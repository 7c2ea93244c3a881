// Snappy's raw format, which the index of a checkpoint may be compressed with.
#pragma once

#include <string>
#include <string_view>

namespace quern::frontend::tensorflow {

// Throws InputError where `bytes` are damaged.
std::string snappy_expand(std::string_view bytes);

}  // namespace quern::frontend::tensorflow
