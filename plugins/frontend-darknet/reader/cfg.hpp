// The text of .cfg files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <quern/host.hpp>

#include "model/section.hpp"

namespace quern::frontend::darknet {

// Reads the sections in their order. As in Darknet, blanks mean nothing wherever they stand, '#' and ';'
// begin comments, and the first of several options of one name counts. Lines may end in LF, CRLF or CR, the
// last one in nothing; a byte order mark is skipped. Lines that say nothing are reported to the host. `file`
// names the text in messages. Throws InputError where the text is no .cfg file.
std::vector<Section> read_cfg(std::string_view text, const std::string& file, const Host& host);

// Whether the text begins, after blanks and comments, with the section [net] or [network].
bool looks_like_cfg(std::string_view text);

}  // namespace quern::frontend::darknet
