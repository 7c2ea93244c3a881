# quern_add_fuzzer(NAME <name> SOURCES ... [LIBRARIES ...] [CORPUS <folder>])
#
# SOURCES define LLVMFuzzerTestOneInput. Always makes the test <name>-corpus (label fuzz-corpus), which runs
# every file of CORPUS once through the target. With QUERN_FUZZERS (preset "fuzz", clang) it also makes the
# libFuzzer program bin/<name>; run it as: <name> -max_total_time=60 <a scratch folder> <CORPUS>
function(quern_add_fuzzer)
  cmake_parse_arguments(ARG "" "NAME;CORPUS" "SOURCES;LIBRARIES" ${ARGN})
  add_executable(${ARG_NAME}-corpus ${ARG_SOURCES} ${PROJECT_SOURCE_DIR}/tests/fuzz/driver.cpp)
  target_link_libraries(${ARG_NAME}-corpus PRIVATE ${ARG_LIBRARIES})
  set_target_properties(${ARG_NAME}-corpus PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  if(QUERN_FUZZERS)
    # The sources were compiled with coverage hooks (QuernSettings); without libFuzzer's main they still
    # need its runtime.
    target_link_options(${ARG_NAME}-corpus PRIVATE -fsanitize=fuzzer-no-link)
  endif()
  if(ARG_CORPUS)
    add_test(NAME ${ARG_NAME}-corpus COMMAND ${ARG_NAME}-corpus ${ARG_CORPUS})
    set_tests_properties(${ARG_NAME}-corpus PROPERTIES LABELS fuzz-corpus TIMEOUT 300)
  endif()

  if(QUERN_FUZZERS)
    if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
      message(FATAL_ERROR "QUERN_FUZZERS needs clang: cmake --preset fuzz")
    endif()
    add_executable(${ARG_NAME} ${ARG_SOURCES})
    target_link_libraries(${ARG_NAME} PRIVATE ${ARG_LIBRARIES})
    target_link_options(${ARG_NAME} PRIVATE -fsanitize=fuzzer)
  endif()
endfunction()
