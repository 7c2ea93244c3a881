#include "device.hpp"

#include <quern/error.hpp>

namespace quern::sophon {
namespace {

void* request(const VendorLibrary& library, int number) {
  void* device = nullptr;
  if (library.bm_dev_request(&device, number) == 0 && device) return device;
  throw Error(QUERN_ERROR_IO, "device " + std::to_string(number) + " does not answer",
              "/dev/bm-sophon" + std::to_string(number),
              "Look at bm-smi: is the driver loaded, and is this the number of a device?");
}

void* create(const VendorLibrary& library, void* device) {
  if (void* runtime = library.bmrt_create(device)) return runtime;
  throw Error(QUERN_ERROR_IO, "the vendor's runtime does not start on this device", {},
              "Are the driver and the libraries of one version?");
}

}  // namespace

Device::Device(const std::string& library, int number, const std::string& program)
    : library_(library),
      device_(request(library_, number), library_.bm_dev_free),
      runtime_(create(library_, device_.get()), library_.bmrt_destroy) {
  if (!library_.bmrt_load_bmodel(runtime_.get(), program.c_str()))
    throw InputError("the vendor's runtime does not load this program", program,
                     "Its own messages say why; \"quern model verify\" checks the file.");
}

std::vector<VendorShape> Device::launch(const std::string& net, const std::vector<void*>& inputs,
                                        const std::vector<VendorShape>& input_shapes,
                                        std::vector<void*> outputs) const {
  std::vector<VendorShape> shapes(outputs.size());
  if (!library_.bmrt_launch_data(runtime_.get(), net.c_str(), inputs.data(), input_shapes.data(),
                                 int(inputs.size()), outputs.data(), shapes.data(), int(outputs.size()),
                                 true))
    throw Error(QUERN_ERROR_IO, "the device did not execute the network", net,
                "Its own messages say why; \"bm-smi\" shows its state.");
  return shapes;
}

}  // namespace quern::sophon
