# quern_add_test(NAME <name> LABEL <unit|conformance|models|fuzz-corpus> SOURCES ... [LIBRARIES ...])
#
# A GoogleTest executable that ctest runs as one test. The environment tells it where plugins, the command
# and the shared models are.
function(quern_add_test)
  cmake_parse_arguments(ARG "" "NAME;LABEL;TIMEOUT" "SOURCES;LIBRARIES" ${ARGN})
  find_package(GTest REQUIRED)
  add_executable(${ARG_NAME} ${ARG_SOURCES})
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_LIBRARIES} GTest::gmock GTest::gtest_main)
  target_include_directories(${ARG_NAME} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  # What tests call is optimised; they themselves compile sooner with less.
  target_compile_options(${ARG_NAME} PRIVATE $<$<CONFIG:Release>:-O1>)
  set_target_properties(${ARG_NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME})
  # COST: what may take long begins first.
  set_tests_properties(${ARG_NAME} PROPERTIES LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT} COST ${ARG_TIMEOUT}
    ENVIRONMENT "QUERN_TEST_PLUGINS=${QUERN_PLUGIN_OUTPUT_DIRECTORY};QUERN_TEST_COMMAND=${CMAKE_BINARY_DIR}/bin/quern;QUERN_TEST_SOURCE=${PROJECT_SOURCE_DIR}")
endfunction()
