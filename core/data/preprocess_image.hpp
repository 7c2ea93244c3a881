// From the bytes of an image file to the tensor that a network reads.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "data/preprocess.hpp"
#include "plugins/session.hpp"

namespace quern::data {

// Explains why images cannot feed `input` with this preprocessing, in whole sentences; "" where they can.
std::string check_preprocess(const Preprocess& preprocess, const Port& input);

// Decodes and preprocesses one image to float32 [1, C, H, W] or [1, H, W, C], by the layout. The pair must
// have passed check_preprocess(). `where` names the file in errors. Throws InputError.
Tensor preprocess_image(std::span<const std::byte> bytes, const Preprocess& preprocess, const Port& input,
                        const std::string& where);

}  // namespace quern::data
