// Stands in for the vendor's libbmrt.so: the functions that the plugin uses, without a device. It appends
// every call to the file that the environment variable QUERN_FAKE_BMRT names, and computes something that
// depends on all input bytes.
//   device numbers above 1 do not exist; programs whose path contains "refused" are refused
//   launch: result i of every output is i + the sum of the bytes of all inputs; a sum of 99 fails
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {

// As in the vendor's headers: bm_shape_t.
struct Shape {
  int num_dims;
  int dims[8];
};

void record(const std::string& call) {
  if (const char* file = std::getenv("QUERN_FAKE_BMRT")) std::ofstream(file, std::ios::app) << call << "\n";
}

std::string text(const Shape& shape) {
  std::string text;
  for (int i = 0; i < shape.num_dims; ++i) text += (i ? "x" : "") + std::to_string(shape.dims[i]);
  return text;
}

int count(const Shape& shape) {
  int count = 1;
  for (int i = 0; i < shape.num_dims; ++i) count *= shape.dims[i];
  return count;
}

int device, runtime;  // their addresses are the handles

}  // namespace

EXPORT int bm_dev_request(void** handle, int number) {
  record("bm_dev_request " + std::to_string(number));
  if (number > 1) return 1;
  *handle = &device;
  return 0;
}

EXPORT void bm_dev_free(void* handle) {
  record(handle == &device ? "bm_dev_free" : "bm_dev_free of something else");
}

EXPORT void* bmrt_create(void* handle) {
  record(handle == &device ? "bmrt_create" : "bmrt_create on something else");
  return &runtime;
}

EXPORT void bmrt_destroy(void* handle) {
  record(handle == &runtime ? "bmrt_destroy" : "bmrt_destroy of something else");
}

EXPORT bool bmrt_load_bmodel(void*, const char* path) {
  record("bmrt_load_bmodel");
  return std::ifstream(path).good() && !std::strstr(path, "refused");
}

// Knows one net: int8 inputs, outputs of 10 numbers for each image, float32 or (QUERN_FAKE_BMRT_RESULTS)
// int8.
EXPORT bool bmrt_launch_data(void*, const char* net, void* const inputs[], const Shape input_shapes[],
                             int input_count, void* outputs[], Shape output_shapes[], int output_count,
                             bool own_memory) {
  std::string call = "bmrt_launch_data " + std::string(net);
  int sum = 0;
  for (int i = 0; i < input_count; ++i) {
    call += " " + text(input_shapes[i]);
    for (int k = 0; k < count(input_shapes[i]); ++k) sum += static_cast<const int8_t*>(inputs[i])[k];
  }
  record(call + (own_memory ? " own memory" : ""));
  if (sum == 99) return false;
  const bool integers = std::getenv("QUERN_FAKE_BMRT_RESULTS") != nullptr;
  for (int o = 0; o < output_count; ++o) {
    output_shapes[o] = {2, {input_shapes[0].dims[0], 10}};
    for (int i = 0; i < count(output_shapes[o]); ++i) {
      if (integers)
        static_cast<int8_t*>(outputs[o])[i] = int8_t(sum + i);
      else
        static_cast<float*>(outputs[o])[i] = float(sum + i);
    }
  }
  return true;
}
