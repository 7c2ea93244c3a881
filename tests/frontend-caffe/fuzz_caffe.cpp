// Arbitrary bytes as a Caffe network: text (behind a zero byte binary weights may follow) or binary. They
// convert, or they are refused with an Error.
#include <algorithm>
#include <cstring>

#include <quern/onnx/write.hpp>

#include "convert.hpp"
#include "reader/read.hpp"
#include "reader/sniff.hpp"

namespace {

using namespace quern;
using namespace quern::frontend::caffe;

Net read(const Blob& bytes, UnknownFields& unknown) {
  const std::string_view all(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const size_t end = std::min(all.find('\0'), all.size());
  if (end == 0 || !looks_like_text({bytes.owner(), bytes.data(), end}))
    return read_binary_net(bytes, "fuzz", false, unknown);
  Net net = read_text_net(all.substr(0, end), "fuzz", unknown);
  if (end == all.size()) return net;
  const Blob weights(bytes.owner(), bytes.data() + end + 1, bytes.size() - end - 1);
  take_weights(net, read_binary_net(weights, "fuzz", true, unknown));
  return net;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const quern_host silent{sizeof(quern_host), 1, nullptr, nullptr, nullptr};
  Blob bytes = Blob::allocate(size);
  if (size) std::memcpy(const_cast<std::byte*>(bytes.data()), data, size);
  try {
    UnknownFields unknown;
    const Model model = convert_net(read(bytes, unknown), {}, Host(&silent), "fuzz");
    onnx_writer::write_model(model, "fuzz.onnx", [](const std::string&, const void*, size_t) {});
  } catch (const Error&) {
    // Refused, as it should be.
  }
  return 0;
}
