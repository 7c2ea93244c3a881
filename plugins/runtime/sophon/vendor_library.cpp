#include "vendor_library.hpp"

#include <dlfcn.h>

#include <quern/error.hpp>

namespace quern::sophon {
namespace {

constexpr const char* kHowToGet =
    "It is part of libsophon (packages sophon-driver and sophon-libsophon of the vendor's SDK). Install "
    "that, or name the "
    "library with the option \"library\"; without a device, use the simulator.";

void* load(const std::string& path) {
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library) return library;
  const char* reason = ::dlerror();
  throw UnsupportedError(
      "the vendor's runtime library cannot be loaded: " + std::string(reason ? reason : "?"), path,
      kHowToGet);
}

template <class Function>
void find(void* library, const std::string& path, const char* name, Function*& function) {
  // Also finds what the library itself links, as libbmrt.so does libbmlib.so.
  function = reinterpret_cast<Function*>(::dlsym(library, name));
  if (!function) throw UnsupportedError("this library has no function " + std::string(name), path, kHowToGet);
}

}  // namespace

VendorLibrary::VendorLibrary(const std::string& path) {
  void* library = load(path);
  find(library, path, "bm_dev_request", bm_dev_request);
  find(library, path, "bm_dev_free", bm_dev_free);
  find(library, path, "bmrt_create", bmrt_create);
  find(library, path, "bmrt_destroy", bmrt_destroy);
  find(library, path, "bmrt_load_bmodel", bmrt_load_bmodel);
  find(library, path, "bmrt_launch_data", bmrt_launch_data);
}

}  // namespace quern::sophon
