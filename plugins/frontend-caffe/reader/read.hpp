// From files to a network.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "model/net.hpp"

namespace quern::frontend::caffe {

// Reads the files of one model in any order: the network from a text file (or, where there is none, from the
// first binary file), weights from the others, by name of layer. Throws InputError and Error(QUERN_ERROR_IO).
Net read_files(const std::vector<std::filesystem::path>& files, UnknownFields& unknown);

// Parts of the above, for files that are in memory. `where` names the file in messages.
Net read_text_net(std::string_view text, const std::string& where, UnknownFields& unknown);
Net read_binary_net(const Blob& file, const std::string& where, bool weights_only, UnknownFields& unknown);
// Hands the weights of `trained` to the layers of `net` that have the same names.
void take_weights(Net& net, const Net& trained);

}  // namespace quern::frontend::caffe
