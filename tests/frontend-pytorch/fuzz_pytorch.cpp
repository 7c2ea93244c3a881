// Arbitrary bytes as parts of a TorchScript archive: they convert, or they are refused with an Error. The
// first byte says which part the rest is: 'z' a whole archive, 'c' the code of a model, 'p' its pickle.
#include <quern/onnx/write.hpp>

#include "convert.hpp"
#include "tiny_archive.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace quern;
  using namespace quern::frontend::pytorch;
  if (size == 0) return 0;
  const std::string rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string weights(256, '\1');
  std::string archive = rest;
  const std::string pickle = test::whole_pickle(test::pickled_object(
      "__torch__", "M", {{"w", test::pickled_tensor("0", {2, 3})}, {"n", test::pickled_int(3)}}));
  const std::string code =
      "class M(Module):\n  def forward(self: __torch__.M,\n    x: Tensor) -> Tensor:\n    return "
      "torch.linear(x, self.w)\n";
  if (data[0] == 'c')
    archive = test::zip_of({{"m/data.pkl", pickle}, {"m/data/0", weights}, {"m/code/__torch__.py", rest}});
  else if (data[0] == 'p')
    archive = test::zip_of(
        {{"m/data.pkl", rest}, {"m/data/0", weights}, {"m/data/1", weights}, {"m/code/__torch__.py", code}});
  else if (data[0] != 'z')
    return 0;
  const quern_host silent{sizeof(quern_host), 1, nullptr, nullptr, nullptr};
  try {
    const Model model =
        convert_archive(test::blob_of(archive), test::bound({{"x", {2, 3}}}), Host(&silent), "fuzz");
    onnx_writer::write_model(model, "fuzz.onnx", [](const std::string&, const void*, size_t) {});
  } catch (const Error&) {
    // Refused, as it should be.
  }
  return 0;
}
