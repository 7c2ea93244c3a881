# The kernels of one instruction set each are compiled for it; kernels.cpp picks them at run time.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set_source_files_properties(${CMAKE_CURRENT_LIST_DIR}/sums_avx2.cpp PROPERTIES COMPILE_OPTIONS "-mavx2")
  set(sums_avx512 -mavx2 -mavx512f -mavx512bw -mavx512vnni -mprefer-vector-width=512)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 12 takes the undefined registers in its own intrinsics for a mistake (GCC bug 105593).
    list(APPEND sums_avx512 -Wno-maybe-uninitialized -Wno-uninitialized)
  endif()
  set_source_files_properties(${CMAKE_CURRENT_LIST_DIR}/sums_avx512vnni.cpp PROPERTIES COMPILE_OPTIONS "${sums_avx512}")
endif()
