// The few functions of the vendor's runtime that are needed here, found at run time. Their documented C
// interface: bmlib_runtime.h (bm_*, in libbmlib.so) and bmruntime_interface.h (bmrt_*, in libbmrt.so) of
// libsophon.
#pragma once

#include <cstdint>
#include <string>

namespace quern::sophon {

// bm_shape_t
struct VendorShape {
  int rank = 0;
  int dims[8] = {};
};

struct VendorLibrary {
  // Loads the library, for ever. Throws Error that says what is missing and how to get it.
  explicit VendorLibrary(const std::string& path);

  // 0 is success.
  int (*bm_dev_request)(void** device, int number) = nullptr;
  void (*bm_dev_free)(void* device) = nullptr;
  // Null where it fails.
  void* (*bmrt_create)(void* device) = nullptr;
  void (*bmrt_destroy)(void* runtime) = nullptr;
  bool (*bmrt_load_bmodel)(void* runtime, const char* path) = nullptr;
  // Executes a net on data in host memory, row-major, and waits for the end. The stage is the one of these
  // input shapes. With `own_memory` the results go to the buffers in `outputs`; their shapes are always set.
  bool (*bmrt_launch_data)(void* runtime, const char* net, void* const inputs[],
                           const VendorShape input_shapes[], int input_count, void* outputs[],
                           VendorShape output_shapes[], int output_count, bool own_memory) = nullptr;
};

}  // namespace quern::sophon
