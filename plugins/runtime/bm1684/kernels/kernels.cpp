#include "kernels.hpp"

#include <cstdlib>

#include <quern/error.hpp>

namespace quern::bm1684 {

extern const Kernels kScalarKernels;
#if defined(__x86_64__)
extern const Kernels kAvx2Kernels, kAvx512VnniKernels;
#endif

std::vector<const Kernels*> available_kernels() {
  std::vector<const Kernels*> list{&kScalarKernels};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) list.push_back(&kAvx2Kernels);
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vnni"))
    list.push_back(&kAvx512VnniKernels);
#endif
  return list;
}

const Kernels& active_kernels() {
  // The names that runtime-cpu knows, in order; avxvnni adds nothing here.
  static const std::string kNames[] = {"scalar", "avx2", "avxvnni", "avx512vnni"};
  const char* variable = std::getenv("QUERN_CPU_ISA");
  const std::string cap = variable && *variable ? variable : "avx512vnni";
  const auto rank = [](const std::string& name) {
    size_t i = 0;
    while (i < std::size(kNames) && kNames[i] != name) ++i;
    return i;
  };
  if (rank(cap) == std::size(kNames))
    throw Error(QUERN_ERROR_ARGUMENT, "unknown instruction set '" + cap + "'",
                "environment variable QUERN_CPU_ISA",
                "Use scalar, avx2, avxvnni or avx512vnni, or unset it.");
  const Kernels* best = nullptr;
  for (const Kernels* kernels : available_kernels())
    if (rank(kernels->name) <= rank(cap)) best = kernels;
  return *best;
}

}  // namespace quern::bm1684
