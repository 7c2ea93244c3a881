# Settings that hold for every target.
option(QUERN_TESTS "Build the tests" ON)
option(QUERN_FUZZERS "Build the libFuzzer targets (needs clang)" OFF)
set(QUERN_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them")
set(QUERN_PLUGINS "all" CACHE STRING "Plugins to build, ';'-separated, or \"all\"")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(QUERN_PLUGIN_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib/quern)

# -ffp-contract=off: float results do not depend on where the compiler finds a fused multiply-add.
add_compile_options(-Wall -Wextra -Wpedantic -Werror -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 sees overlaps in std::string concatenation that are not there (GCC bug 105651).
  add_compile_options(-Wno-restrict)
endif()
add_compile_definitions(QUERN_VERSION="${PROJECT_VERSION}")

if(QUERN_SANITIZE)
  add_compile_options(-fsanitize=${QUERN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${QUERN_SANITIZE})
endif()
if(QUERN_FUZZERS)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(QUERN_CCACHE ccache)
if(QUERN_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${QUERN_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${QUERN_CCACHE})
endif()

find_package(Threads REQUIRED)
