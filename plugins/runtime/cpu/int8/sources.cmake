# The kernels of one instruction set each are compiled for it; isa.cpp picks them at run time. Everything else
# is compiled for the base machine.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set(int8_avx2 -mavx2)
  set(int8_avxvnni -mavx2 -mavxvnni)
  set(int8_avx512 -mavx2 -mavx512f -mavx512dq -mavx512bw -mavx512vl -mprefer-vector-width=512)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 12 takes the undefined registers in its own intrinsics for a mistake (GCC bug 105593).
    list(APPEND int8_avx512 -Wno-maybe-uninitialized -Wno-uninitialized)
  endif()
  set(int8_avx512vnni ${int8_avx512} -mavx512vnni)
  set(int8_avx512vbmi ${int8_avx512} -mavx512vbmi)
  foreach(isa avx2 avxvnni avx512vnni avx512vbmi)
    file(GLOB files CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*_${isa}.cpp)
    set_source_files_properties(${files} PROPERTIES COMPILE_OPTIONS "${int8_${isa}}")
  endforeach()
endif()
