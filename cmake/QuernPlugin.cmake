# quern_add_plugin(NAME <kind>-<name> [SELF_REGISTERING] SOURCES ... [LIBRARIES ...])
#
# Makes two targets from the same sources: the static library quern-<kind>-<name>-static, which tests and
# fuzzers link, and the plugin quern-<kind>-<name>.so with one exported symbol. Plugins left out of
# QUERN_PLUGINS are not built. SELF_REGISTERING: operators' files register themselves, so every object of the
# archive is linked; tests link it as $<LINK_LIBRARY:WHOLE_ARCHIVE,quern-<kind>-<name>-static>.
function(quern_add_plugin)
  cmake_parse_arguments(ARG "SELF_REGISTERING" "NAME" "SOURCES;LIBRARIES" ${ARGN})
  if(NOT QUERN_PLUGINS STREQUAL "all" AND NOT ARG_NAME IN_LIST QUERN_PLUGINS)
    message(STATUS "plugin ${ARG_NAME}: left out (not in QUERN_PLUGINS)")
    return()
  endif()
  set(entry ${CMAKE_CURRENT_SOURCE_DIR}/plugin.cpp)
  list(REMOVE_ITEM ARG_SOURCES ${entry} plugin.cpp)

  set(body quern-${ARG_NAME}-static)
  if(ARG_SOURCES)
    add_library(${body} STATIC ${ARG_SOURCES})
    target_include_directories(${body} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(${body} PUBLIC quern::sdk ${ARG_LIBRARIES})
  else()
    add_library(${body} INTERFACE)
    target_link_libraries(${body} INTERFACE quern::sdk ${ARG_LIBRARIES})
  endif()

  set(plugin quern-${ARG_NAME})
  add_library(${plugin} MODULE ${entry})
  set_target_properties(${plugin} PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${QUERN_PLUGIN_OUTPUT_DIRECTORY})
  target_link_libraries(${plugin} PRIVATE ${body})
  if(ARG_SELF_REGISTERING)
    set_target_properties(${plugin} PROPERTIES LINK_LIBRARY_OVERRIDE WHOLE_ARCHIVE,${body})
  endif()
  # Never unloaded; one exported symbol; no unresolved symbols.
  target_link_options(${plugin} PRIVATE -Wl,-z,nodelete -Wl,--exclude-libs,ALL
                      -Wl,--version-script=${PROJECT_SOURCE_DIR}/cmake/plugin.map)
  if(NOT QUERN_SANITIZE)
    target_link_options(${plugin} PRIVATE -Wl,-z,defs)
  endif()
  set_target_properties(${plugin} PROPERTIES LINK_DEPENDS ${PROJECT_SOURCE_DIR}/cmake/plugin.map)
  install(TARGETS ${plugin} LIBRARY DESTINATION lib/quern)
  set_property(GLOBAL APPEND PROPERTY QUERN_BUILT_PLUGINS ${plugin})
endfunction()
