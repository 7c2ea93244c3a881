// LevelDB's sorted tables, the format of a checkpoint's index.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace quern::frontend::tensorflow {

// All entries of the table that `bytes` hold:
//   data blocks, index block, ..., footer of 48 bytes: two block handles (varint offset and size), zeros,
//   magic. Behind each block: 1 byte compression (0 none, 1 snappy), 4 bytes checksum. Inside of a block:
//   entries (varint bytes shared with the key before, varint further bytes of the key, varint bytes of the
//   value, further bytes, value), restart offsets (uint32 each), their number (uint32).
// Throws InputError where they are damaged.
std::map<std::string, std::string> read_table(std::string_view bytes);

}  // namespace quern::frontend::tensorflow
